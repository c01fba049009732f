"""The demo cluster afterwards: those who came to the newest large gathering are thanked, and some have answered."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from sterke.core.demo import on
from sterke.core.keys import key_of
from sterke.core.models import SignedLink

from . import actions
from .mails_afterwards import FEEDBACK
from .models import Gathering

World = dict[str, Any]
ANSWERED_WITHIN = 8  # days after the thanks


def thank_and_answer(world: World) -> None:
    for row in world["words"].get("gathering", []):
        been = Gathering.objects.filter(is_demo=True, series__slug=row.get("series", ""), last_day__lt=world["today"])
        newest = been.order_by("-day").first()
        if newest is not None and row.get("feedback"):
            thank(world, newest)
            answer(world, newest, row["feedback"])


def thank(world: World, gathering: Gathering) -> None:
    day = gathering.last_day + timedelta(days=1)
    with on(day, world):
        actions.thank(gathering, by=world["secretary"])
    thanked = timezone.make_aware(datetime.combine(day, time(12)))
    Gathering.objects.filter(pk=gathering.pk).update(thanked_at=thanked)


def answer(world: World, gathering: Gathering, answers: list[list[Any]]) -> None:
    """By the links in the thanks, the first day most; who answered is not kept."""
    rows = [key_of(row) for row in gathering.registrations.order_by("pk")]
    links = SignedLink.objects.filter(purpose=FEEDBACK, subject_key__in=rows).order_by("pk")
    latest = (world["today"] - gathering.last_day).days
    for number, (link, (useful, takes_home, better)) in enumerate(zip(links, answers, strict=False)):
        row = actions.give_feedback(link, gathering, useful=useful, takes_home=takes_home, better=better)
        row.on = gathering.last_day + timedelta(days=min(1 + number * ANSWERED_WITHIN // len(answers), latest))
        row.save(update_fields=["on"])
