"""Whom a round reaches, who gets a mail, and that nobody gets two."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.core import links
from sterke.core.models import Activity, OutgoingMail
from sterke.gatherings import actions, choosing, reports_inviting
from sterke.gatherings.choosing import Wish
from sterke.gatherings.models import Gathering, GatheringSeries, Invitation
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return make.viewer("secretary")


@pytest.fixture
def gathering():
    return make.GatheringFactory(open=True, deadline=timezone.now() + datetime.timedelta(days=20))


def contact(kind="main_contact", company=None, **more):
    return make.RoleFactory(organisation=company or make.OrganisationFactory(member=True), kind=kind, **more)


def names(rows) -> set[str]:
    return {row.name for row in rows}


def round_of(gathering, by, **wish):
    found = choosing.find(gathering, Wish(**wish), by)
    actions.invite(gathering, found.new, by=by, words="Velkommen")
    return found


def test_main_contacts_are_asked_once_each_in_their_own_language(gathering, secretary):
    role = contact(person__language="en")
    for _ in range(2):
        round_of(gathering, secretary, roles=["main_contact"])
    mail = OutgoingMail.objects.get(to=role.person.email)
    assert mail.language == "en"
    assert "Velkommen" in mail.text
    assert "/svar/" in mail.text
    assert Activity.objects.filter(verb="gathering.invited").count() == 1


def test_network_role_place_and_category_must_all_hold(gathering, secretary):
    place = make.MunicipalityFactory()
    here, there = make.OrganisationFactory(member=True, municipality=place), make.OrganisationFactory(member=True)
    network = make.NetworkFactory(visibility="public")
    seated = make.SeatFactory(network=network, organisation=here, person=contact("employee", here).person).person
    main = contact(company=here).person
    contact(company=there)
    everybody = {each.person for each in choosing.find(gathering, Wish(municipalities=[place.pk]), secretary).new}
    assert everybody == {main}
    in_network = choosing.find(gathering, Wish(networks=[network.pk]), secretary).new
    assert {each.person for each in in_network} == {seated}
    both = choosing.find(gathering, Wish(networks=[network.pk], roles=["main_contact"]), secretary).new
    assert {each.person for each in both} == {main}
    category = here.memberships.get().category
    found = choosing.find(gathering, Wish(categories=[category.pk], municipalities=[place.pk]), secretary).new
    assert {each.person for each in found} == {main}


def test_whoever_came_to_the_series_before_is_found_and_those_who_only_waited_are_not(gathering, secretary):
    series = GatheringSeries.objects.create(name="Industriforum", slug="industriforum")
    last = make.GatheringFactory(open=True, series=series, day=timezone.localdate() - datetime.timedelta(days=300))
    came, waited = contact(), contact()
    make.RegistrationFactory(gathering=last, person=came.person, organisation=came.organisation)
    make.RegistrationFactory(gathering=last, person=waited.person, organisation=waited.organisation, state="waiting")
    for wish in ({"series": [series.pk]}, {"came_to": [last.pk]}):
        assert {each.person for each in choosing.find(gathering, Wish(**wish), secretary).new} == {came.person}


def test_a_person_of_two_companies_gets_one_mail_and_comes_from_the_one_nobody_else_is_asked_from(gathering, secretary):
    alone, busy = make.OrganisationFactory(member=True), make.OrganisationFactory(member=True)
    other = contact(company=busy)
    both = contact("contact", busy).person
    contact("contact", alone, person=both)
    round_of(gathering, secretary, roles=["main_contact", "contact"])
    assert {row.person: row.organisation for row in Invitation.objects.all()} == {other.person: busy, both: alone}
    assert OutgoingMail.objects.count() == 2


def test_a_pasted_list_is_read_as_people_write_it(gathering, secretary):
    known = contact(person__name="Åse Ødegård").person
    text = "\n".join([
        "Kari Nordmann <Kari@Example.no>", "Nordmann, Ola <ola@example.no>", "per@example.no; Per Ås; Departementet",
        known.email, "Åse Ødegård", "ikke en adresse@", "Ukjent Navn", "", "per@example.no",
    ])  # fmt: skip
    found = choosing.find(gathering, Wish(pasted=text), secretary)
    assert names(found.new) == {"Kari Nordmann", "Ola Nordmann", "Per Ås", "Åse Ødegård"}
    assert {each.company_name for each in found.new if each.name == "Per Ås"} == {"Departementet"}
    assert [each.line for each in found.odd] == [6, 7]
    assert names(found.same_address) == {"per"}


def test_five_thousand_lines_are_taken_and_one_more_is_refused(gathering, secretary):
    lines = [f"Nr {n} <nr{n}@example.no>" for n in range(5000)]
    assert len(choosing.find(gathering, Wish(pasted="\n".join(lines)), secretary).new) == 5000
    with pytest.raises(ValidationError) as refused:
        choosing.find(gathering, Wish(pasted="\n".join([*lines, "en@example.no"])), secretary)
    assert "pasted" in refused.value.message_dict


def test_hostile_names_become_plain_words_and_no_formula(gathering, secretary, client_for):
    text = "=HYPERLINK(1)\u202e\x07 <a@example.no>\n<script>alert(1)</script> b@example.no"
    found = round_of(gathering, secretary, pasted=text)
    assert "=HYPERLINK(1)" in names(found.new)
    client = client_for(secretary)
    page = client.get(reverse("gatherings:invitations", args=[gathering.slug])).content.decode()
    assert "<script>alert" not in page
    sheet = client.get(reverse("gatherings:invitations_file", args=[gathering.slug, "csv"])).content.decode()
    assert '"\'=HYPERLINK(1)"' in sheet
    assert "\n" not in OutgoingMail.objects.get(to="a@example.no").subject


def test_a_leader_learns_no_name_they_may_not_see_from_an_address(gathering):
    seat = make.SeatFactory(is_leader=True, network__visibility="public")
    contact("contact", seat.organisation, person=seat.person)
    Gathering.objects.filter(pk=gathering.pk).update(network=seat.network)
    hidden = make.RoleFactory(person__name="Hemmelig Navn", visibility="secretariat").person
    found = choosing.find(gathering, Wish(pasted=hidden.email), seat.person.user)
    assert [each.person for each in found.new] == [hidden]
    assert "Hemmelig" not in found.new[0].name


def test_registered_invited_taken_back_and_unreachable_are_told_apart(gathering, secretary):
    coming, asked, gone, mute, new = (contact().person for _ in range(5))
    make.RegistrationFactory(gathering=gathering, person=coming)
    Invitation.objects.create(gathering=gathering, person=asked)
    Invitation.objects.create(gathering=gathering, person=gone, withdrawn_at=timezone.now())
    mute.contact_details.all().delete()
    user, mute.user = mute.user, None
    mute.save()
    user.delete()
    found = choosing.find(gathering, Wish(roles=["main_contact"]), secretary)
    assert [[each.person for each in rows] for rows in (
        found.registered, found.invited, found.withdrawn, found.unreachable, found.new,
    )] == [[coming], [asked], [gone], [mute], [new]]  # fmt: skip


def test_somebody_erased_between_the_preview_and_the_send_gets_nothing(gathering, secretary):
    person = contact().person
    found = choosing.find(gathering, Wish(roles=["main_contact"]), secretary)
    person.erased_at = timezone.now()
    person.save()
    assert actions.invite(gathering, found.new, by=secretary) == 0
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("status", ["draft", "closed", "cancelled"])
def test_nobody_is_invited_to_what_takes_nobody(status, secretary):
    row = make.GatheringFactory(status=status)
    with pytest.raises(ValidationError):
        actions.invite_guest(row, name="Gjest", email="gjest@example.no", by=secretary)


def test_only_those_who_manage_it_invite_remind_and_take_back(gathering):
    row = Invitation.objects.create(gathering=gathering, email="a@example.no", letters=1)
    member = make.viewer("member")
    for act in (
        lambda: actions.invite(gathering, [], by=member),
        lambda: actions.remind(gathering, by=member),
        lambda: actions.withdraw_invitation(row, by=member),
        lambda: actions.invite_again(row, by=member),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_guest_gets_their_own_words_in_their_own_language(gathering, secretary):
    actions.invite_guest(
        gathering, name="Adviser", email="A@Ministry.example.no", words="You asked.", language="en", by=secretary
    )
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == ("a@ministry.example.no", "en")
    assert "You asked." in mail.text
    with pytest.raises(ValidationError):
        actions.invite_guest(gathering, name="Adviser", email="a@ministry.example.no", by=secretary)


def test_what_is_sent_is_what_was_seen_and_a_double_click_sends_once(gathering, client_for):
    contact()
    client, address = client_for("secretary"), reverse("gatherings:invite", args=[gathering.slug])
    seen = client.post(address, {"roles": "main_contact", "gjor": "se"}).context["found"].digest
    assert not Invitation.objects.exists()
    contact()
    send = {"roles": "main_contact", "gjor": "send", "seen": seen, "once": "k" * 30}
    assert client.post(address, send).status_code == 422  # somebody is new since: look again
    assert not Invitation.objects.exists()
    send["seen"] = client.post(address, send).context["found"].digest
    assert [client.post(address, send).status_code for _ in range(2)] == [302, 302]
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (2, 2)


def test_mails_a_dead_worker_left_are_written_by_the_next_and_none_twice(gathering):
    Invitation.objects.create(gathering=gathering, email="a@example.no", name="A", to_tell="invitation")
    for _ in range(2):
        actions.write_what_is_left()
    assert OutgoingMail.objects.count() == 1
    assert links.read(OutgoingMail.objects.get().text.split("/svar/")[1].split("/")[0], "gathering_invitation")
    assert reports_inviting.progress_of(gathering)["waiting"] == 0


def test_choosing_nobody_is_refused(gathering, client_for):
    answer = client_for("secretary").post(reverse("gatherings:invite", args=[gathering.slug]), {"gjor": "se"})
    assert answer.status_code == 422
