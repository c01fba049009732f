"""What the house forgets by itself. All of it may run twice. Personal data has its own rules: ``house.keepings``."""

from datetime import timedelta

from django.core.management import call_command
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .models import FetchedResponse, OnceKey, Pulse


def forget_finished_tasks() -> None:
    """Results of background work older than two weeks."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - timedelta(days=14)).delete()


def forget_once_keys() -> None:
    """Keys of forms sent more than two days ago: nobody double-clicks that slowly."""
    OnceKey.objects.filter(created_at__lt=timezone.now() - timedelta(days=2)).delete()


def forget_fetched_responses() -> None:
    """Answers of outside services older than 90 days, when the same address has answered since."""
    newer = FetchedResponse.objects.filter(
        source=OuterRef("source"), url=OuterRef("url"), fetched_at__gt=OuterRef("fetched_at")
    )
    old = FetchedResponse.objects.filter(fetched_at__lt=timezone.now() - timedelta(days=90))
    old.filter(Exists(newer)).delete()


def forget_old_pulses() -> None:
    """Last signs of workers that are long gone."""
    dead = Pulse.objects.filter(name__startswith="worker ", at__lt=timezone.now() - timedelta(days=1))
    dead.delete()


def forget_sessions() -> None:
    """Sessions that have run out."""
    call_command("clearsessions")
