"""A promise: written down as it was said, with whoever held the office; told of; never before its day."""

import datetime
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sterke.advocacy import actions, reports_people
from sterke.advocacy.models import PoliticalPromise
from sterke.core.models import OutgoingMail
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def promised(secretary, **facts):
    case = facts.pop("case", None) or make.CaseFactory(visibility="public")
    facts = {
        "office": facts.pop("office", None) or make.OfficeFactory(), "paraphrase": "Planen kommer", "source": "Avisa",
        "said_on": date(2025, 3, 4),
    } | facts  # fmt: skip
    return actions.write_down(PoliticalPromise(case=case, **facts), by=secretary)


def test_whoever_held_the_office_that_day_is_named(secretary):
    before = make.OfficeHolderFactory(valid_to=date(2025, 1, 31))
    now = make.OfficeHolderFactory(office=before.office, valid_from=date(2025, 2, 1))
    assert promised(secretary, office=before.office, said_on=date(2025, 1, 15)).holder == before.person
    assert promised(secretary, office=before.office, said_on=date(2025, 2, 15)).holder == now.person


def test_with_two_holders_the_same_day_or_none_the_office_stands_alone(secretary):
    first = make.OfficeHolderFactory(valid_to=date(2025, 3, 4))
    make.OfficeHolderFactory(office=first.office, valid_from=date(2025, 3, 4))
    assert promised(secretary, office=first.office).holder is None
    assert promised(secretary, office=make.OfficeFactory()).holder is None


def test_the_next_holder_inherits_an_open_promise(secretary):
    before = make.OfficeHolderFactory(valid_to=date(2025, 6, 30))
    promise = promised(secretary, office=before.office)
    assert reports_people.inherited_by(promise, date(2025, 6, 1)) is None
    heir = make.OfficeHolderFactory(office=before.office, valid_from=date(2025, 7, 1))
    assert reports_people.inherited_by(promise, date(2025, 7, 1)) == heir.person


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"due": date(2025, 3, 3)}, "due"),
        ({"said_on": date(2999, 1, 1)}, "said_on"),
        ({"source": " "}, "source"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_beside_its_field(secretary, facts, field):
    with pytest.raises(ValidationError) as refused:
        promised(secretary, **facts)
    assert field in refused.value.message_dict
    assert not PoliticalPromise.objects.exists()


def test_only_those_who_lead_the_case_write_promises_down(client_for):
    with pytest.raises(PermissionDenied):
        promised(client_for("member").user)


def test_the_outcome_of_the_newest_day_is_its_status_and_all_can_be_read(secretary):
    promise = promised(secretary)
    actions.tell_outcome(promise, status="broken", day=date(2025, 9, 1), evidence="Ikke i budsjettet", by=secretary)
    actions.tell_outcome(promise, status="partly_kept", day=date(2025, 6, 1), evidence="Halvparten", by=secretary)
    promise.refresh_from_db()
    assert (promise.status, promise.status_on) == ("broken", date(2025, 9, 1))
    assert promise.outcomes.count() == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"evidence": " "}, "evidence"),
        ({"day": date(2999, 1, 1)}, "day"),
        ({"day": date(2025, 3, 3)}, "day"),
        ({"evidence_url": "javascript:alert(1)"}, "evidence_url"),
    ],
)
def test_an_outcome_says_how_we_know_on_a_day_that_can_be(secretary, facts, field):
    promise = promised(secretary)
    facts = {"status": "broken", "day": date(2025, 9, 1), "evidence": "Ikke i budsjettet"} | facts
    with pytest.raises(ValidationError) as refused:
        actions.tell_outcome(promise, **facts, by=secretary)
    assert field in refused.value.message_dict
    promise.refresh_from_db()
    assert promise.is_open


def test_the_embargo_passes_at_midnight(secretary, clock):
    promise = promised(secretary, visibility="public", embargo_until=date(2026, 5, 2))
    seen = PoliticalPromise.objects.filter(pk=promise.pk)
    clock.move_to(datetime.datetime.fromisoformat("2026-05-01T23:59:59+02:00"))
    assert not seen.visible_to(AnonymousUser()).exists()
    clock.move_to(datetime.datetime.fromisoformat("2026-05-02T00:00:01+02:00"))
    assert seen.visible_to(AnonymousUser()).exists()


