"""The annual meeting as pages tell it: what is left to do, the agenda, who was elected, what a company's vote does."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core.paths import path_to
from sterke.membership.models import Appointment

from . import permissions, reports_annual
from .models import Election, Gathering, Minutes, Proxy, Resolution, Statutes
from .reports_annual import Called
from .told import capital
from .voting import Tally
from .wording import when, where

How = Appointment.Election


def meeting(user: Any, row: Gathering) -> dict[str, Any]:
    """All that this user may see of an annual meeting, for its page."""
    manages = permissions.can_run_annual_meeting(user, row)
    minutes = Minutes.objects.filter(gathering=row).first()
    result = result_of(user, row)
    items = reports_annual.agenda_of(user, row)
    called = reports_annual.called(row)
    elections = reports_annual.elections_of(row) if items or result else []
    return {
        "facts": facts(row),
        "manages": manages,
        "agenda": agenda(items, elections, called),
        "called": called if items else None,
        "minutes": minutes,
        "reads_minutes": Minutes.objects.visible_to(user).exclude(published_at=None).filter(gathering=row).exists(),
        "result": result,
        "bodies": bodies(row, elections) if result else [],
        "steps": steps(row, called, minutes, elections) if manages else [],
        "own": own_votes(user, row),
        "is_closed": minutes is not None and minutes.is_published,
    }


def facts(row: Gathering) -> list[tuple[str, str]]:
    """When and where."""
    found = [(_("When"), capital(when(row))), (_("Where"), where(row))]
    return [(label, value) for label, value in found if value]


def agenda(items: list[Any], elections: Iterable[Election], called: Called) -> list[dict[str, Any]]:
    """The matters with their papers and elections; what has been changed since the notice is marked."""
    papers, first = reports_annual.papers_of(items), called.holds
    by_item: dict[int, list[Election]] = {}
    for row in elections:
        by_item.setdefault(row.item_id, []).append(row)
    return [
        {
            "item": item,
            "title": item.words("title"),
            "title_language": item.language_of("title"),
            "proposal": item.words("proposal"),
            "proposal_language": item.language_of("proposal"),
            "papers": papers.get(item.pk, []),
            "elections": by_item.get(item.pk, []),
            "changed": first is not None
            and any(
                moment > first.sent_at for moment in (item.changed_at, *(p.added_at for p in papers.get(item.pk, [])))
            ),
        }
        for item in items
    ]


# Elections


def years(count: int) -> str:
    """ "two years": small numbers as words."""
    words = {1: _("one year"), 2: _("two years"), 3: _("three years"), 4: _("four years")}
    return words.get(count) or ngettext("%(count)s year", "%(count)s years", count) % {"count": count}


def how_in_words(row: Election) -> str:
    told = {"years": years(row.term_years)}
    match row.how:
        case How.REELECTED:
            return _("re-elected for %(years)s") % told
        case How.BY_ELECTION:
            return _("elected in a by-election for %(years)s") % told
    return _("elected for %(years)s") % told


def chosen(row: Election) -> Any:
    return next((each for each in row.candidates.all() if each.is_elected), None)


def election(row: Election) -> dict[str, Any]:
    """One post that is up, for those who run the meeting."""
    return {
        "election": row,
        "winner": chosen(row),
        "years": years(row.term_years),
        "how": how_in_words(row) if row.how else "",
    }


def bodies(gathering: Gathering, elections: list[Election]) -> list[dict[str, Any]]:
    """Body by body: who was elected and how, and who sits on because their seat was not up."""
    decided = [row for row in elections if row.decided_at is not None]
    sitting_on = reports_annual.not_up(gathering, elections)
    found: dict[int, dict[str, Any]] = {}
    for row in decided:
        winner = chosen(row)
        line = {
            "post": row.get_post_display(),
            "name": winner.name if winner else _("nobody"),
            "company": winner.organisation if winner else None,
            "how": how_in_words(row) if winner else _("not elected"),
            "is_new": row.how != How.REELECTED,
        }
        found.setdefault(row.body_id, {"body": row.body, "rows": [], "sitting": []})["rows"].append(line)
    for seat in sitting_on:
        if seat.body_id in found:
            until = date_format(seat.term_ends, "Y") if seat.term_ends else ""
            how = _("not up for election, sits until %(year)s") % {"year": until} if until else _("not up for election")
            line = {"post": seat.get_post_display(), "name": str(seat.person), "company": seat.organisation, "how": how}
            found[seat.body_id]["sitting"].append(line)
    return list(found.values())


# What was decided


def result_of(user: Any, gathering: Gathering) -> list[dict[str, Any]]:
    """The decisions, for those the result is for; empty until it is published."""
    minutes = Minutes.objects.with_result_for(user).exclude(published_at=None).filter(gathering=gathering)
    return decisions(gathering) if minutes.exists() else []


def decisions(gathering: Gathering) -> list[dict[str, Any]]:
    rows = Resolution.objects.filter(item__gathering=gathering).select_related("item")
    by_item = {row.item_id: row for row in rows}
    found = []
    for item in gathering.agenda.order_by("number"):
        row = by_item.get(item.pk)
        found.append({"item": item, "title": item.words("title"), "title_language": item.language_of("title"),
                      "resolution": row, "votes": votes_in_words(row) if row else ""})  # fmt: skip
    return found


def votes_in_words(row: Resolution) -> str:
    """ "31 for, 2 against, 1 abstained; 3 did not vote"."""
    if row.votes_for is None or row.votes_against is None or row.votes_abstained is None:
        return ""
    told = {"favour": row.votes_for, "against": row.votes_against, "abstained": row.votes_abstained}
    words = _("%(favour)s for, %(against)s against, %(abstained)s abstained") % told
    silent = (row.votes_present or 0) - row.votes_for - row.votes_against - row.votes_abstained
    if silent > 0:
        words += "; " + ngettext("%(count)s did not vote", "%(count)s did not vote", silent) % {"count": silent}
    return words


def tally_of(minutes: Minutes) -> Tally:
    """The votes as they were when the minutes were published."""
    return Tally(minutes.entitled, minutes.present, minutes.proxies, minutes.proxies)


# Running it


def steps(row: Gathering, called: Called, minutes: Minutes | None, elections: list[Election]) -> list[dict[str, Any]]:
    """What there is to do, in order, with how far it has come."""
    _rows, tally = reports_annual.count(row)
    items = row.agenda.count()
    decided = sum(each.decided_at is not None for each in elections)
    carried = all(each.carried_out_at for each in elections)
    published = minutes is not None and minutes.is_published
    votes = ngettext("%(count)s vote in the room", "%(count)s votes in the room", tally.votes) % {"count": tally.votes}
    entitled = ngettext("%(count)s company has a vote", "%(count)s companies have a vote", tally.entitled)
    given = ngettext("%(count)s proxy", "%(count)s proxies", tally.given) % {"count": tally.given}
    on_agenda = ngettext("%(count)s item", "%(count)s items", items) % {"count": items}
    how_far = _("%(decided)s of %(all)s decided") % {"decided": decided, "all": len(elections)}
    at = [row.slug]
    return [
        step(_("Agenda"), on_agenda, path_to("gatherings:annual_new_item", *at), _("Add"), done=items > 0),
        step(_("Notice"), notice_in_words(called), path_to("gatherings:annual_notice", *at), _("Notice"),
             done=called.holds is not None, late=called.holds is None and called.is_late),
        step(_("Voting right"), entitled % {"count": tally.entitled}, path_to("gatherings:annual_voters", *at),
             _("See the list"), done=None),
        step(_("Proxies"), given, path_to("gatherings:annual_proxies", *at), _("Proxies"), done=None),
        step(_("In the room"), votes, path_to("gatherings:annual_attendance", *at), _("Mark"), done=None),
        step(_("Elections"), how_far if elections else _("none"), path_to("gatherings:annual_elections", *at),
             _("Elections"), done=bool(elections) and carried),
        step(_("Minutes"), _("published") if published else _("not published"),
             path_to("gatherings:annual_write_minutes", *at), _("Write"), done=published),
    ]  # fmt: skip


def step(name: str, text: str, url: str, button: str, *, done: bool | None, late: bool = False) -> dict[str, Any]:
    return {"name": name, "text": text, "url": url, "button": button, "done": done, "late": late}


def notice_in_words(called: Called) -> str:
    if called.holds is not None:
        return _("sent %(day)s") % {"day": date_format(called.holds.sent_at, "DATE_FORMAT")}
    if called.sent:
        return _("sent for another day; by %(day)s for this one") % {"day": date_format(called.due)}
    if called.is_late:
        return _("was to be sent by %(day)s") % {"day": date_format(called.due)}
    return _("to be sent by %(day)s") % {"day": date_format(called.due)}


# A company's vote


def own_votes(user: Any, gathering: Gathering) -> list[dict[str, Any]]:
    """The companies this user speaks for, where they have a vote, and what they have done with it."""
    own = user.standing.main_contact_of if user.is_authenticated else ()
    if not own or timezone.now() >= gathering.over:
        return []
    voters = [each.company for each in reports_annual.voters(gathering) if each.pk in own]
    return [vote_of(gathering, company) for company in voters]


def vote_of(gathering: Gathering, company: Any) -> dict[str, Any]:
    """Whom it lets vote for it, and for whom it votes."""
    rows = list(Proxy.objects.standing().filter(gathering=gathering).select_related("giver", "holder"))
    return {
        "company": company,
        "given": next((row for row in rows if row.giver_id == company.pk), None),
        "holds": [row.giver for row in rows if row.holder_id == company.pk],
        "may_give": not (gathering.is_cancelled or gathering.has_begun),
    }


def room(gathering: Gathering) -> dict[str, Any]:
    """The count at the meeting."""
    rows, tally = reports_annual.count(gathering)
    percent = Statutes.current().quorum_percent
    return {
        "voters": rows,
        "tally": tally,
        "asks_quorum": percent > 0,
        "has_quorum": tally.has_quorum(percent),
        "quorum_percent": percent,
        "closed": Minutes.objects.filter(gathering=gathering).exclude(published_at=None).exists(),
    }
