"""What the machinery forgets by itself; all may run twice. Personal data has its own rules: ``house.keepings``."""

from datetime import timedelta

from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .house import house
from .models import Pulse
from .search import index


def forget_finished_tasks() -> None:
    """Results of background work older than two weeks."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - timedelta(days=14)).delete()


def forget_old_pulses() -> None:
    """Last signs of workers that are long gone."""
    dead = Pulse.objects.filter(name__startswith="worker ", at__lt=timezone.now() - timedelta(days=1))
    dead.delete()


@task
def index_for_search(name: str) -> None:
    """Look through the rows of one kind for what has changed since they were put in the index."""
    if name in house.searches:
        index.sync(house.searches[name])


def index_everything_for_search() -> None:
    index.sync_all()
