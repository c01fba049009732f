"""Once a week: what moved in the spaces one is in, for those who have not chosen otherwise."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from sterke.directory.models import Person

from .. import audience, mails
from ..models import Space, SpaceChoice, Thread

WEEK = timedelta(days=7)
MOST = 15  # threads in a letter


def send_digests() -> int:
    """One letter a week for each person, and none where nothing moved. May run twice."""
    now = timezone.now()
    week = f"{now:%G-%V}"
    new = Count("replies", filter=Q(replies__hidden_on=None, replies__at__gte=now - WEEK))
    threads = (
        Thread.objects.shown().filter(last_at__gte=now - WEEK).select_related("space__network", "space__gathering")
    )
    by_space: dict[int, list[tuple[Thread, int]]] = defaultdict(list)
    for thread in threads.annotate(new=new).order_by("-new", "-last_at"):
        by_space[thread.space_id].append((thread, thread.new))
    told: dict[int, list[tuple[Thread, int]]] = defaultdict(list)
    for space in Space.objects.filter(pk__in=by_space):
        others = set(
            SpaceChoice.objects.filter(space=space).exclude(how=SpaceChoice.How.DIGEST).values_list("person", flat=True)
        )
        for pk in audience.people_in(space).values_list("pk", flat=True):
            if pk not in others:
                told[pk] += by_space[space.pk]
    muted = set(Thread.objects.filter(followings__muted=True).values_list("pk", "followings__person"))
    count = 0
    for person in Person.objects.filter(pk__in=told).select_related("user").prefetch_related("contact_details"):
        found = [(thread, new) for thread, new in told[person.pk] if (thread.pk, person.pk) not in muted]
        if found and person.email:
            mails.digest(person, found[:MOST], week)
            count += 1
    return count
