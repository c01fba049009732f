"""The worker: one process that runs tasks, sends the post and keeps the clock.

The main thread is django-tasks-db's own loop. A second thread sends the post and ticks the clock, so that a long
import never holds back a sign-in code. A third is the pulse: it says that this worker lives, renews the lease of the
letter in hand, and takes back what a dead worker left behind (django-tasks-db itself has no lease).
"""

import logging
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import close_old_connections, connections
from django.db.models import Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from . import clock
from .models import OutgoingMail, Pulse
from .postman import Round, take_back

log = logging.getLogger("sterke.worker")

BEAT = 5.0  # seconds between signs of life
DEAD = timedelta(seconds=60)  # without a sign for so long a worker is dead
LIVES = 3  # a task that has taken so many workers with it is not tried again
UNPREPARED = 78  # exit code: the database is not of this version; trying again does not help

State = OutgoingMail.State


class Sweeper:
    """Takes back what dead workers left. A lease must look dead on two beats in a row, unchanged, before it is taken:

    a clock that jumps makes a living lease look old, but the living renew theirs between the two looks.
    """

    def __init__(self, patience: float = 3 * BEAT) -> None:
        self.patience = patience
        self.suspects: dict[Any, tuple[Any, float]] = {}

    def sweep(self) -> None:
        now = timezone.now()
        found: dict[Any, Any] = {}
        for pk, lease in (
            OutgoingMail.objects.filter(state=State.SENDING)
            .filter(Q(lease_until=None) | Q(lease_until__lt=now))
            .values_list("pk", "lease_until")
        ):
            found["mail", pk] = lease
        tasks = DBTaskResult.objects.running()
        alive = self.pulses(tasks)
        for result in tasks:
            seen = alive.get(pulse_name(result.worker_ids[-1]) if result.worker_ids else "")
            if seen is None or seen < now - DEAD:
                found["task", result.pk] = (result.started_at, seen)
        for key, sign in found.items():
            earlier, since = self.suspects.get(key, (None, 0.0))
            if key not in self.suspects or earlier != sign:
                self.suspects[key] = (sign, time.monotonic())
            elif time.monotonic() - since >= self.patience:
                self.take(key, sign)
        self.suspects = {key: seen for key, seen in self.suspects.items() if key in found}

    def pulses(self, tasks: Any) -> dict[str, Any]:
        names = [pulse_name(ids[-1]) for ids in tasks.values_list("worker_ids", flat=True) if ids]
        return dict(Pulse.objects.filter(name__in=names).values_list("name", "at")) if names else {}

    def take(self, key: Any, sign: Any) -> None:
        kind, pk = key
        if kind == "mail":
            take_back(pk, sign)
        else:
            requeue(pk, sign[0])


def requeue(pk: Any, started_at: Any) -> None:
    """A task whose worker died is run again (tasks may run twice safely); one that kills its workers is given up."""
    result = DBTaskResult.objects.get(pk=pk)
    left = DBTaskResult.objects.filter(pk=pk, status=TaskResultStatus.RUNNING, started_at=started_at)
    if len(result.worker_ids) >= LIVES:
        left.update(
            status=TaskResultStatus.FAILED,
            finished_at=timezone.now(),
            traceback="Its worker died each time it was run.",
        )
        log.error("task %s has taken %s workers with it and is given up", result.task_path, LIVES)
    else:
        left.update(status=TaskResultStatus.READY)
        log.warning("task %s was left by a dead worker and is run again", result.task_path)


def pulse_name(worker_id: str) -> str:
    return f"worker {worker_id}"[:60]


class House:
    """The two threads beside the task loop."""

    def __init__(self, worker_id: str, beat: float = BEAT) -> None:
        self.name = pulse_name(worker_id)
        self.stop = threading.Event()
        self.round = Round()
        self.sweeper = Sweeper(patience=3 * beat)
        self.threads = [
            threading.Thread(target=self.every, args=(beat, self.beat), name="pulse"),
            threading.Thread(target=self.every, args=(1.0, self.post_and_clock), name="post"),
        ]

    def every(self, seconds: float, act: Callable[[], None]) -> None:
        """Do it again and again until told to stop. A database that is away for a while must not end the thread."""
        while not self.stop.is_set():
            close_old_connections()
            try:
                act()
            except Exception:
                log.exception("%s stumbled", threading.current_thread().name)
            self.stop.wait(seconds)
        connections.close_all()

    def beat(self) -> None:
        where = {"host": socket.gethostname(), "pid": os.getpid()}
        Pulse.objects.update_or_create(name=self.name, defaults={"at": timezone.now(), "details": where})
        self.round.renew()
        self.sweeper.sweep()

    def post_and_clock(self) -> None:
        clock.tick()
        while self.round.send_due() and not self.stop.is_set():
            pass

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(30)
        Pulse.objects.filter(name=self.name).delete()


def unapplied() -> list[str]:
    """Names of migrations this code has and the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def run(beat: float = BEAT) -> None:
    """Work until told to stop (SIGTERM, Ctrl-C): the task in hand and the letter in hand are finished first."""
    if unapplied():
        sys.exit(UNPREPARED)
    for name in ("django_tasks_db", "django.tasks"):
        logging.getLogger(name).setLevel(logging.ERROR)
    worker_id = secrets.token_hex(8)
    worker = Worker(
        queue_names=["*"],
        interval=1.0,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    house = House(worker_id, beat)
    house.start()
    try:
        worker.run()
    finally:
        house.end()
