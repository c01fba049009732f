"""The day itself, from a phone at the door: who stays away, who is late. And afterwards: what came of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.text import fold

from .. import reports_rounds as reports
from ..actions import on_the_day
from ..actions.on_the_day import Change
from ..actions.outcomes import wished_in_vain
from ..models import RoundParticipant, Slot
from ..round_state import Stage
from .rounds_finding import participant_in, round_for

MOST_SHOWN = 200


@never_cache
@require_safe
@open_to(SIGNED_IN)
def day(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who has meetings, with one button each."""
    row = round_for(request, slug)
    words = request.GET.get("sok", "").strip()[:100]
    entries = reports.entries_of(row)
    found = [each for each in reports.programmes_of(row, entries) if each.entries or each.row.takes_part]
    wanted = fold(words).split()
    shown = [each for each in found if all(word in fold(f"{each.row.name} {each.row.company}") for word in wanted)]
    context = {
        "round": row,
        "gathering": row.gathering,
        "words": words,
        "programmes": shown[:MOST_SHOWN],
        "more": max(len(shown) - MOST_SHOWN, 0),
        "slots": [slot for slot in row.times if not slot.has_begun],
        "is_published": row.stage == Stage.PUBLISHED,
    }
    return render(request, "connections/rounds/day.html", context)


@require_POST
@open_to(SIGNED_IN)
def mark(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Somebody did not come, or comes later; the rest of the day is planned anew at once."""
    row = participant_in(round_for(request, slug), pk)
    try:
        if verb == "borte":
            change = on_the_day.step_out(row, why=RoundParticipant.Out.AWAY, by=request.user)
        else:
            slot = get_object_or_404(Slot, round=row.round, pk=number(request.POST.get("fra", "")))
            change = on_the_day.come_late(row, slot, by=request.user)
        messages.success(request, said_of(row, change))
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("connections:round_day", slug)


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def said_of(row: RoundParticipant, change: Change) -> str:
    """What came of it, in two sentences."""
    lost = ngettext("%(count)s meeting falls away", "%(count)s meetings fall away", change.lost) % {
        "count": change.lost
    }
    new = ngettext("%(count)s is new or moved", "%(count)s are new or moved", change.new) % {"count": change.new}
    told = ngettext("%(count)s person is told", "%(count)s people are told", len(change.told)) % {
        "count": len(change.told)
    }  # fmt: skip
    return _("%(name)s is noted. %(lost)s, %(new)s, %(told)s.") % {
        "name": row.name, "lost": lost, "new": new, "told": told,
    }  # fmt: skip


@require_safe
@open_to(SIGNED_IN)
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of the meetings, in numbers; words only where somebody wrote them."""
    row = round_for(request, slug)
    context: dict[str, Any] = {
        "round": row,
        "gathering": row.gathering,
        "sums": reports.sums_of(row),
        "in_vain": wished_in_vain(row),
        "wrote": reports.told_of(row),
        **reports.counts_of_results(row),
    }
    return render(request, "connections/rounds/outcomes.html", context)
