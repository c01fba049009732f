"""The pages of cases: all of them, one, its whole story, and what those who lead it do."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.pages import same_for_visitors
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, is_secretary
from sterke.membership.views.doing import do

from .. import actions, permissions, reports, story, told
from ..forms import CaseForm, PutAwayForm
from ..models import AdvocacyCase
from .finding import answer_form, case_for, page

ON_THE_MEETING = ("meeting.attended", "meeting.not_attended", "meeting.asked", "meeting.not_asked", "meeting.noted")
LINES, WHOLE = 12, 200  # of the story on the page of a case, and on a page of its own


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def cases(request: HttpRequest) -> HttpResponse:
    """The priorities with their figure, the others, and those that are over."""
    seen = reports.cases_in_short(request.user)
    context = {
        "priorities": [each for each in seen if each.case.is_open and each.case.is_priority],
        "others": [each for each in seen if each.case.is_open and not each.case.is_priority],
        "away": [each for each in seen if not each.case.is_open],
        "can_start": permissions.can_start_case(request.user),
        "sees_audience": request.user.is_authenticated and request.user.is_member,
    }
    return render(request, "advocacy/cases.html", context)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def case(request: HttpRequest, slug: str) -> HttpResponse:
    row = reports.case_at(request.user, slug).first()
    if row is None:
        raise Http404
    user: Any = request.user
    leads = permissions.can_lead(user, row)
    context = {
        **reports.on_the_page(row, user),
        **story_on_page(request, row),
        "case": row,
        "card": told.case(row),
        "trail": [(_("Cases"), path_to("advocacy:cases"))],
        "leads": leads,
        "can_put_away": permissions.can_put_away(user, row),
        "history": history_of(row, user, without=ON_THE_MEETING) if leads else [],
        "is_secretary": is_secretary(user),
        "sees_audience": user.is_authenticated and user.is_member,
    }
    return render(request, "advocacy/case.html", context)


def story_on_page(request: HttpRequest, row: AdvocacyCase, per_page: int = LINES, **more: Any) -> dict[str, Any]:
    """A page of the story, of all sorts or of those that are asked for (``?vis=mote``)."""
    sorts = story.kinds(request.user, row)
    wanted = [each for each in sorts if each[0] in request.GET.getlist("vis")] or sorts
    part = page_of(request, story.Pages(request.user, row, wanted, **more), per_page)
    return {
        "sorts": sorts,
        "wanted": {name for name, _label, _count in wanted} if wanted != sorts else set(),
        "part": part,
        "years": story.by_year(story.lines(request.user, part.object_list)),
    }


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def whole_story(request: HttpRequest, slug: str) -> HttpResponse:
    """From the beginning to today, to be read in one evening, or printed."""
    row = reports.case_at(request.user, slug).first()
    if row is None:
        raise Http404
    context = {
        **story_on_page(request, row, WHOLE, oldest=True),
        "case": row,
        "card": told.case(row),
        "trail": [(_("Cases"), path_to("advocacy:cases")), (str(row), row.get_absolute_url())],
    }
    return render(request, "advocacy/story.html", context)


@page
@open_to(SIGNED_IN)
def start_case(request: HttpRequest) -> HttpResponse:
    if not permissions.can_start_case(request.user):
        raise Http404
    form = CaseForm(request.POST or None, user=request.user)

    def act() -> str:
        made = actions.start_case(**form.facts(), by=request.user)
        messages.success(request, _("The case is taken up."))
        return made.get_absolute_url()

    back = (_("Cases"), path_to("advocacy:cases"))
    lead = _("What do we want, of whom, and why? The rest can wait.")
    return answer_form(request, form, act, title=_("Take up a case"), back=back, lead=lead)


@page
@open_to(SIGNED_IN)
def edit_case(request: HttpRequest, slug: str) -> HttpResponse:
    row = case_for(request, slug)
    back = (str(row), row.get_absolute_url())
    form = CaseForm(request.POST or None, instance=row, user=request.user)

    def act() -> str:
        actions.edit_case(row, form=form, by=request.user)
        messages.success(request, _("Saved."))
        return path_to("advocacy:case", slug)

    return answer_form(request, form, act, title=_("Change the case"), back=back)


@page
@open_to(SIGNED_IN)
def put_away(request: HttpRequest, slug: str) -> HttpResponse:
    row = case_for(request, slug, permissions.can_put_away)
    form = PutAwayForm(request.POST or None)

    def act() -> str:
        actions.put_away(row, **form.cleaned_data, by=request.user)
        messages.success(request, _("Put away. It can be read as before."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Put the case away"), back=back, button=_("Put away"))


@require_POST
@open_to(SIGNED_IN)
def take_up_again(request: HttpRequest, slug: str) -> HttpResponse:
    row = case_for(request, slug, permissions.can_put_away)
    act = lambda: actions.take_up_again(row, by=request.user)  # noqa: E731
    return do(request, act, said=_("On again."), to=row.get_absolute_url())


@require_POST
@open_to(SIGNED_IN)
def drop_case(request: HttpRequest, slug: str) -> HttpResponse:
    row = case_for(request, slug, permissions.can_put_away)
    try:
        actions.drop_case(row, by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect(row.get_absolute_url())
    messages.success(request, _("Removed."))
    return redirect("advocacy:cases")
