"""A run of the timetable: how far it is, stopped half-way, and when its worker dies."""

import random

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django_tasks_db import DatabaseBackend

from sterke.connections.actions import timetables
from sterke.connections.actions.timetables import make_timetable, stop_run
from sterke.connections.models import MeetingRound, RoundParticipant, TimetableEntry, TimetableRun
from sterke.connections.models.timetables import BROKEN_AFTER
from sterke.connections.reports_timetable import progress_of
from sterke.connections.tasks_rounds import look_after_rounds
from sterke.connections.tasks_rounds import make_timetable as make_in_background
from tests import factories as make
from tests.core.house import kill, until

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return make.viewer("secretary")


def people(round) -> list[RoundParticipant]:
    return list(RoundParticipant.objects.filter(round=round).order_by("pk"))


def made(round, by) -> None:
    run = make_timetable(round, seconds=1, by=by)
    run.refresh_from_db()
    assert run.state == "done"


def pairs() -> set[frozenset[int]]:
    return {entry.pair for entry in TimetableEntry.objects.standing()}


def crowd(people_count: int, slots: int, tables: int) -> MeetingRound:
    """So many wishes that the best is not found at once."""
    round = make.a_round(people=people_count, slots=slots, tables=tables, closed=True)
    everybody = people(round)
    for at, one in enumerate(everybody):
        for step in range(1, 12):
            make.wish(one, everybody[(at + step * (at % 3 + 1)) % people_count], step % 3 + 1)
    return round


def test_a_run_whose_worker_died_is_told_as_broken_and_the_draft_stands(secretary, clock):
    round = make.a_round(people=2, closed=True)
    make.wish(*people(round))
    made(round, secretary)
    before = pairs()
    run = TimetableRun.objects.create(round=round, seconds=5, by="Noen", state="running", heartbeat=timezone.now())
    timetables.perform_run(run)  # the queue gives it to another worker
    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", "worker")
    run = TimetableRun.objects.create(round=round, seconds=5, by="Noen", state="running", heartbeat=timezone.now())
    clock.shift(120)
    assert progress_of(run)["why"]
    assert not progress_of(run)["is_running"]
    look_after_rounds()
    run.refresh_from_db()
    assert run.state == "failed"
    assert pairs() == before


def test_a_run_asked_to_stop_keeps_the_best_so_far():
    round = crowd(40, 6, 9)
    run = TimetableRun.objects.create(round=round, seconds=60, by="Noen", stop_asked=True)
    timetables.perform_run(run)
    run.refresh_from_db()
    assert run.state == "stopped"
    assert TimetableEntry.objects.count() > 20
    assert run.report["seconds"] < 30


def test_one_that_waits_in_line_is_stopped_at_once_and_another_may_begin(secretary):
    round = make.a_round(people=2, closed=True)
    make.wish(*people(round))
    run = TimetableRun.objects.create(round=round, seconds=5, by="Noen")
    with pytest.raises(PermissionDenied):
        stop_run(run, by=make.viewer("member"))
    stop_run(run, by=secretary)
    run.refresh_from_db()
    assert run.state == "failed"
    made(round, secretary)


def test_the_page_tells_how_far_it_is_and_then_where_to_look(client_for):
    round = make.a_round(people=2, closed=True)
    run = TimetableRun.objects.create(
        round=round, seconds=20, by="Noen", state="running", heartbeat=timezone.now(),
        progress={"seconds": 7.5, "value": 90, "bound": 100},
    )  # fmt: skip
    client = client_for("secretary")
    address = reverse("connections:round_run", args=[round.gathering.slug, run.pk])
    page = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<title>" not in page
    assert 'hx-trigger="every 1s"' in page
    assert "90" in page
    TimetableRun.objects.update(state="done")
    page = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in page
    assert reverse("connections:round_timetable", args=[round.gathering.slug]) in page


def test_progress_is_noted_while_it_works_and_is_never_above_the_bound():
    run = TimetableRun.objects.create(round=crowd(60, 8, 12), seconds=3, by="Noen")
    timetables.perform_run(run)
    run.refresh_from_db()
    assert 0 < run.progress["value"] <= run.progress["bound"]
    assert run.heartbeat


def scattered() -> MeetingRound:
    """Ninety people who are away in half of the times: no machine is soon through with it."""
    round, chance = crowd(90, 14, 20), random.Random(1)
    for row in people(round):
        row.cannot.set(chance.sample(round.times, 7))
    return round


@pytest.mark.timeout(300)
def test_a_worker_killed_in_the_middle_leaves_the_earlier_draft_and_the_run_is_told_as_broken(house):
    round, secretary = scattered(), make.viewer("secretary")
    made(round, secretary)
    before = pairs()
    run = TimetableRun.objects.create(round=round, seconds=100, by="Noen")
    DatabaseBackend("default", {}).enqueue(make_in_background, [run.pk], {})
    worker = house.worker()
    until(lambda: TimetableRun.objects.get(pk=run.pk).progress, "the worker works on it")
    kill(worker)
    TimetableRun.objects.filter(pk=run.pk).update(heartbeat=timezone.now() - BROKEN_AFTER * 2)
    run.refresh_from_db()
    assert run.is_broken
    assert pairs() == before
    made(round, secretary)
    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", "worker")
