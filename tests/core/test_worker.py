"""What a worker takes back from a dead one, and what the clock begins."""

import datetime
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sterke import schedule
from sterke.core import clock, worker
from sterke.core.models import OutgoingMail, Pulse
from sterke.core.outbox import Letter, post

pytestmark = pytest.mark.django_db


def running_task(*workers):
    return DBTaskResult.objects.create(
        status="RUNNING",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="sterke.core.clock.run_by_the_clock",
        worker_ids=list(workers),
        backend_name="default",
        run_after=timezone.now(),
        started_at=timezone.now() - timedelta(minutes=10),
    )


def sweep_twice():
    sweeper = worker.Sweeper(patience=0)
    sweeper.sweep()
    sweeper.sweep()


def test_a_task_of_a_dead_worker_is_run_again():
    task = running_task("gone")
    sweep_twice()
    task.refresh_from_db()
    assert task.status == "READY"


def test_a_long_task_of_a_living_worker_is_left_alone():
    Pulse.objects.create(name=worker.pulse_name("alive"))
    task = running_task("gone", "alive")
    sweep_twice()
    task.refresh_from_db()
    assert task.status == "RUNNING"


def test_a_task_that_kills_its_workers_is_given_up():
    task = running_task("a", "b", "c")
    sweep_twice()
    task.refresh_from_db()
    assert task.status == "FAILED"


def test_a_clock_that_jumps_takes_no_living_lease():
    mail = post(Letter("x", ["x"]), to="a@example.no", key="k", purpose="test")
    past = timezone.now() - timedelta(minutes=1)
    OutgoingMail.objects.update(state="sending", lease_until=past)
    sweeper = worker.Sweeper(patience=0)
    sweeper.sweep()
    OutgoingMail.objects.update(lease_until=past + timedelta(seconds=5))  # the living renews
    sweeper.sweep()
    mail.refresh_from_db()
    assert mail.state == "sending"


def test_a_dead_lease_is_taken_back_on_the_second_look():
    mail = post(Letter("x", ["x"]), to="a@example.no", key="k", purpose="test")
    OutgoingMail.objects.update(state="sending", lease_until=timezone.now() - timedelta(minutes=1))
    sweep_twice()
    mail.refresh_from_db()
    assert mail.state == "queued"


@pytest.mark.parametrize(
    ("part", "now", "began"),
    [
        ("minutely", "2026-11-23T10:40:31", "2026-11-23T10:40:00"),
        ("hourly", "2026-11-23T10:40", "2026-11-23T10:00"),
        ("daily", "2026-11-23T10:40", "2026-11-23T03:00"),
        ("daily", "2026-11-23T02:40", "2026-11-22T03:00"),
        ("weekly", "2026-11-25T10:40", "2026-11-23T04:00"),
        ("weekly", "2026-11-23T03:40", "2026-11-16T04:00"),
    ],
)
def test_when_a_part_of_the_schedule_began(part, now, began):
    zone = timezone.get_current_timezone()
    moment = datetime.datetime.fromisoformat(now).replace(tzinfo=zone)
    assert clock.began(part, moment).replace(tzinfo=None) == datetime.datetime.fromisoformat(began)


def test_a_new_house_waits_for_the_next_hour_and_then_begins_once(clock):
    from sterke.core import clock as runner

    assert runner.tick() == []
    clock.shift(3600)
    assert runner.tick() == ["minutely", "hourly"]
    assert runner.tick() == []


def test_a_house_that_slept_through_the_night_begins_once_when_it_wakes(clock):
    from sterke.core import clock as runner

    runner.tick()
    clock.shift(30 * 3600)
    assert runner.tick() == ["minutely", "hourly", "daily"]


def test_only_what_stands_in_the_schedule_can_be_run():
    with mock.patch.object(schedule, "SCHEDULE", {"hourly": []}):
        clock.run_by_the_clock.call("sterke.core.tasks.forget_finished_tasks")


def test_everything_in_the_schedule_runs():
    for functions in schedule.SCHEDULE.values():
        for function in functions:
            assert callable(function) or hasattr(function, "enqueue")
