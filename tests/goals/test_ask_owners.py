"""Weekly: owners of goals that lack a measurement get one mail, and report from its link in ten seconds."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sterke.core import links
from sterke.core.models import SignedLink
from sterke.goals import actions, mails, tasks
from sterke.goals.models import Goal, Measurement
from sterke.schedule import SCHEDULE
from tests import factories as make

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"https?://\S+(/maling/\S+/)")
FACTS = {"value": "45", "day": "2026-11-23", "evidence": "Telt.", "evidence_url": ""}


@pytest.fixture(autouse=True)
def now(clock):
    return clock


@pytest.fixture
def goal():
    """Last measured 326 days ago; the cadence is 90."""
    row = make.GoalFactory(numbers=True, statement="Femti læreplasser", owner=make.viewer("member").person)
    make.MeasurementFactory(goal=row)
    return row


def link_in(mail):
    return ADDRESS.search(mail.text)[1]


def test_the_clock_asks_weekly():
    assert tasks.ask_owners_to_measure in SCHEDULE["weekly"]


def test_the_owner_gets_one_mail_with_a_link(goal, letters):
    tasks.ask_owners_to_measure.enqueue()
    (mail,) = letters()
    assert mail.to == goal.owner.user.email
    assert mail.subject == "Hvordan går det? Femti læreplasser"
    assert "Sist målt 1. januar 2026" in mail.text
    assert Client().get(link_in(mail)).status_code == 200


def test_the_mail_is_in_the_owners_language(goal, letters):
    owner = goal.owner
    owner.language = "en"
    owner.save()
    actions.ask_owners_to_measure()
    assert letters()[0].subject.startswith("How is it going?")


def test_at_most_once_a_week_however_often_the_clock_runs(goal, letters, now):
    actions.ask_owners_to_measure()
    actions.ask_owners_to_measure()
    now.shift(6 * 86400)
    actions.ask_owners_to_measure()
    assert len(letters()) == 1
    now.shift(86400)
    assert actions.ask_owners_to_measure() == 1
    assert len(letters()) == 2


def test_two_clocks_at_once_send_one_mail(goal, letters):
    row = Goal.objects.get(pk=goal.pk)
    assert [actions.ask_owner_to_measure(row, timezone.localdate()) for _ in range(2)] == [True, False]
    assert len(letters()) == 1


def test_a_new_mail_makes_the_link_of_the_last_one_stop(goal, letters, now):
    actions.ask_owners_to_measure()
    now.shift(7 * 86400)
    actions.ask_owners_to_measure()
    old, new = letters()
    assert (Client().get(link_in(old)).status_code, Client().get(link_in(new)).status_code) == (410, 200)


@pytest.mark.parametrize(
    "change",
    [
        {"owner": None},
        {"ended_on": timezone.localdate()},
        {"measure_every_days": 400},
        dict.fromkeys(("target", "baseline", "baseline_on", "due")),
    ],
)
def test_nobody_is_asked_of_what_is_fresh_over_or_has_no_owner_or_numbers(goal, letters, change):
    Goal.objects.filter(pk=goal.pk).update(**change)
    assert actions.ask_owners_to_measure() == 0
    assert letters() == []


def test_nobody_is_asked_of_what_an_indicator_counts(goal, letters):
    Goal.objects.filter(pk=goal.pk).update(indicator=make.IndicatorFactory())
    assert actions.ask_owners_to_measure() == 0


def test_an_owner_without_an_address_is_not_asked(goal, letters):
    Goal.objects.filter(pk=goal.pk).update(owner=make.PersonFactory())
    assert actions.ask_owners_to_measure() == 0
    assert Goal.objects.get().asked_on is None


def test_measured_at_last_nobody_asks_any_more(goal):
    make.MeasurementFactory(goal=goal, day=timezone.localdate() - timedelta(days=5))
    assert actions.ask_owners_to_measure() == 0


@pytest.fixture
def address(goal, letters):
    actions.ask_owners_to_measure()
    return link_in(letters()[0])


def test_reading_the_link_changes_nothing(address):
    for _ in range(3):
        page = Client().get(address)
    assert (page.status_code, Measurement.objects.count()) == (200, 1)
    assert 'value="2026-11-23"' in page.content.decode()  # today stands there already


def test_the_link_reports_without_an_account(address, goal):
    answer = Client().post(address, FACTS)
    assert "Takk. Det var alt." in answer.content.decode()
    row = goal.measurements.get(day="2026-11-23")
    assert (row.value, row.measured_by) == (45, goal.owner.name)


def test_the_link_works_once_and_says_so_kindly(address, goal):
    Client().post(address, FACTS)
    again = Client().post(address, FACTS | {"value": "99"})
    assert (again.status_code, "Allerede gjort" in again.content.decode()) == (410, True)
    assert goal.measurements.get(day="2026-11-23").value == 45


def test_a_slip_keeps_the_link_and_what_was_typed(address, goal):
    answer = Client().post(address, FACTS | {"value": "", "evidence": "Talt på listene"})
    assert answer.status_code == 422
    assert "Talt på listene" in answer.content.decode()
    answer = Client().post(address, FACTS | {"day": "2026-12-24"})  # refused by the action
    assert answer.status_code == 422
    assert goal.measurements.count() == 1
    assert Client().post(address, FACTS).status_code == 200


def test_an_old_link_has_gone_stale(address, now):
    now.shift((mails.LINK_DAYS + 1) * 86400)
    page = Client().get(address)
    assert (page.status_code, "gått ut på dato" in page.content.decode()) == (410, True)


def test_a_link_that_was_tampered_with_is_not_there(address):
    assert Client().get(address[:-3] + "x/").status_code == 404


def test_a_link_for_something_else_does_not_measure(goal):
    token = links.make("endorse", goal, holder="a@example.no", person=goal.owner_id)
    assert Client().get(reverse("goals:measure_by_link", args=[token])).status_code == 404


@pytest.mark.parametrize("change", [{"owner": None}, {"ended_on": timezone.localdate()}])
def test_the_link_stops_when_the_goal_is_over_or_somebody_elses(address, goal, change):
    Goal.objects.filter(pk=goal.pk).update(**change)
    assert Client().post(address, FACTS).status_code == 410
    assert goal.measurements.count() == 1


def test_the_link_of_somebody_who_was_merged_away_stops(address, goal):
    person = goal.owner
    person.merged_into = make.PersonFactory()
    person.save()
    assert Client().get(address).status_code == 410


def test_nothing_is_marked_used_when_nothing_was_stored(address):
    Client().post(address, FACTS | {"day": "2026-12-24"})
    assert SignedLink.objects.get().used_at is None
