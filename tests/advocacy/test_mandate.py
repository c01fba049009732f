"""The members are asked by a link; each company has one word, the latest; only the silent are reminded."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from sterke.advocacy import actions, mandate
from sterke.advocacy.models import PolicyPosition
from sterke.core import links
from sterke.core.models import Activity, OutgoingMail, SignedLink
from sterke.directory.models import Role
from sterke.membership.models import Membership
from tests import factories as make
from tests.factories.advocacy import a_board, in_days

pytestmark = pytest.mark.django_db
YES = {"stance": "endorses", "shows_name": "on", "remark": ""}


@pytest.fixture
def draft(db):
    case = make.CaseFactory(visibility="public", slug="veien", title="Veien")
    return make.PositionFactory(case=case, number=1, title="Bygg hele veien")


def company(name="Bolt AS", kind="main_contact", employees=40):
    """A member company with somebody who answers for it."""
    row = make.OrganisationFactory(name=name, member=True, employees=employees, visibility="public")
    return make.RoleFactory(organisation=row, kind=kind)


def asked(draft, secretary, days=14):
    actions.ask_members(draft, answer_by=in_days(days), by=secretary)
    draft.refresh_from_db()
    return draft


def link_to(role):
    """The address in the newest mail to a person."""
    mail = OutgoingMail.objects.filter(to=role.person.email, key__startswith="position-").latest("pk")
    return re.search(r"https?://[^/]+(/\S*standpunkt/\S+/)", mail.text).group(1)


def test_whoever_signs_is_asked_else_the_main_contact_and_nobody_twice(draft, secretary):
    signs, main = company("Signerer AS", kind="signatory"), company("Kontakt AS")
    not_asked = [make.RoleFactory(organisation=signs.organisation, kind="main_contact"), company("Uten AS", "contact")]
    gone = company("Borte AS")
    Membership.objects.filter(organisation=gone.organisation).update(left_on=in_days(-1))
    ended = make.RoleFactory(organisation=main.organisation, kind="signatory", valid_to=in_days(-1))

    asked(draft, secretary)

    to = set(OutgoingMail.objects.filter(key__startswith="position-ask").values_list("to", flat=True))
    assert to == {signs.person.email, main.person.email}
    assert not to & {role.person.email for role in (*not_asked, gone, ended)}
    asked(draft, secretary)
    assert OutgoingMail.objects.filter(key__startswith="position-ask").count() == 2


def test_the_link_is_for_one_person_one_company_until_a_week_after(draft, secretary):
    role = company()
    asked(draft, secretary, days=3)
    link = SignedLink.objects.get()
    assert (link.purpose, link.holder) == ("position_endorsement", role.person.email)
    assert link.details == {"person": role.person.pk, "organisation": role.organisation.pk}
    assert timezone.localtime(link.expires_at).date() == in_days(3 + 1 + 7)


@pytest.mark.parametrize("days", [-1, 366, 2_000_000])
def test_a_last_day_that_cannot_be_is_refused_and_nobody_is_written_to(draft, secretary, days):
    company()
    with pytest.raises(ValidationError) as refused:
        actions.ask_members(draft, answer_by=in_days(days), by=secretary)
    assert "answer_by" in refused.value.message_dict
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert not OutgoingMail.objects.exists()


def test_members_are_not_asked_of_a_case_they_do_not_see(secretary):
    hidden = make.PositionFactory(case=make.CaseFactory(visibility="board"))
    with pytest.raises(ValidationError):
        actions.ask_members(hidden, answer_by=in_days(3), by=secretary)


def test_looking_at_the_link_answers_nothing_and_posting_does(draft, secretary):
    role = company()
    address = link_to((asked(draft, secretary), role)[1])
    page = Client().get(address)
    assert page.status_code == 200
    assert "Bygg hele veien" in page.content.decode()
    assert role.person.name in page.content.decode()
    assert not draft.endorsements.exists()

    assert Client().post(address, YES | {"remark": "Hilsen oss"}).status_code == 302

    word = draft.endorsements.get()
    assert (word.organisation, word.stance, word.shows_name, word.remark, word.signed_by) == (
        role.organisation, "endorses", True, "Hilsen oss", role.person.name,
    )  # fmt: skip
    assert "Hilsen oss" not in Client().get(address).content.decode()


@pytest.mark.parametrize(
    "sent",
    [{"remark": ""}, {"stance": "cheers"}, YES | {"remark": "x" * 1001}, YES | {"remark": "Hun heter 01010012356"}],
)
def test_an_answer_that_is_none_keeps_what_was_typed_and_stores_nothing(draft, secretary, sent):
    role = company()
    asked(draft, secretary)
    answer = Client().post(link_to(role), sent)
    assert answer.status_code == 422
    assert sent.get("remark", "")[:50] in answer.content.decode()
    assert not draft.endorsements.exists()


def test_one_is_warned_once_of_what_should_not_be_kept(draft, secretary):
    role = company()
    asked(draft, secretary)
    touchy = YES | {"remark": "Vår tillitsvalgt er sykemeldt"}
    assert Client().post(link_to(role), touchy).status_code == 422
    assert Client().post(link_to(role), touchy | {"sure": "on"}).status_code == 302


def test_the_later_word_of_a_company_holds_and_history_keeps_both(draft, secretary):
    first = company()
    second = make.RoleFactory(organisation=first.organisation, kind="main_contact")
    asked(draft, secretary)
    Client().post(link_to(first), YES)
    Client().post(link_to(second), {"stance": "objects", "remark": "Nei"})
    word = draft.endorsements.get()
    assert (word.stance, word.shows_name, word.signed_by) == ("objects", False, second.person.name)
    Client().post(link_to(first), {"stance": "abstains"})
    assert draft.endorsements.get().stance == "abstains"
    lines = Activity.objects.filter(verb="position.answered").order_by("pk")
    assert [line.actor for line in lines] == [first.person.name, second.person.name, first.person.name]
    assert {line.visibility for line in lines} == {"secretariat"}


def ended_role(draft, role):
    Role.objects.filter(pk=role.pk).update(valid_to=in_days(-1))


def left_the_cluster(draft, role):
    Membership.objects.filter(organisation=role.organisation).update(left_on=in_days(-1))


def dropped(draft, role):
    PolicyPosition.objects.filter(pk=draft.pk).update(status="dropped")


def replaced(draft, role):
    facts = {"adopted_on": in_days(-1), "review_on": in_days(9), "adopted_by": a_board()}
    PolicyPosition.objects.filter(pk=draft.pk).update(status="replaced", **facts)


def too_late(draft, role):
    PolicyPosition.objects.filter(pk=draft.pk).update(answer_by=in_days(-1))


def taken_back(draft, role):
    links.revoke(draft, "position_endorsement")


@pytest.mark.parametrize("happened", [ended_role, left_the_cluster, dropped, replaced, too_late, taken_back])
def test_a_link_that_holds_no_longer_says_so_and_answers_nothing(draft, secretary, happened):
    role = company()
    address = link_to((asked(draft, secretary), role)[1])
    happened(draft, role)
    for answer in (Client().get(address), Client().post(address, YES)):
        assert answer.status_code == 410
        assert "Bygg hele veien" not in answer.content.decode()
    assert not draft.endorsements.exists()


def test_a_link_that_was_tampered_with_or_made_for_something_else_leads_nowhere(draft, secretary):
    role = company()
    asked(draft, secretary)
    other = links.make("endorse", draft, holder="x@example.no", person=role.person.pk)
    for address in (link_to(role)[:-3] + "x/", f"/standpunkt/{other}/"):
        assert Client().get(address).status_code == 404
        assert Client().post(address, YES).status_code == 404


@pytest.mark.parametrize("happened", [ended_role, left_the_cluster, dropped, replaced, too_late])
def test_what_happens_between_look_and_answer_counts_too(draft, secretary, happened):
    role = company()
    asked(draft, secretary)
    happened(draft, role)
    with pytest.raises(ValidationError):
        actions.endorse(draft, role.organisation, stance="endorses", person=role.person)
    assert not draft.endorsements.exists()


def test_until_the_last_moment_of_the_last_day(draft, secretary, clock):
    role = company()
    address = link_to((asked(draft, secretary, days=1), role)[1])
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    clock.move_to(midnight - timedelta(seconds=2))
    assert Client().post(address, YES).status_code == 302
    clock.move_to(midnight + timedelta(seconds=2))
    assert Client().post(address, YES).status_code == 410


def test_signed_in_one_answers_for_ones_own_company_and_no_other(draft, secretary, client_for):
    other = company("Mutter AS")
    client = client_for("main_contact")
    own = Role.objects.get(person=client.user.person).organisation
    asked(draft, secretary)
    assert f"svar/{own.slug}/" in client.get("/saker/veien/standpunkt/1/").content.decode()
    assert client.post(f"/saker/veien/standpunkt/1/svar/{own.slug}/", YES).status_code == 302
    assert client.post(f"/saker/veien/standpunkt/1/svar/{other.organisation.slug}/", YES).status_code == 404
    assert client_for("member").post(f"/saker/veien/standpunkt/1/svar/{own.slug}/", YES).status_code == 404
    assert draft.endorsements.get().organisation == own


def test_only_the_silent_are_reminded_and_not_twice_in_three_days(draft, secretary, clock):
    heard, silent = company("Svart AS"), company("Stille AS")
    asked(draft, secretary)
    Client().post(link_to(heard), YES)
    assert actions.remind_silent(draft, by=secretary) == 1
    assert [mail.to for mail in OutgoingMail.objects.filter(key__startswith="position-remind")] == [silent.person.email]
    for days, allowed in ((0, False), (2, False), (3, True)):
        clock.move_to(timezone.now() + timedelta(days=days - clock_days(draft)))
        if allowed:
            assert actions.remind_silent(draft, by=secretary) == 1
        else:
            with pytest.raises(ValidationError):
                actions.remind_silent(draft, by=secretary)


def clock_days(draft):
    """How many days ago the reminder was."""
    return (timezone.localdate() - actions.last_reminded(draft)).days


def test_a_reminder_is_refused_to_others_and_when_all_is_over(draft, secretary, client_for):
    company()
    with pytest.raises(ValidationError):
        actions.remind_silent(draft, by=secretary)
    asked(draft, secretary)
    with pytest.raises(PermissionDenied):
        actions.remind_silent(draft, by=client_for("board").user)
    too_late(draft, None)
    with pytest.raises(ValidationError):
        actions.remind_silent(draft, by=secretary)


def test_asked_again_the_last_day_moves_and_only_the_silent_hear_of_it(draft, secretary):
    heard, silent = company("Svart AS"), company("Stille AS")
    address = link_to((asked(draft, secretary, days=2), heard)[1])
    Client().post(address, YES)
    asked(draft, secretary, days=20)
    assert OutgoingMail.objects.filter(to=silent.person.email).count() == 2
    assert OutgoingMail.objects.filter(to=heard.person.email).count() == 1
    assert {timezone.localtime(each.expires_at).date() for each in SignedLink.objects.all()} == {in_days(28)}


def test_the_state_says_who_said_what_with_how_many_employees(draft, secretary, client_for):
    yes, no, _silent = (company(name, employees=n) for name, n in (("Ja AS", 40), ("Nei AS", 7), ("Stille AS", 3)))
    asked(draft, secretary)
    Client().post(link_to(yes), YES)
    Client().post(link_to(no), {"stance": "objects", "remark": "=1+1"})
    client = client_for("secretary")
    page = client.get("/saker/veien/standpunkt/1/svar/").content.decode()
    assert page.index("Nei AS") < page.index("Ja AS") < page.index("Stille AS")
    csv = client.get("/saker/veien/standpunkt/1/svar.csv").content.decode("utf-8-sig")
    assert "'=1+1" in csv
    assert {line.split(";")[0].strip('"') for line in csv.splitlines()[1:]} >= {"Ja AS", "Nei AS", "Stille AS"}
    assert client.get("/saker/veien/standpunkt/1/svar.xlsx").status_code == 200
    assert client.get("/saker/veien/standpunkt/1/svar.exe").status_code == 404
    assert client_for("board").get("/saker/veien/standpunkt/1/svar/").status_code == 404
    found = mandate.mandate_of(draft)
    assert (found.companies, found.employees, found.object) == (1, 40, 1)


def test_the_desk_tells_how_many_have_answered_then_that_it_waits_for_the_board(draft, secretary, client_for):
    role = company()
    company("Stille AS")
    asked(draft, secretary)
    Client().post(link_to(role), YES)
    client = client_for("secretary")
    page = client.get("/skrivebord/").content.decode()
    assert "/saker/veien/standpunkt/1/svar/" in page
    too_late(draft, None)
    assert "/saker/veien/standpunkt/1/vedta/" in client.get("/skrivebord/").content.decode()
    assert "Bygg hele veien" not in client_for("board").get("/skrivebord/").content.decode()
