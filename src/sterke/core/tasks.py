"""What the machinery forgets by itself; all may run twice. Personal data has its own rules: ``house.keepings``."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .models import Pulse


def forget_finished_tasks() -> None:
    """Results of background work older than two weeks."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - timedelta(days=14)).delete()


def forget_old_pulses() -> None:
    """Last signs of workers that are long gone."""
    dead = Pulse.objects.filter(name__startswith="worker ", at__lt=timezone.now() - timedelta(days=1))
    dead.delete()
