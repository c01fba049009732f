"""Reads of the spaces that span several models."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, F, Q
from django.urls import Resolver404, resolve

from sterke.core.question import Question
from sterke.core.text import fold
from sterke.gatherings.models import Gathering
from sterke.membership.models import Network

from .models import DocumentVersion, Poll, PollVote, Reply, SharedDocument, Space, Thread

PER_PAGE = 25
REPLIES = 25
MOST_LINKS = 8


def spaces_of(user: Any) -> list[Any]:
    """The spaces this reader is in, each with ``said``: how many threads stand there."""
    count = Count("threads", filter=Q(threads__hidden_on=None))
    rows = Space.objects.visible_to(user).select_related("network", "gathering").annotate(said=count)
    return sorted(rows, key=lambda space: (not space.is_for_all, space.network_id is None, fold(str(space))))


def networks_without(user: Any) -> list[Network]:
    """Networks one sits in whose space nobody has opened yet."""
    seats = user.standing.seated_in | user.standing.leads
    return list(Network.objects.open().filter(pk__in=seats or [0], space=None))


def threads_in(space: Space, user: Any, words: str = "") -> Any:
    """The pinned first, then what moved last."""
    rows = Thread.objects.visible_to(user).filter(space=space).select_related("organisation")
    for word in fold(words.replace("\x00", "")[:200]).split()[:8]:
        rows = rows.filter(Q(search_text__contains=word) | Q(replies__text__icontains=word)).distinct()
    count = Count("replies", filter=Q(replies__hidden_on=None), distinct=True)
    return rows.annotate(said=count).order_by(F("pinned_on").desc(nulls_last=True), "-last_at", "-pk")


thread_at = Question(
    lambda user, pk: (
        Thread.objects.visible_to(user)
        .filter(pk=pk)
        .select_related("space__network", "space__gathering", "organisation", "poll")
    )
)


def replies_of(thread: Thread, *, all_of_them: bool) -> Any:
    """In order; for those who moderate also what was taken away."""
    rows = Reply.objects.filter(thread=thread) if all_of_them else Reply.objects.filter(thread=thread).shown()
    return rows.select_related("organisation").prefetch_related("attachments").order_by("at", "pk")


@dataclass(frozen=True)
class Choice:
    pk: int
    text: str
    votes: int
    share: int  # per cent
    is_mine: bool


@dataclass(frozen=True)
class PollSeen:
    """A poll as one reader sees it: without the counts until they have voted or it is over."""

    poll: Poll
    choices: list[Choice]
    votes: int
    shows_counts: bool
    is_open: bool


def poll_of(thread: Thread, user: Any) -> PollSeen | None:
    poll: Poll | None = getattr(thread, "poll", None)
    if poll is None:
        return None
    counts = dict(PollVote.objects.filter(poll=poll).order_by().values_list("option").annotate(Count("pk")))
    own = PollVote.objects.visible_to(user).filter(poll=poll).values_list("option", flat=True).first()
    total = sum(counts.values())
    choices = [
        Choice(
            each.pk, each.text, counts.get(each.pk, 0), round(100 * counts.get(each.pk, 0) / total) if total else 0,
            each.pk == own,
        )
        for each in poll.options.all()
    ]  # fmt: skip
    return PollSeen(poll, choices, total, own is not None or not poll.is_open, poll.is_open)


@dataclass(frozen=True)
class Pointed:
    """What a link in a text leads to, as this reader may see it."""

    url: str
    title: str
    kind: str


def pointed_at(texts: list[str], user: Any) -> list[Pointed]:
    """The cases, gatherings, needs and companies of ours that texts link to; what one may not see stays an address."""
    found: dict[str, Pointed] = {}
    for word in (word.strip("()<>.,;:!?") for text in texts for word in text.split() if settings.SITE_URL in word):
        if len(found) >= MOST_LINKS:
            break
        path = urlsplit(word).path
        if path not in found and (seen := seen_at(path, user)):
            found[path] = seen
    return list(found.values())


def seen_at(path: str, user: Any) -> Pointed | None:
    from sterke.advocacy.models import AdvocacyCase, Meeting, PoliticalPromise
    from sterke.connections.models import Listing
    from sterke.directory.models import Organisation

    known: dict[str, tuple[Any, str]] = {
        "advocacy:case": (AdvocacyCase, "slug"), "advocacy:promise": (PoliticalPromise, "pk"),
        "advocacy:meeting": (Meeting, "pk"), "gatherings:gathering": (Gathering, "slug"),
        "connections:listing": (Listing, "pk"), "website:organisation": (Organisation, "slug"),
        "exchange:thread": (Thread, "pk"),
    }  # fmt: skip
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name not in known:
        return None
    model, field = known[match.view_name]
    row = model.objects.visible_to(user).filter(**{field: match.kwargs[field]}).first()
    return Pointed(path, str(row), str(model._meta.verbose_name)) if row else None


def newest(user: Any) -> Any:
    """What moved last, in all of one's spaces."""
    rows = Thread.objects.visible_to(user).shown().select_related("space__network", "space__gathering", "organisation")
    count = Count("replies", filter=Q(replies__hidden_on=None))
    return rows.annotate(said=count).order_by("-last_at", "-pk")[:12]


def last_page(thread: Thread) -> int:
    """Where the newest reply stands."""
    return max(1, -(-thread.replies.shown().count() // REPLIES))


def documents_in(space: Space) -> list[tuple[Any, list[Any]]]:
    """(folder or none, its documents), each with ``newest``."""
    newest_of = {
        row.document_id: row for row in DocumentVersion.objects.filter(document__space=space).order_by("number")
    }
    found: dict[Any, list[Any]] = {}
    rows = SharedDocument.objects.filter(space=space, taken_away_on=None).select_related("folder")
    for row in rows.order_by(F("folder__sort_key").asc(nulls_first=True), "sort_key", "pk"):
        row.newest = newest_of.get(row.pk)  # type: ignore[attr-defined]
        found.setdefault(row.folder, []).append(row)
    return list(found.items())
