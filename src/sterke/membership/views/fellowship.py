from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.pages import same_for_visitors
from sterke.core.visibility import Visibility, is_secretary
from sterke.directory.models import Organisation

from .. import actions, reports
from ..forms import JoinForm, LeaveForm
from .doing import add_errors


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def members_over_time(request: HttpRequest) -> HttpResponse:
    steps = reports.members_over_time()
    context = {"steps": steps, "chart": reports.chart_of(steps), "years": reports.end_of_years(steps)}
    return render(
        request,
        "membership/members_over_time.html",
        context | ({"first": context["years"][0], "last": steps[-1]} if steps else {}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(SIGNED_IN)
def membership(request: HttpRequest, slug: str) -> HttpResponse:
    """A company joins or leaves outside an application: for the secretariat."""
    if not is_secretary(request.user):
        raise Http404
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    is_member = organisation.memberships.filter(left_on=None).exists()
    form = (LeaveForm if is_member else JoinForm)(request.POST or None)
    if form.is_valid():
        act = actions.leave_cluster if is_member else actions.join_cluster
        try:
            act(organisation, **form.cleaned_data, by=request.user)
            return redirect("membership:membership", slug)
        except ValidationError as problem:
            add_errors(form, problem)
    rows = organisation.memberships.select_related("category")
    history = history_of(organisation, request.user, most=20)
    context = {"organisation": organisation, "form": form, "is_member": is_member, "rows": rows, "history": history}
    return render(request, "membership/membership.html", context)
