"""Reads of listings and introductions that span several models."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.utils import timezone

from sterke.core.question import Question, today
from sterke.core.text import fold
from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation, Person, Role
from sterke.region.models import Municipality

from . import barring
from .models import Introduction, IntroductionSide, Listing

MOST_OWN = 50
ROWS = Listing.objects.select_related("organisation__municipality", "network", "contact")


def municipalities() -> Any:
    return Municipality.objects.order_by("name")


def listings_seen(user: Any, *, words: str = "", side: str = "", kind: str = "", municipality: int = 0) -> Any:
    """What stands and this reader may see, the newest first; each word is in it, folded."""
    rows = ROWS.visible_to(user).standing()
    if side:
        rows = rows.filter(side=side)
    if kind:
        rows = rows.filter(kind=kind)
    if municipality:
        rows = rows.filter(organisation__municipality=municipality)
    for number, word in enumerate(fold(words.replace("\x00", "")[:200]).split()[:8]):
        at, name = f"word_{number}", f"name_{number}"
        rows = rows.alias(
            **{at: StrIndex("search_text", Value(word)), name: StrIndex("organisation__search_text", Value(word))}
        ).filter(Q(**{f"{at}__gt": 0}) | Q(**{f"{name}__gt": 0}))
    return rows.order_by("-written_at", "-pk")


listing_at = Question(lambda user, pk: ROWS.visible_to(user).filter(pk=pk))


def own_listings(user: Any) -> list[Listing]:
    """Those of one's companies: what stands first, then what has been."""
    rows = ROWS.visible_to(user).filter(organisation__in=user.standing.works_at or [0])
    return list(rows.order_by("closed_on", "-written_at", "-pk")[:MOST_OWN])


def companies_of(user: Any, now: int | None) -> Any:
    """The companies this reader may write for, and the one it stands with now."""
    rows = Organisation.objects.visible_to(user).filter(merged_into=None)
    if not is_secretary(user):
        rows = rows.filter(Q(pk__in=user.standing.works_at or [0]) | Q(pk=now or 0))
    return rows.order_by("sort_key", "pk")


def contacts_for(user: Any, company: int | None) -> Any:
    """Those who can be the contact: who works today where this reader may write for."""
    companies = [company or 0] if is_secretary(user) and company else user.standing.works_at or [0]
    roles = Role.objects.at_work()
    if not is_secretary(user) or company:
        roles = roles.filter(organisation__in=[*companies, company or 0])
    return Person.objects.filter(pk__in=roles.values("person"), merged_into=None, erased_at=None).order_by(
        "sort_key", "pk"
    )


def contact_shown(user: Any, listing: Listing) -> Person | None:
    """The contact, as members may see them: not one who has left, nor one who hides."""
    if not (user.is_authenticated and (user.is_member or is_secretary(user))):
        return None
    owner = listing.owner()
    return None if owner is None or barring.is_hidden(owner) else owner


@dataclass(frozen=True)
class Met:
    """An introduction as one of the two, or the secretariat, sees it."""

    row: Introduction
    own: IntroductionSide | None
    other: IntroductionSide

    @property
    def state(self) -> str:
        """joined, closed, mine (waits for me), waiting. The other's no looks like waiting, then like closed."""
        if self.row.joined_on:
            return "joined"
        if self.row.closed_on or self.row.answer_by < timezone.localdate():
            return "closed"
        if self.own is not None and self.own.word in ("", IntroductionSide.Word.LATER):
            return "later" if self.own.word else "mine"
        return "waiting"


def seen(rows: Any, user: Any) -> list[Met]:
    person = getattr(user, "person", None)
    found = []
    for row in rows.select_related("listing").prefetch_related("sides__person__user", "sides__organisation"):
        sides = list(row.sides.all())
        own = next((side for side in sides if person and side.person_id == person.pk), None)
        other = next((side for side in sides if side is not own), None)
        if other is not None:
            found.append(Met(row, own, other))
    return found


def own_introductions(user: Any) -> list[Met]:
    person = getattr(user, "person", None)
    if person is None:
        return []
    rows = Introduction.objects.filter(sides__person=person).order_by("-asked_on", "-pk")[:MOST_OWN]
    return seen(Introduction.objects.filter(pk__in=[row.pk for row in rows]).order_by("-asked_on", "-pk"), user)


def results_of(listing: Listing) -> list[IntroductionSide]:
    """What has been told of introductions about a listing, the newest first. For those who lead it."""
    rows = IntroductionSide.objects.filter(introduction__listing=listing, result_at__isnull=False)
    return list(rows.select_related("organisation").order_by("-result_at"))


of_company = Question(
    lambda user, company: (
        Listing.objects.visible_to(user)
        .filter(organisation=company, closed_on=None, valid_until__gte=today())
        .order_by("-written_at", "-pk")[:10]
    )
)
