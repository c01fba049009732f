"""What the conversations give the house: search, history, the desk, what is kept of people."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.advocacy.privacy import ERASED
from sterke.core.house import (
    DeskItem,
    Individual,
    Trace,
    gives_data,
    gives_desk,
    gives_erasure,
    gives_search,
    gives_traces,
    promises,
    says,
)
from sterke.core.paths import path_to
from sterke.core.strands import Way, gives_way
from sterke.core.visibility import is_secretary
from sterke.gatherings.models import Gathering
from sterke.membership.models import Network

from . import finding, permissions
from .models import (
    Attachment,
    DocumentFolder,
    DocumentVersion,
    Following,
    Poll,
    PollOption,
    PollVote,
    Reply,
    Report,
    SharedDocument,
    Space,
    SpaceChoice,
    Thread,
)

UNANSWERED = timedelta(days=3)
MOST = 40  # of each kind on the desk
OWN = "exchange: what one wrote, voted, follows and reported"
OF_THREAD = "no: found through the thread"

gives_search(
    "samtaler",
    _("Conversations"),
    Thread,
    title=("title",),
    text=("text",),
    more=finding.replies_by_thread,
    rows=lambda: Thread.objects.shown(),
    order=("-last_at", "-pk"),
)
gives_search(
    "dokumenter",
    _("Shared documents"),
    SharedDocument,
    title=("title",),
    text=("text",),
    rows=lambda: SharedDocument.objects.filter(taken_away_on=None),
    order=("sort_key", "pk"),
)
says(
    thread_started=_("%(actor)s started “%(subject)s”"),
    thread_answered=_("%(actor)s marked the answer to “%(subject)s”"),
    thread_pinned=_("%(actor)s pinned “%(subject)s”"),
    thread_unpinned=_("%(actor)s unpinned “%(subject)s”"),
    thread_closed=_("%(actor)s closed “%(subject)s”"),
    thread_opened=_("%(actor)s opened “%(subject)s” again"),
    thread_moved=_("%(actor)s moved “%(subject)s” from %(came_from)s to %(where)s"),
    thread_hidden=_("%(actor)s took “%(subject)s” away, written by %(who)s"),
    thread_struck=_("%(actor)s took a reply by %(who)s out of “%(subject)s”"),
    thread_shown=_("%(actor)s showed again what %(who)s wrote in “%(subject)s”"),
    thread_reported=_("%(actor)s reported something in “%(subject)s”"),
    thread_settled=_("%(actor)s settled a report about “%(subject)s”"),
    document_shared=_("%(actor)s shared “%(subject)s”"),
    document_written=_("%(actor)s put out version %(number)s of “%(subject)s”"),
    document_removed=_("%(actor)s took “%(subject)s” away"),
)
promises(Space, search="no: its threads are", access="no: names nobody", erasure="no: names nobody")
promises(SpaceChoice, search="no: one's own", access=OWN, erasure="exchange: it goes")
promises(Thread, search="samtaler, to its space", access=OWN, erasure="exchange: the words stay, without the name")
promises(Reply, search=OF_THREAD, access=OWN, erasure="exchange: the words stay, without the name")
promises(Attachment, search=OF_THREAD, access="no: with what it hangs on", erasure="no: with what it hangs on")
promises(Following, search="no: one's own", access=OWN, erasure="exchange: it goes")
promises(Report, search="no: of few", access=OWN, erasure="exchange: who reported goes")
promises(Poll, search=OF_THREAD, access="no: names nobody", erasure="no: names nobody")
promises(PollOption, search=OF_THREAD, access="no: names nobody", erasure="no: names nobody")
promises(PollVote, search="no: nobody's business", access=OWN, erasure="exchange: the vote goes")
promises(DocumentFolder, search="no: its documents are", access="no: names nobody", erasure="no: names nobody")
promises(SharedDocument, search="dokumenter, to its space", access="no: names nobody", erasure="no: names nobody")
promises(DocumentVersion, search="no: the document is", access=OWN, erasure="exchange: the name goes, the paper stays")


@gives_desk(kept=True)
def exchange_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """For those who moderate: what was reported, and questions that nobody has answered for three days."""
    leads = user.standing.leads
    if not (user.is_secretary or leads):
        return
    reports = Report.objects.visible_to(user).waiting().select_related("thread__space__network")
    if not user.is_secretary:
        reports = reports.filter(thread__space__network__in=leads)
    for row in reports.order_by("at", "pk")[:MOST]:
        yield DeskItem(
            "thread_reported", _t("Reported: “%(title)s”") % {"title": row.thread.title}, row.why,
            timezone.localdate(row.at), _t("Look"), row.thread.get_absolute_url(),
        )  # fmt: skip
    for thread in unanswered(user)[:MOST]:
        yield DeskItem(
            "thread_unanswered", _t("Nobody has answered: “%(title)s”") % {"title": thread.title}, str(thread.space),
            timezone.localdate(thread.at) + UNANSWERED, _t("Find somebody"), thread.get_absolute_url(),
        )  # fmt: skip


@gives_way(Gathering)
def ways(user: Any, gathering: Gathering) -> Iterator[Way]:
    """On the gathering's page: where those who come talk."""
    if user.is_authenticated and permissions.talks_at(user, gathering):
        yield Way(_t("Conversations"), path_to("exchange:space", f"samling-{gathering.slug}"))


