"""Somebody measures a goal: on the page, again the same day, wrongly, and struck out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.core.models import Activity
from sterke.goals import actions
from sterke.goals.models import Goal, Measurement
from tests import factories as make

pytestmark = pytest.mark.django_db
FACTS = {"value": "45", "day": "2026-10-01", "evidence": "Telt opp på listene.", "evidence_url": ""}


@pytest.fixture
def goal():
    return make.GoalFactory(numbers=True, visibility="public", owner=make.viewer("member").person)


def measure(client, goal, **changed):
    return client.post(reverse("goals:measure_goal", args=[goal.slug]), FACTS | changed)


def test_measure_goal_by_its_owner_with_how_they_know(client_for, goal):
    answer = measure(client_for(goal.owner.user), goal)
    assert answer.url == goal.get_absolute_url()
    row = goal.measurements.get()
    assert (row.value, row.day, row.evidence) == (45, date(2026, 10, 1), "Telt opp på listene.")
    assert row.measured_by == str(goal.owner.user)
    line = Activity.objects.about(goal).get()
    assert (line.verb, line.details) == ("goal.measured", {"day": "2026-10-01", "value": "45"})


def test_a_second_one_the_same_day_corrects_the_first_and_history_keeps_both(client_for, goal):
    client = client_for("secretary")
    measure(client, goal)
    measure(client, goal, value="54", evidence="Talt om igjen.")
    row = goal.measurements.get()
    assert (row.value, row.evidence) == (54, "Talt om igjen.")
    newest, first = Activity.objects.about(goal)
    assert (newest.verb, newest.details["before"], newest.details["value"]) == ("goal.corrected", "45", "54")
    assert first.details["value"] == "45"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "omtrent 40"}, "value"),
        ({"value": "9" * 20}, "value"),
        ({"value": "1,23456"}, "value"),
        ({"day": ""}, "day"),
        ({"day": "2026-13-01"}, "day"),
        ({"day": "0000-01-01"}, "day"),
        ({"evidence": ""}, "evidence"),
        ({"evidence": "   "}, "evidence"),
        ({"evidence": "x" * 1001}, "evidence"),
        ({"evidence_url": "javascript:alert(1)"}, "evidence_url"),
        ({"evidence_url": "http://example.no/"}, "evidence_url"),
        ({"evidence_url": "https://" + "x" * 600 + ".no/"}, "evidence_url"),
        ({"evidence_url": "ikke en adresse"}, "evidence_url"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_stores_nothing(client_for, goal, changed, field):
    answer = measure(client_for("secretary"), goal, **changed)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Measurement.objects.exists()


def test_the_future_is_not_measured(client_for, goal):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = measure(client_for("secretary"), goal, day=tomorrow.isoformat())
    assert "ikke kommet ennå" in answer.context["form"].errors["day"][0]
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("who", ["outsider", "member", "network_leader", "board"])
def test_nobody_else_measures(who, goal):
    with pytest.raises(PermissionDenied):
        actions.measure_goal(goal, value=Decimal(1), day=date(2026, 1, 1), evidence="x", by=make.viewer(who))
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("change", [{"ended_on": date(2026, 1, 2)}, {"target": None}])
def test_what_is_over_or_has_no_numbers_is_not_measured(client_for, goal, change):
    if "target" in change:
        change = dict.fromkeys(("target", "baseline", "baseline_on", "due"))
    Goal.objects.filter(pk=goal.pk).update(**change)
    assert measure(client_for("secretary"), goal).status_code == 404


def test_what_an_indicator_counts_is_not_measured_by_hand(client_for, goal):
    Goal.objects.filter(pk=goal.pk).update(indicator=make.IndicatorFactory())
    assert measure(client_for("secretary"), goal).status_code == 404


def test_the_action_asks_for_evidence_too(goal):
    with pytest.raises(ValidationError):
        actions.measure_goal(goal, value=Decimal(1), day=date(2026, 1, 1), evidence=" ", by=make.viewer("secretary"))


def test_drop_measurement_takes_it_away_and_history_remembers(client_for, goal):
    row = make.MeasurementFactory(goal=goal, value=Decimal("12.5"))
    client_for("secretary").post(reverse("goals:drop_measurement", args=[goal.slug, row.pk]))
    assert not Measurement.objects.exists()
    line = Activity.objects.about(goal).get(verb="goal.unmeasured")
    assert line.details == {"day": "2026-01-01", "value": "12.5"}


def test_a_measurement_of_another_goal_is_not_found(client_for, goal):
    row = make.MeasurementFactory()
    client = client_for("secretary")
    assert client.post(reverse("goals:drop_measurement", args=[goal.slug, row.pk])).status_code == 404
    assert Measurement.objects.exists()


def test_drop_measurement_refuses_the_owner(client_for, goal):
    row = make.MeasurementFactory(goal=goal)
    with pytest.raises(PermissionDenied):
        actions.drop_measurement(row, by=goal.owner.user)
