"""The clock: what stands in schedule.py is put in the task queue when its minute, hour, day or week begins.

The moment each part last ran is a Pulse row, claimed with a conditional update: any number of workers may tick, one
runs the part. A house that slept through the hour runs it when it wakes, once.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.tasks import Task, task
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import Pulse

log = logging.getLogger("sterke.clock")

NIGHT = 3  # the daily part begins at three in the night, the weekly one at four on Monday


def began(part: str, now: datetime) -> datetime:
    """When the current minute, hour, day or week of the schedule began."""
    local = timezone.localtime(now)
    if part == "minutely":
        return local.replace(second=0, microsecond=0)
    hour = local.replace(minute=0, second=0, microsecond=0)
    if part == "hourly":
        return hour
    start = hour.replace(hour=NIGHT if part == "daily" else NIGHT + 1)
    if part == "weekly":
        start -= timedelta(days=local.weekday())
    return start if start <= local else start - timedelta(days=1 if part == "daily" else 7)


def tick() -> list[str]:
    """Put what is due in the queue; returns the parts begun. A new house waits for the next minute, hour, day and week.

    What runs each minute is short and runs here: 1,440 tasks a day would be nothing but a queue.
    """
    begun = []
    now = timezone.now()
    for part, functions in import_module("sterke.schedule").SCHEDULE.items():
        pulse, created = Pulse.objects.get_or_create(name=f"schedule {part}", defaults={"at": now})
        if created or pulse.at >= began(part, now):
            continue
        if Pulse.objects.filter(pk=pulse.pk, at=pulse.at).update(at=now) == 1:
            begun.append(part)
            for function in functions:
                function() if part == "minutely" else enqueue(function)
    return begun


def enqueue(function: Callable | Task) -> None:
    """Queue one line of the schedule: a task as it is, a plain function by its name."""
    if isinstance(function, Task):
        function.enqueue()
    else:
        run_by_the_clock.enqueue(f"{function.__module__}.{function.__qualname__}")


@task
def run_by_the_clock(path: str) -> None:
    """Run one function of the schedule. Only what stands in schedule.py can be named."""
    function = import_string(path)
    if function in [line for lines in import_module("sterke.schedule").SCHEDULE.values() for line in lines]:
        function()


def last_ticks() -> dict[str, Any]:
    """When each part of the schedule last began, for the health page and the doctor."""
    return {
        pulse.name.removeprefix("schedule "): pulse.at for pulse in Pulse.objects.filter(name__startswith="schedule ")
    }
