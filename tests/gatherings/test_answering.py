"""What companies and guests say: by the link in the mail, once reminded, taken back; and who sees what."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.accounts import actions as accounts
from sterke.core import links
from sterke.core.house import house
from sterke.core.models import Activity, OutgoingMail
from sterke.gatherings import actions, reports_inviting
from sterke.gatherings.actions import Comer
from sterke.gatherings.models import Gathering, Invitation, Registration
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def secretary():
    return make.viewer("secretary")


@pytest.fixture
def gathering():
    return make.GatheringFactory(open=True, opens_to="invited", visibility="secretariat", asks_diet=False)


def invited(gathering, company=None, **more):
    """Somebody of a member company, invited and mailed."""
    role = make.RoleFactory(organisation=company or make.OrganisationFactory(member=True))
    facts = {"person": role.person, "organisation": role.organisation, "name": role.person.name, "letters": 1} | more
    return Invitation.objects.create(gathering=gathering, email=role.person.email, **facts)


def guest(gathering, **more):
    facts = {"name": "Rådgiver", "email": "raadgiver@example.no", "is_guest": True, "letters": 1} | more
    return Invitation.objects.create(gathering=gathering, **facts)


def address(row) -> str:
    token = links.make("gathering_invitation", row, holder=row.email, days=30, single_use=False)
    return reverse("gatherings:answer", args=[token])


def says(gathering) -> list[str]:
    return [each.says.value for each in reports_inviting.companies_of(gathering)]


def test_reading_the_link_changes_nothing(gathering, client):
    row = invited(gathering)
    assert client.get(address(row)).status_code == 200
    row.refresh_from_db()
    assert (row.answer, Registration.objects.count()) == ("", 0)


def test_a_contact_registers_with_colleagues_without_an_account(gathering, client):
    row = invited(gathering)
    colleague = make.RoleFactory(organisation=row.organisation, person__name="Kollega Nordmann").person
    stranger = make.RoleFactory(person__name="Fremmed Nordmann").person
    page = client.get(address(row)).content.decode()
    assert colleague.name in page
    assert stranger.name not in page
    answer = client.post(address(row), {"gjor": "ja", f"p{row.person_id}": "on", f"p{colleague.pk}": "on"})
    assert answer.status_code == 302
    assert set(Registration.objects.values_list("person", "invitation")) == {
        (row.person_id, row.pk), (colleague.pk, row.pk),
    }  # fmt: skip
    row.refresh_from_db()
    assert (row.answer, says(gathering)) == ("yes", ["registered"])
    assert OutgoingMail.objects.filter(key__startswith="registration:").count() == 2


def test_one_who_has_left_the_company_sees_no_colleagues_any_more(gathering, client):
    row = invited(gathering)
    make.RoleFactory(organisation=row.organisation, person__name="Kollega Nordmann")
    row.person.roles.update(valid_to=timezone.localdate() - DAY, valid_from=timezone.localdate() - 9 * DAY)
    assert "Kollega Nordmann" not in client.get(address(row)).content.decode()


def test_no_with_a_word_and_yes_after_all(gathering, client):
    row = invited(gathering)
    assert client.post(address(row), {"gjor": "nei", "said": "Montasje\u202e den dagen"}).status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.said, says(gathering)) == ("no", "Montasje den dagen", ["declined"])
    assert Activity.objects.get(verb="gathering.declined").actor == row.person.name
    client.post(address(row), {"gjor": "ja", f"p{row.person_id}": "on"})
    assert says(gathering) == ["registered"]
    client.post(address(row), {"gjor": "nei", "said": ""})
    assert Registration.objects.get().state == "cancelled"
    assert says(gathering) == ["declined"]


def test_a_double_click_on_yes_is_one_registration_and_one_mail(gathering, client):
    row = invited(gathering)
    for _ in range(2):
        assert client.post(address(row), {"gjor": "ja", f"p{row.person_id}": "on"}).status_code == 302
    assert (Registration.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_a_guest_comes_alone_as_themselves_and_at_the_price_of_guests(gathering, client):
    Gathering.objects.filter(pk=gathering.pk).update(price_guest=500)
    row = guest(gathering)
    post = {"gjor": "ja", "n0-name": "Rådgiver Nordmann", "n0-email": "en.annen@example.no"}
    post |= {"n1-name": "Venn", "n1-email": "venn@example.no"}
    assert client.post(address(row), post).status_code == 302
    found = Registration.objects.get()
    assert (found.email, found.is_guest, found.price) == ("raadgiver@example.no", True, 500)
    assert client.post(address(row), {"gjor": "nei"}).status_code == 302
    assert Registration.objects.get().state == "cancelled"


def test_a_guest_sees_no_members_no_colleagues_and_no_list(gathering, client):
    other = make.RegistrationFactory(gathering=gathering, name="Deltaker Nordmann")
    person = make.RoleFactory(organisation__kind="ministry").person
    colleague = make.RoleFactory(organisation=person.roles.get().organisation, person__name="Kollega Nordmann").person
    row = guest(gathering, person=person, organisation=person.roles.get().organisation)
    page = client.get(address(row)).content.decode()
    assert other.name not in page
    assert colleague.name not in page
    client.post(address(row), {"gjor": "ja", f"p{colleague.pk}": "on"})
    assert Registration.objects.count() == 1


def test_a_signed_in_reader_of_a_guests_link_does_not_lend_it_their_company(gathering, client_for):
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True), person__name="Kollega Nordmann")
    page = client_for(role.person.user).get(address(guest(gathering))).content.decode()
    assert 'name="n0-name"' in page
    assert f'name="p{role.person_id}"' not in page


def test_taken_back_while_the_page_is_open(gathering, client, secretary):
    row = guest(gathering)
    link = address(row)
    assert client.get(link).status_code == 200
    actions.withdraw_invitation(row, by=secretary)
    actions.withdraw_invitation(row, by=secretary)
    assert client.post(link, {"gjor": "ja", "n0-name": "Rådgiver"}).status_code == 410
    assert not Registration.objects.exists()
    assert OutgoingMail.objects.get().to == row.email
    for act in (lambda: actions.accept_invitation(row, [Comer(name="A")]), lambda: actions.decline_invitation(row)):
        with pytest.raises(ValidationError):
            act()


def test_an_invitation_registers_for_its_own_gathering_and_person_only(gathering):
    row, other = invited(gathering), make.GatheringFactory(open=True)
    for where, by in ((other, row.person), (gathering, make.PersonFactory()), (gathering, None)):
        with pytest.raises(PermissionDenied):
            actions.register(where, [Comer(name="A", email="a@example.no")], by=by, invitation=row)


def test_whoever_has_registered_is_cancelled_before_the_invitation_is_taken_back(gathering, secretary):
    row = invited(gathering)
    actions.accept_invitation(row, [Comer(person=row.person, organisation=row.organisation)])
    with pytest.raises(ValidationError):
        actions.withdraw_invitation(row, by=secretary)


def test_a_new_link_stops_the_old_one_and_comes_at_most_every_ten_minutes(gathering, client, secretary, clock):
    row = guest(gathering, invited_at=timezone.now() - DAY)
    old = address(row)
    actions.invite_again(row, by=secretary)
    assert client.get(old).status_code == 410
    with pytest.raises(ValidationError):
        actions.invite_again(row, by=secretary)
    clock.shift(601)
    actions.invite_again(row, by=secretary)
    assert OutgoingMail.objects.count() == 2


def test_one_taken_back_may_be_invited_again(gathering, client, secretary):
    row = guest(gathering)
    actions.withdraw_invitation(row, by=secretary)
    actions.invite_again(row, by=secretary)
    token = OutgoingMail.objects.order_by("pk").last().text.split("/svar/")[1].split("/")[0]
    assert client.get(reverse("gatherings:answer", args=[token])).status_code == 200


def test_somebody_erased_meanwhile_is_gone_and_so_is_the_link(gathering, client, secretary):
    row = invited(gathering)
    link = address(row)
    accounts.erase(accounts.individual_of(row.person.user), by=secretary, reason="asked")
    assert client.get(link).status_code == 410
    assert not Invitation.objects.exists()


def test_the_silent_are_reminded_once_and_nobody_else_is(gathering, secretary):
    silent, yes, no, colleague_yes = (invited(gathering) for _ in range(4))
    second = invited(gathering, colleague_yes.organisation)
    actions.accept_invitation(yes, [Comer(person=yes.person, organisation=yes.organisation)])
    actions.decline_invitation(no)
    actions.accept_invitation(second, [Comer(person=second.person, organisation=second.organisation)])
    OutgoingMail.objects.all().delete()
    assert actions.remind(gathering, words="Kaffen er på. Hilsen verten", by=secretary) == 1
    mail = OutgoingMail.objects.get()
    assert mail.to == silent.person.email
    assert "Kaffen er på. Hilsen verten" in mail.text
    with pytest.raises(ValidationError):
        actions.remind(gathering, by=secretary)


def test_whoever_answers_before_the_reminder_is_written_is_let_be(gathering):
    row = invited(gathering, to_tell="reminder", reminded_at=timezone.now())
    actions.decline_invitation(row)
    actions.tell_invited(gathering)
    assert not OutgoingMail.objects.exists()


def test_one_who_cancelled_has_answered(gathering, secretary):
    row = invited(gathering)
    actions.accept_invitation(row, [Comer(person=row.person, organisation=row.organisation)])
    Invitation.objects.update(answer="")
    found = Registration.objects.get()
    actions.cancel_registration(found, by=found)
    assert says(gathering) == ["declined"]
    with pytest.raises(ValidationError):
        actions.remind(gathering, by=secretary)


def test_the_page_sorts_counts_and_narrows(gathering, client_for):
    yes, no, _silent = (invited(gathering) for _ in range(3))
    actions.accept_invitation(yes, [Comer(person=yes.person, organisation=yes.organisation)])
    actions.decline_invitation(no, said="Messe")
    client, page = client_for("secretary"), reverse("gatherings:invitations", args=[gathering.slug])
    assert says(gathering) == ["silent", "registered", "declined"]
    assert "1 av 3 har ikke svart" in client.get(page).content.decode()
    narrowed = client.get(page, {"svar": "declined"}).content.decode()
    assert (no.organisation.name in narrowed, yes.organisation.name in narrowed) == (True, False)
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<title>" not in part


def test_after_the_deadline_and_before_it_opens_the_page_says_so(gathering, client):
    row = invited(gathering)
    Gathering.objects.filter(pk=gathering.pk).update(deadline=timezone.now() - DAY)
    assert client.post(address(row), {"gjor": "ja", f"p{row.person_id}": "on"}).status_code == 422
    assert client.post(address(row), {"gjor": "nei"}).status_code == 302
    Gathering.objects.filter(pk=gathering.pk).update(deadline=None, status="save_the_date")
    assert "åpner senere" in client.get(address(row)).content.decode()


def test_a_year_after_a_gathering_the_invitations_and_the_answers_are_gone_and_who_came_is_not(gathering):
    row = invited(gathering)
    actions.accept_invitation(row, [Comer(person=row.person, organisation=row.organisation)])
    forget = next(rule.remove for rule in house.keepings if rule.remove.__name__ == "forget_invitations")
    assert forget(False) == 0
    Gathering.objects.filter(pk=gathering.pk).update(day="2020-01-01", last_day="2020-01-01")
    assert (forget(True), forget(False), forget(False)) == (1, 1, 0)
    assert Registration.objects.get().person == row.person
