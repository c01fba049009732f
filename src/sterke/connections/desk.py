"""What needs and introductions ask for on the desk: who waits for whom, and what nobody has answered."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t

from sterke.core import activity
from sterke.core.house import DeskItem, gives_desk
from sterke.core.paths import path_to

from .models import Introduction, IntroductionSide, Listing, Suggestion

UNANSWERED = timedelta(days=7)
UNTOLD = timedelta(days=42)  # after both said yes; they were asked after four weeks
SOON = timedelta(days=2)  # a good suggestion should be used
GOOD = 40  # points of a suggestion worth asking about
MOST = 40  # of each kind


@gives_desk(kept=True)
def connections_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """Everybody: who wants to talk to them. The secretariat: what waits to be read, is unanswered, waits, is untold."""
    yield from (_to_answer(side) for side in waiting_for(user))
    if not user.is_secretary:
        return
    yield from (_to_check(row) for row in Listing.objects.to_check().order_by("pk")[:MOST])
    late = list(unanswered()[:MOST])
    yield from (_unanswered(row) for row in late)
    yield from (_to_push(row) for row in worth_a_push()[:MOST] if row not in late)
    yield from (_waiting(row) for row in late_introductions()[:MOST])
    yield from (_untold(row) for row in untold()[:MOST])


def unanswered() -> Any:
    """Needs and questions that have stood a week and nobody has answered."""
    since = timezone.now() - UNANSWERED
    asked = Introduction.objects.filter(listing=OuterRef("pk"))
    rows = Listing.objects.standing().filter(written_at__lte=since).exclude(side=Listing.Side.OFFER)
    return rows.filter(~Exists(asked), answers=None).select_related("organisation").order_by("written_at", "pk")


def worth_a_push() -> list[Listing]:
    """Needs and questions with good suggestions, where nobody has been asked and nobody has answered."""
    asked = Introduction.objects.filter(listing=OuterRef("pk"))
    good = Suggestion._base_manager.filter(listing=OuterRef("pk"), score__gte=GOOD)
    rows = (
        Listing.objects.standing().exclude(side=Listing.Side.OFFER).filter(Exists(good), ~Exists(asked), answers=None)
    )
    pushed = activity.last_told(Listing, "listing.pushed", "listing.spread")
    return [row for row in rows.select_related("organisation").order_by("written_at", "pk") if row.pk not in pushed]


def late_introductions() -> Any:
    """Asked a week ago, and somebody has not answered."""
    last = timezone.localdate() - UNANSWERED
    rows = Introduction.objects.waiting().filter(asked_on__lte=last, again_on=None, sides__word="")
    return rows.distinct().prefetch_related("sides").order_by("answer_by", "pk")


def untold() -> Any:
    """Brought together six weeks ago, and neither has told what came of it. For as long as it can be remembered."""
    last = timezone.localdate() - UNTOLD
    rows = Introduction.objects.joined().filter(joined_on__lte=last, joined_on__gte=last - timedelta(days=120))
    return rows.exclude(sides__result_at__isnull=False).prefetch_related("sides").order_by("joined_on", "pk")


def waiting_for(user: Any) -> Any:
    """One's own sides of introductions that are not answered."""
    rows = IntroductionSide.objects.filter(person__user=user.pk, word="", introduction__joined_on=None)
    rows = rows.filter(introduction__closed_on=None, introduction__answer_by__gte=timezone.localdate())
    return (
        rows.select_related("introduction").prefetch_related("introduction__sides__organisation").order_by("pk")[:MOST]
    )


def _to_answer(side: IntroductionSide) -> DeskItem:
    row = side.introduction
    other = next(each for each in row.sides.all() if each.pk != side.pk)
    return DeskItem(
        "introduction_mine", _t("Talk to %(name)s?") % {"name": other.name}, str(other.organisation or ""),
        row.answer_by, _t("Answer"), path_to("connections:answer_introduction", row.pk), about=row.get_absolute_url(),
    )  # fmt: skip


def _to_check(row: Listing) -> DeskItem:
    day: Any = row.company_yes_on
    return DeskItem(
        "listing_check", _t("May everyone see it? “%(title)s”") % {"title": row.title}, str(row.organisation), day,
        _t("Read it"), row.get_absolute_url(), about=row.get_absolute_url(),
    )  # fmt: skip


def _unanswered(row: Listing) -> DeskItem:
    day = timezone.localdate(row.written_at) + UNANSWERED
    return DeskItem(
        "listing_unanswered", _t("Nobody has answered: “%(title)s”") % {"title": row.title}, str(row.organisation), day,
        _t("Find somebody"), row.get_absolute_url(), about=row.get_absolute_url(),
    )  # fmt: skip


def _to_push(row: Listing) -> DeskItem:
    return DeskItem(
        "listing_push", _t("Somebody here may know: “%(title)s”") % {"title": row.title}, str(row.organisation),
        timezone.localdate(row.written_at) + SOON, _t("Ask them"), f"{row.get_absolute_url()}#suggestions",
        about=row.get_absolute_url(),
    )  # fmt: skip


def _waiting(row: Introduction) -> DeskItem:
    asked = _t("asked %(day)s") % {"day": date_format(row.asked_on)}
    return DeskItem(
        "introduction_waits", _t("Waits for an answer: %(who)s") % {"who": row}, asked, row.answer_by, _t("Look"),
        path_to("connections:introduction", row.pk), about=row.get_absolute_url(),
    )  # fmt: skip


def _untold(row: Introduction) -> DeskItem:
    day: Any = row.joined_on
    return DeskItem(
        "introduction_untold", _t("What came of it? %(who)s") % {"who": row},
        _t("brought together %(day)s") % {"day": date_format(day)}, day + UNTOLD, _t("Ring one of them"),
        path_to("connections:introduction", row.pk), about=row.get_absolute_url(),
    )  # fmt: skip
