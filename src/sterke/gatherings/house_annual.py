"""What the annual meeting gives the house."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sterke.core.house import (
    DeskItem,
    Individual,
    Trace,
    gives_data,
    gives_desk,
    gives_erasure,
    gives_keeping,
    gives_traces,
    promises,
    says,
)
from sterke.core.paths import path_to

from . import reports_annual
from .models import (
    AgendaItem,
    AgendaPaper,
    Candidate,
    Election,
    Minutes,
    Notice,
    Presence,
    Proxy,
    Resolution,
    Statutes,
)

ERASED = "–"
KEEP_DAYS = 365  # after the meeting
NOBODY = {"access": "no: no person", "erasure": "no: no person"}
STAYS = {"access": "no: no row of one person's", "erasure": "stays: the minutes of an association; found by name"}

promises(Statutes, search="no: settings", **NOBODY)
promises(AgendaItem, search="no: on the meeting's page", **NOBODY)
promises(AgendaPaper, search="no: on the meeting's page", **NOBODY)
promises(Notice, search="no: on the meeting's page", access="no: who sent it is in history", erasure="the name goes")
promises(Proxy, search="no: private", access="annual meetings: proxies one gave", erasure="the name goes")
promises(Presence, search="no: private", **NOBODY)
promises(Election, search="no: on the meeting's page", **NOBODY)
promises(Candidate, search="no: on the meeting's page", access="annual meetings: where one stood",
         erasure="taken away; of those elected the name goes")  # fmt: skip
promises(Resolution, search="no: on the meeting's page", **STAYS)
promises(Minutes, search="no: on the meeting's page", **STAYS)
says(
    annual_item=_("%(actor)s changed the agenda of %(subject)s: %(item)s"),
    annual_item_dropped=_("%(actor)s took off the agenda of %(subject)s: %(item)s"),
    annual_paper=_("%(actor)s added a paper to %(subject)s: %(paper)s"),
    annual_paper_dropped=_("%(actor)s took away a paper from %(subject)s: %(paper)s"),
    annual_notice=_("%(actor)s sent the notice of %(subject)s to %(count)s companies"),
    annual_notice_late=_("%(actor)s sent the notice of %(subject)s to %(count)s companies, late, because: %(why)s"),
    annual_proxy=_("%(actor)s let %(holder)s vote for %(giver)s at %(subject)s"),
    annual_proxy_withdrawn=_("%(actor)s took back the proxy from %(giver)s to %(holder)s at %(subject)s"),
    annual_election=_("%(actor)s put up for election at %(subject)s: %(election)s"),
    annual_election_dropped=_("%(actor)s took away an election at %(subject)s: %(election)s"),
    annual_candidate=_("%(actor)s let %(name)s stand at %(subject)s: %(election)s"),
    annual_candidate_dropped=_("%(actor)s took %(name)s off the list at %(subject)s: %(election)s"),
    annual_chosen=_("%(actor)s wrote the result of an election at %(subject)s: %(election)s, %(name)s"),
    annual_carried_out=_("%(actor)s carried out the elections of %(subject)s: %(count)s appointments"),
    annual_decided=_("%(actor)s wrote what %(subject)s decided: %(item)s, %(outcome)s"),
    annual_minutes=_("%(actor)s wrote in the minutes of %(subject)s"),
    annual_minutes_published=_("%(actor)s published the minutes of %(subject)s"),
    annual_minutes_reopened=_("%(actor)s took back the minutes of %(subject)s to mend them: %(why)s"),
)


@gives_desk(kept=True)
def annual_meetings(user: Any) -> Iterator[DeskItem]:
    """The notice before its last day; results to carry out and minutes to publish after the meeting."""
    if not user.is_secretary:
        return
    today = timezone.localdate()
    for row, due in reports_annual.to_call(today):
        left = (due - today).days
        detail = ngettext("%(count)s day left by the statutes", "%(count)s days left by the statutes", left)
        late = _t("The last day by the statutes was %(day)s: say why it is late") % {"day": date_format(due)}
        yield DeskItem(
            "annual_notice",
            _t("Send the notice of “%(meeting)s”") % {"meeting": row},
            detail % {"count": left} if left >= 0 else late,
            due,
            _t("Notice"),
            path_to("gatherings:annual_notice", row.slug),
            about=path_to("gatherings:annual", row.slug),
        )
    for row in reports_annual.to_carry_out():
        yield DeskItem(
            "annual_elections",
            _t("Carry out the elections of “%(meeting)s”") % {"meeting": row},
            _t("Those elected get no rights before that"),
            row.last_day + timedelta(days=1),
            _t("Elections"),
            path_to("gatherings:annual_elections", row.slug),
        )
    for row in reports_annual.without_minutes(today):
        yield DeskItem(
            "annual_minutes",
            _t("Publish the minutes of “%(meeting)s”") % {"meeting": row},
            _t("Held %(day)s") % {"day": date_format(row.day)},
            row.last_day + timedelta(days=reports_annual.PATIENCE),
            _t("Write"),
            path_to("gatherings:annual_write_minutes", row.slug),
        )


def keys_of(individual: Individual) -> list[str]:
    return [f"directory.person:{individual.person_id}", f"accounts.user:{individual.user_id}"]


@gives_data("annual meetings")
def data_of(individual: Individual) -> dict[str, Any]:
    """Where one stood for election, and the proxies one gave for one's company."""
    stood = Candidate.objects.filter(person=individual.person_id or 0).select_related("election__item__gathering")
    gave = Proxy.objects.filter(given_by_key__in=keys_of(individual)).select_related("giver", "holder", "gathering")
    return {
        "stood": [
            {"meeting": str(row.election.item.gathering), "election": str(row.election), "elected": row.is_elected}
            for row in stood.order_by("pk")
        ],
        "proxies_given": [
            {"meeting": str(row.gathering), "for": str(row.giver), "to": str(row.holder), "given_at": row.given_at}
            for row in gave.order_by("pk")
        ],
    }


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    stood = Candidate.objects.filter(person=individual.person_id or 0)
    elected = _("that a post was filled, without a name; published minutes stay as they were written")
    yield Trace(_("candidacies at annual meetings"), stood.count(), elected)


@gives_erasure("annual meetings")
def erase(individual: Individual) -> None:
    """Whoever was not elected never stood; of those elected the election stays without a name."""
    stood = Candidate.objects.filter(person=individual.person_id or 0)
    stood.filter(is_elected=False).delete()
    stood.update(name=ERASED, person=None)
    keys = keys_of(individual)
    Proxy.objects.filter(given_by_key__in=keys).update(given_by=ERASED, given_by_key="")
    for name in {individual.name, *individual.names} - {""}:
        Notice.objects.filter(sent_by=name).update(sent_by=ERASED)


@gives_keeping("gatherings", _("who stood without being elected, and who gave proxies, of meetings past"), KEEP_DAYS)
def forget_candidates(dry_run: bool) -> int:
    """Companies' proxies and who was elected stay; names that no longer serve anything go."""
    last = timezone.localdate() - timedelta(days=KEEP_DAYS)
    stood = Candidate.objects.filter(election__item__gathering__last_day__lt=last, is_elected=False)
    gave = Proxy.objects.filter(gathering__last_day__lt=last).exclude(given_by=ERASED)
    count = stood.count() + gave.count()
    if not dry_run:
        stood.delete()
        gave.update(given_by=ERASED, given_by_key="")
    return count
