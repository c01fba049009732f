"""Everything that runs by the clock, one line each: a function without arguments, or a task. It may run twice safely.

The worker puts the lines in the task queue when the hour, the day (03:00) or the week (Monday 04:00) begins.
"""

from collections.abc import Callable

from django.tasks import Task

from sterke.accounts import tasks as accounts
from sterke.core import tasks as core
from sterke.directory import tasks as directory

SCHEDULE: dict[str, list[Callable | Task]] = {
    "hourly": [],
    "daily": [
        core.forget_finished_tasks,
        core.forget_old_pulses,
        accounts.keep_time_limits_tonight,
        directory.refresh_from_register,
    ],
    "weekly": [],
}
