"""A meeting round, for those who manage the gathering: how far it is, what is set up, who takes part."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sterke.advocacy.views.finding import answer_form
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.text import fold
from sterke.gatherings.views.finding import gathering_for
from sterke.membership.views.doing import do

from .. import reports_rounds as reports
from ..actions import on_the_day, rounds
from ..actions.outcomes import wished_in_vain
from ..forms_rounds import RoundForm, SlotsForm, StandForm
from ..models import MeetingRound, MeetingStand, RoundParticipant, Slot
from ..round_state import Stage
from ..wording_rounds import STAGES, TONES
from .rounds_finding import page, participant_in, round_for

PER_PAGE = 100
UNLISTED = ("round.wished", "round.told", "round.booked")  # hundreds of them


@require_safe
@open_to(SIGNED_IN)
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """How far it is, and the one thing to do next."""
    row = round_for(request, slug)
    stage = row.stage
    context = {
        "round": row,
        "gathering": row.gathering,
        "stage": stage,
        "stage_label": STAGES[stage],
        "stage_tone": TONES[stage],
        "sums": reports.sums_of(row),
        "slots": row.times,
        "stands": list(row.stands.select_related("organisation")),
        "run": reports.newest_run(row),
        "in_vain": len(wished_in_vain(row)) if stage in (Stage.PUBLISHED, Stage.OVER) else 0,
        "may_set_up": row.may_be_set_up and stage not in (Stage.OVER, Stage.CANCELLED),
        "history": history_of(row, request.user, without=UNLISTED),
    }
    part = "#progress" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"connections/rounds/round.html{part}", context)


@page
@open_to(SIGNED_IN)
def start_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Meetings at a gathering that has none yet."""
    gathering = gathering_for(request, slug)
    if reports.round_of(gathering):
        return redirect("connections:round", slug)
    form = RoundForm(request.POST or None, instance=MeetingRound(gathering=gathering))

    def act() -> str:
        made = rounds.start_round(gathering, form.instance, by=request.user)
        messages.success(request, _("Now the times at which people meet."))
        return path_to("connections:round_slots", made.gathering.slug)

    back = (str(gathering), gathering.get_absolute_url())
    lead = _("People say whom they want to meet, we make the timetable, and each gets a programme.")
    return answer_form(request, form, act, title=_("One-to-one meetings"), back=back, lead=lead)


@page
@open_to(SIGNED_IN)
def edit_round(request: HttpRequest, slug: str) -> HttpResponse:
    row = round_for(request, slug)
    form = RoundForm(request.POST or None, instance=row)

    def act() -> str:
        rounds.edit_round(form.instance, by=request.user)
        messages.success(request, _("Saved."))
        return row.get_absolute_url()

    return answer_form(request, form, act, title=_("Change the meeting round"), back=back_to(row))


def back_to(row: MeetingRound) -> tuple[str, str]:
    return _("Meeting round"), row.get_absolute_url()


@page
@open_to(SIGNED_IN)
def slots(request: HttpRequest, slug: str) -> HttpResponse:
    """From, to, so many minutes, breaks: the times are made from that, in place of those there were."""
    row = round_for(request, slug)
    form = SlotsForm(request.POST or None, row)

    def act() -> str:
        spans = list(form.spans())
        rounds.set_slots(row, spans, by=request.user)
        said = ngettext("%(count)s time is set up.", "%(count)s times are set up.", len(spans))
        messages.success(request, said % {"count": len(spans)})
        return row.get_absolute_url()

    lead = _("The times are made from this. You may take single ones out afterwards.")
    return answer_form(request, form, act, title=_("At which times?"), back=back_to(row), lead=lead)


@require_POST
@open_to(SIGNED_IN)
def drop_slot(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = round_for(request, slug)
    slot = get_object_or_404(Slot, round=row, pk=pk)
    act = lambda: rounds.drop_slot(slot, by=request.user)  # noqa: E731
    return do(request, act, said=_("%(time)s is taken out.") % {"time": slot}, to=row.get_absolute_url())


@page
@open_to(SIGNED_IN)
def stand(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """A company that receives at a stand of its own."""
    row = round_for(request, slug)
    known = get_object_or_404(MeetingStand, round=row, pk=pk) if pk else MeetingStand(round=row)
    form = StandForm(request.POST or None, instance=known)

    def act() -> str:
        rounds.set_stand(form.instance, by=request.user)
        messages.success(request, _("Saved."))
        return row.get_absolute_url()

    lead = _("Its people receive there, and take no table.")
    return answer_form(request, form, act, title=_("A stand"), back=back_to(row), lead=lead)


@require_POST
@open_to(SIGNED_IN)
def drop_stand(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = round_for(request, slug)
    known = get_object_or_404(MeetingStand, round=row, pk=pk)
    act = lambda: rounds.drop_stand(known, by=request.user)  # noqa: E731
    return do(request, act, said=_("The stand is taken away."), to=row.get_absolute_url())


@require_POST
@open_to(SIGNED_IN)
def set_wishes(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Open the wishes, remind the silent, close early, open again."""
    row = round_for(request, slug)
    act, said = {
        "aapne": (rounds.open_wishes, _("Everybody who takes part has been asked whom they want to meet.")),
        "purr": (rounds.remind, _("Those who have said nothing are reminded.")),
        "lukk": (rounds.close_wishes, _("The wishes are closed.")),
        "gjenaapne": (rounds.reopen_wishes, _("The wishes are open again.")),
    }[verb]
    return do(request, lambda: act(row, by=request.user), said=said, to=row.get_absolute_url())


@require_safe
@open_to(SIGNED_IN)
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part, and who has wished; not for whom."""
    row = round_for(request, slug)
    wanted = request.GET.get("vis", "")
    rows = RoundParticipant.objects.filter(round=row).by_name()
    if wanted == "tause":
        rows = rows.filter(wished_at=None, out_at=None, registration__state="confirmed")
    elif wanted == "ute":
        rows = rows.exclude(pk__in=RoundParticipant.objects.filter(round=row).taking_part().values("pk"))
    if words := request.GET.get("sok", "").strip()[:100]:
        rows = rows.filter(registration__search_text__contains=fold(words))
    context = {"round": row, "gathering": row.gathering, "wanted": wanted, "words": words}
    context |= {"page": page_of(request, rows, PER_PAGE), "sums": reports.sums_of(row)}
    return render(request, "connections/rounds/people.html", context)


@require_POST
@open_to(SIGNED_IN)
def step(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Take somebody out of the meetings, or in again."""
    row = participant_in(round_for(request, slug), pk)
    if verb not in ("ut", "inn"):
        raise Http404
    words = {"name": row.name}
    back = path_to("connections:round_people", slug)
    if verb == "inn":
        said = _("%(name)s takes part again.") % words
        return do(request, lambda: rounds.step_in(row, by=request.user), said=said, to=back)
    said = _("%(name)s does not take part any more.") % words
    return do(request, lambda: on_the_day.step_out(row, by=request.user), said=said, to=back)