def test_the_owner_is_reminded_once_a_fortnight_before(secretary):
    owner = make.viewer("board").person
    due = TODAY() + timedelta(days=14)
    promise = promised(secretary, case=make.CaseFactory(owner=owner), due=due)
    later = promised(secretary, case=promise.case, due=due + timedelta(days=1))
    assert (actions.remind_owners(), actions.remind_owners()) == (1, 0)
    mail = OutgoingMail.objects.get(key__startswith="promise-due")
    assert (mail.to, mail.about_key) == (owner.email, f"advocacy.politicalpromise:{promise.pk}")
    assert actions.remind_owners(TODAY() + timedelta(days=1)) == 1
    assert OutgoingMail.objects.filter(about_key=f"advocacy.politicalpromise:{later.pk}").count() == 1


def test_a_promise_that_is_due_stands_on_the_desk(client_for, secretary):
    promised(secretary, paraphrase="Brua er ferdig", due=TODAY() + timedelta(days=3))
    assert "Brua er ferdig" in client_for("secretary").get("/skrivebord/").content.decode()


def test_the_ledger_is_narrowed_by_state_office_case_and_year(client):
    kept = make.PromiseFactory(case__visibility="public", visibility="public", paraphrase="Holdt ord", status="kept")
    make.PromiseFactory(
        case__visibility="public", visibility="public", paraphrase="Ikke ennå", said_on=date(2011, 1, 1), source="Avisa"
    )
    for query in (f"status=kept&office={kept.office.pk}", f"case={kept.case.slug}", "year=2025"):
        page = client.get(f"/lofter/?{query}").content.decode()
        assert "Holdt ord" in page
        assert "Ikke ennå" not in page
    assert "Ikke ennå" in client.get("/lofter/?status=x&year=y&office=z&case=%00").content.decode()


def test_the_ledger_can_be_followed_and_taken_along(client):
    make.PromiseFactory(case__visibility="public", visibility="public", paraphrase="=1+1 er to")
    feed = client.get("/lofter/atom/")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert "=1+1 er to" in feed.content.decode()
    assert "'=1+1 er to" in client.get("/lofter.csv").content.decode("utf-8-sig")


def test_the_office_answers_beside_the_promise(client):
    row = make.PromiseFactory(case__visibility="public", visibility="public", reply="Vi venter på kommunene.")
    assert "Vi venter på kommunene." in client.get(f"/lofter/{row.pk}/").content.decode()
    assert "Vi venter på kommunene." in client.get("/lofter/").content.decode()


def test_erased_the_person_is_gone_and_the_office_has_promised(secretary):
    held = make.OfficeHolderFactory(person__name="Navn Som Skal Bort")
    row = promised(secretary, office=held.office, visibility="public")
    from sterke.core.house import Individual, house

    house.erasers["advocacy"](Individual(held.person.name, person_id=held.person.pk))
    row.refresh_from_db()
    assert (row.holder, row.office) == (None, held.office)


def test_the_clock_reminds(secretary):
    """What the schedule runs is what is tested here."""
    from sterke.advocacy.tasks import remind_of_promises
    from sterke.schedule import SCHEDULE

    assert remind_of_promises in SCHEDULE["daily"]


def test_a_sheet_of_the_ledger_names_no_meeting_its_reader_may_not_see(client, client_for, secretary):
    hidden = make.MeetingFactory(title="Lukket frokost")
    make.PromiseFactory(case__visibility="public", visibility="public", meeting=hidden, source="")
    assert "Lukket frokost" not in client.get("/lofter.csv").content.decode("utf-8-sig")
    assert "Lukket frokost" in client_for(secretary).get("/lofter.csv").content.decode("utf-8-sig")


def test_a_promise_begun_from_a_hidden_meeting_tells_nothing_of_it(client_for):
    owner = make.viewer("main_contact")
    case = make.CaseFactory(slug="bru", visibility="public", owner=owner.person)
    hidden = make.MeetingFactory(title="Lukket frokost", day=date(2019, 3, 14))
    hidden.cases.add(case)
    page = client_for(owner).get(f"/lofter/nytt/bru/?mote={hidden.pk}").content.decode()
    assert "2019-03-14" not in page
