"""``sterke doctor``: is everything set right? One line each; exit code 1 when something needs attention."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from sterke.core import backup, mail_domain
from sterke.core.models import Cluster, FetchedResponse, OutgoingMail, Pulse
from sterke.serve import HERE

Line = tuple[bool, str, str]  # well, what, how it is
ROOM_NEEDED = 500  # MB free
BACKUP_DAYS, FETCH_DAYS = 2, 8
PULSE_MINUTES = 10


class Command(BaseCommand):
    help = "Check settings, disk, database, backup, mail, worker and open data. Exit code 1 if something is wrong."
    requires_system_checks = []  # must work when something else does not

    def handle(self, *args: Any, **options: Any) -> None:
        lines = list(examine())
        for well, what, how in lines:
            self.stdout.write(f"{'ok       ' if well else 'ATTENTION'}  {what}: {how}")
        if sick := sum(not well for well, _what, _how in lines):
            raise CommandError(f"{sick} of {len(lines)} need attention.")


def examine() -> Iterator[Line]:
    """Each check in order; what needs the database comes last and is left out when there is none."""
    yield site()
    yield disk()
    yield mail_settings()
    try:
        waiting = MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield False, "database", f"cannot be reached: {str(error).strip().splitlines()[0]}"
        return
    yield not waiting, "database", f"{len(waiting)} migrations wait; run sterke prepare" if waiting else "up to date"
    if waiting:
        return
    for check in (cluster, cache, backups, queue, letters, pulses, open_data):
        yield check()
    yield from to_many()


def site() -> Line:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if settings.DEMO and host not in HERE:
        return False, "address", f"demo mode is on at {host}: anybody can sign in as anybody. Unset STERKE_DEMO"
    if not settings.SECURE and host not in HERE:
        return False, "address", f"{settings.SITE_URL} is not https"
    return True, "address", settings.SITE_URL + (", demo mode" if settings.DEMO else "")


def disk() -> Line:
    settings.DATA.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.DATA).free // 2**20
    return free >= ROOM_NEEDED, "disk", f"{free} MB free at {settings.DATA}"


def mail_settings() -> Line:
    if settings.DEMO:
        return True, "mail", "demo mode: letters stay in the house"
    if settings.DEFAULT_FROM_EMAIL.endswith("@example.no"):
        return False, "mail", "STERKE_MAIL_FROM is not set; letters would come from example.no"
    options: Any = settings.MAILERS["smtp"]["OPTIONS"]
    host = options["host"]
    return True, "mail", f"from {settings.DEFAULT_FROM_EMAIL} through {host}"


def cluster() -> Line:
    row = Cluster.objects.first()
    if row is None:
        return False, "cluster", "none; run sterke init --profile NAME --secretary ADDRESS"
    return True, "cluster", row.name


def cache() -> Line:
    name = settings.CACHES["default"]["LOCATION"]
    there = name in connection.introspection.table_names()
    return there, "cache table", "there" if there else "missing; run sterke prepare"


def backups() -> Line:
    pulse = Pulse.objects.filter(name=backup.PULSE).first()
    if settings.DEMO:
        return True, "backup", "demo mode: not needed"
    if pulse is None:
        return False, "backup", "never made; run sterke backup every night"
    old = timezone.now() - pulse.at > timedelta(days=BACKUP_DAYS)
    return not old, "backup", f"{pulse.details.get('file', '')}, {ago(pulse.at)}"


def queue() -> Line:
    if backup.is_unfinished():
        return False, "restore", "the last one was stopped half-way; run sterke restore with the same file once more"
    if Cluster.current().mail_held:
        return False, "outgoing mail", "held back; sterke restore --confirm-mail lets it leave"
    if settings.DEMO:
        return True, "outgoing mail", "stays in the inbox page"
    oldest = OutgoingMail.objects.filter(state="queued", due_at__lte=timezone.now()).order_by("due_at").first()
    if oldest is None:
        return True, "outgoing mail", "nothing waits"
    return (
        timezone.now() - oldest.due_at < timedelta(minutes=30),
        "outgoing mail",
        f"the oldest has waited {ago(oldest.due_at)}",
    )


def letters() -> Line:
    stuck = OutgoingMail.objects.filter(state__in=["failed", "uncertain"]).count()
    return not stuck, "failed letters", f"{stuck}; look at them on the desk" if stuck else "none"


def pulses() -> Line:
    pulse = Pulse.objects.filter(name__startswith="worker").order_by("-at").first()
    if pulse is None:
        return False, "worker", "has never run; start sterke serve"
    alive = timezone.now() - pulse.at < timedelta(minutes=PULSE_MINUTES)
    return alive, "worker", f"last sign of life {ago(pulse.at)}"


def open_data() -> Line:
    last = FetchedResponse.objects.order_by("-fetched_at").first()
    if last is None:
        return settings.DEMO, "open data", "nothing fetched yet; run sterke fetch brreg"
    old = timezone.now() - last.fetched_at > timedelta(days=FETCH_DAYS)
    return not old, "open data", f"last {last.source}, {ago(last.fetched_at)}"


def to_many() -> Iterator[Line]:
    """Whether the mail domain lets us send to many, and what to put in DNS."""
    if settings.DEMO or settings.DEFAULT_FROM_EMAIL.endswith("@example.no"):
        return
    for finding in mail_domain.look():
        yield finding.well, finding.what, finding.how
    if settings.BULK["anyway"]:
        yield True, "letters to many", "allowed whatever DNS says, by STERKE_BULK_ANYWAY"


def ago(at: datetime) -> str:
    minutes = int((timezone.now() - at).total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} minutes ago"
    return f"{minutes // 60} hours ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"