@gives_way(Network)
def ways_of_network(user: Any, network: Network) -> Iterator[Way]:
    """On the network's page: where those who sit in it talk."""
    if is_secretary(user) or (user.is_authenticated and network.pk in user.standing.seated_in | user.standing.leads):
        yield Way(_t("Conversations"), path_to("exchange:space", f"nettverk-{network.slug}"))


def unanswered(user: Any) -> Any:
    replies = Reply.objects.shown().filter(thread=OuterRef("pk"))
    rows = Thread.objects.visible_to(user).shown().filter(is_question=True, closed_on=None, accepted=None)
    if not user.is_secretary:
        rows = rows.filter(space__network__in=user.standing.leads)
    since = timezone.now() - UNANSWERED
    found = rows.filter(~Exists(replies), at__lte=since, at__gte=since - timedelta(days=90))
    return found.select_related("space__network", "space__gathering").order_by("at", "pk")


def mine(individual: Individual, name: str = "author") -> Q:
    return Q(**{name: individual.person_id}) if individual.person_id else Q(pk=None)


@gives_data("exchange")
def data_of(individual: Individual) -> dict[str, Any]:
    own = mine(individual, "person")
    return {
        "threads": list(Thread.objects.filter(mine(individual)).values("title", "text", "at")),
        "replies": list(Reply.objects.filter(mine(individual)).values("thread__title", "text", "at", "by_mail")),
        "votes": list(PollVote.objects.filter(own).values("poll__thread__title", "option__text")),
        "follows": list(Following.objects.filter(own).values("thread__title", "muted")),
        "spaces": list(SpaceChoice.objects.filter(own).values("space__slug", "how")),
        "reported": list(Report.objects.filter(mine(individual, "by")).values("thread__title", "why", "at")),
        "documents": list(
            DocumentVersion.objects.filter(mine(individual, "by")).values("document__title", "number", "at")
        ),
    }


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    said = Thread.objects.filter(mine(individual)).count() + Reply.objects.filter(mine(individual)).count()
    yield Trace(_("what they wrote in conversations"), said, _("the words, without the name"))
    papers = DocumentVersion.objects.filter(mine(individual, "by")).count()
    yield Trace(_("papers they shared"), papers, _("the paper, without the name"))


@gives_erasure("exchange")
def erase(individual: Individual) -> None:
    """What was said stays, so that the others' words still make sense; the name goes. Words that name the person are
    looked for by a person (docs/privacy.md)."""
    own = mine(individual, "person")
    for model in (Thread, Reply):
        model._base_manager.filter(mine(individual)).update(author=None, name=ERASED)
    PollVote.objects.filter(own).delete()
    Following.objects.filter(own).delete()
    SpaceChoice.objects.filter(own).delete()
    Report.objects.filter(mine(individual, "by")).update(by=None)
    DocumentVersion.objects.filter(mine(individual, "by")).update(by=None, by_name=ERASED)
