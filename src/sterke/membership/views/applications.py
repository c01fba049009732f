from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.models import Cluster
from sterke.core.once import fresh_key, once
from sterke.core.rates import caller_of, within_rate
from sterke.core.visibility import Visibility
from sterke.directory import register
from sterke.directory.models import Person

from .. import actions, mails, permissions, reports
from ..forms import ApplicationForm, ApproveForm, DeclineForm, filled_from
from ..house import KEEP_DAYS
from ..models import MembershipApplication
from .doing import add_errors, bad_link, do

ANSWERS = {"yes": True, "no": False}
TOO_MANY = 10  # applications an hour from one caller


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Visibility.PUBLIC)
def apply(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _send(request)
    asked = (request.GET.get("org_number") or request.GET.get("q") or "")[:200].strip()
    found = _ask_register(request, asked) if asked else {}
    form = ApplicationForm(initial=found.pop("initial", {"org_number": asked if asked[:1].isdigit() else ""}))
    return _page(request, form, asked=asked, **found)


def _ask_register(request: HttpRequest, asked: str) -> dict:
    """Without script: what the register says to a number or a name, as a filled form or as hits to choose from."""
    if not within_rate("register", caller_of(request), most=30, seconds=60):
        return {"problem": _("That was many questions in a short time. Wait a minute, or type it yourself.")}
    try:
        if sum(letter.isdigit() for letter in asked) >= 5:
            return {"initial": filled_from(register.look_up(asked)), "filled": True}
        return {"hits": register.search(asked), "searched": True}
    except register.RegisterSilent:
        return {"problem": _("The register does not answer right now. Type it yourself; you may still apply.")}
    except ValidationError as problem:
        return {"problem": " ".join(problem.messages)}


def _send(request: HttpRequest) -> HttpResponse:
    form = ApplicationForm(request.POST)
    if form.is_robot:
        return redirect("membership:applied")
    if not within_rate("apply", caller_of(request), most=TOO_MANY, seconds=3600):
        form.is_valid()
        form.add_error(None, _("Many applications came from you in a short time. Wait an hour, or call us."))
        return _page(request, form, status=429)
    if not form.is_valid():
        return _page(request, form)
    by = request.user if request.user.is_authenticated else None

    def act() -> str:
        actions.apply(**form.cleaned_data, by=by)
        return reverse("membership:applied")

    try:
        return once(request, act)
    except ValidationError as problem:
        add_errors(form, problem)
        return _page(request, form)


def _page(request: HttpRequest, form: ApplicationForm, status: int = 200, **more: object) -> HttpResponse:
    context = {"form": form, "once_key": fresh_key(), "keep_days": KEEP_DAYS, "asked": "", **more}
    return render(request, "membership/apply.html", context, status=status)


@require_safe
@open_to(Visibility.PUBLIC)
def applied(request: HttpRequest) -> HttpResponse:
    return render(request, "membership/applied.html")


@require_safe
@open_to(SIGNED_IN)
def application(request: HttpRequest, pk: int) -> HttpResponse:
    row = _application(request, pk)
    return _application_page(request, row)


def _application(request: HttpRequest, pk: int) -> MembershipApplication:
    row = reports.application_at(request.user, pk).first()
    if row is None:
        raise Http404
    return row


def _to_decide(request: HttpRequest, pk: int) -> MembershipApplication:
    row = _application(request, pk)
    if not permissions.may_decide(request.user):
        raise Http404
    return row


def _too_late(request: HttpRequest, row: MembershipApplication) -> HttpResponse:
    """A double click, or somebody else was first: what was decided stands, and is shown."""
    messages.warning(request, _("This is decided already."))
    return redirect(row.get_absolute_url())


def _application_page(
    request: HttpRequest, row: MembershipApplication, decline_form: DeclineForm | None = None
) -> HttpResponse:
    user, person = request.user, getattr(request.user, "person", None)
    context = {
        "application": row,
        "endorsements": reports.endorsements_of(row.pk),
        "history": history_of(row, user, most=100),
        "quorum": Cluster.current().quorum,
        "yes_count": row.yes_count,
        "can_send": permissions.can_send_to_board(user, row),
        "can_endorse": permissions.can_endorse(person, row),
        "can_approve": permissions.can_approve(user, row),
        "can_decline": permissions.can_decline(user, row),
        "approve_form": ApproveForm(),
        "decline_form": decline_form or DeclineForm(),
    }
    return render(request, "membership/application.html", context)


@require_POST
@open_to(SIGNED_IN)
def send_to_board(request: HttpRequest, pk: int) -> HttpResponse:
    row = _application(request, pk)
    return do(
        request,
        lambda: actions.send_to_board(row, by=request.user),
        said=_("The board has got mail."),
        to=row.get_absolute_url(),
    )


@require_POST
@open_to(SIGNED_IN)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    row, person = _application(request, pk), getattr(request.user, "person", None)
    if not permissions.sits_on_board(person):
        raise Http404
    answer = request.POST.get("favours")
    if answer not in ANSWERS:
        raise BadRequest("An answer is yes or no.")
    if not row.is_waiting:
        return _too_late(request, row)
    return do(
        request,
        lambda: actions.endorse(row, person=person, favours=ANSWERS[answer], by=request.user),
        said=_("Thank you. Your answer is noted."),
        to=row.get_absolute_url(),
    )


@require_POST
@open_to(SIGNED_IN)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_decide(request, pk)
    if not row.is_waiting:
        return _too_late(request, row)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return _application_page(request, row)
    said = _("%(company)s is a member. The welcome mail is on its way.") % {"company": row}
    act = lambda: actions.approve(row, **form.cleaned_data, by=request.user)  # noqa: E731
    return do(request, act, said=said, to=row.get_absolute_url())


@require_POST
@open_to(SIGNED_IN)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_decide(request, pk)
    if not row.is_waiting:
        return _too_late(request, row)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _application_page(request, row, decline_form=form)
    act = lambda: actions.decline(row, **form.cleaned_data, by=request.user)  # noqa: E731
    return do(request, act, said=_("Declined, kindly."), to=row.get_absolute_url())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Visibility.PUBLIC)
def endorse(request: HttpRequest, token: str) -> HttpResponse:
    """The board member's own link: GET shows, POST answers, until it is decided."""
    try:
        link, row = links.read(token, mails.ENDORSE)
        person = Person.objects.filter(pk=link.details.get("person"), merged_into=None).first()
        stranger = request.user.is_authenticated and getattr(request.user, "person", None) != person
        if person is None or stranger or (row.is_waiting and not permissions.can_endorse(person, row)):
            raise links.LinkProblem("revoked")
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    if request.method == "POST" and request.POST.get("favours") in ANSWERS and row.is_waiting:
        actions.endorse(row, person=person, favours=ANSWERS[request.POST["favours"]])
        messages.success(request, _("Thank you. Your answer is noted."))
        return redirect("membership:endorse", token)
    mine = row.endorsements.filter(person=person).first()
    return render(request, "membership/endorse.html", {"application": row, "person": person, "mine": mine})
