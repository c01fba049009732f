"""The members are asked, answer by a link or signed in, and those who lead see how it stands."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sterke.core import links, sheets
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation, Person
from sterke.membership.views.doing import add_errors, bad_link, do

from .. import actions, mails_mandate, reports_mandate, reports_positions
from ..forms_positions import AskMembersForm, EndorseForm
from ..models import PolicyPosition
from .finding import answer_form, page
from .positions import found_for, position_for

PER_PAGE = 50


@page
@open_to(SIGNED_IN)
def ask_members(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Until when; then each who signs for a member company gets a mail with a link."""
    row = position_for(request, slug, number)
    form = AskMembersForm(request.POST or None)

    def act() -> str:
        count = actions.ask_members(row, **form.cleaned_data, by=request.user)
        said = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
        messages.success(request, said % {"count": count})
        return path_to("advocacy:mandate", slug, number)

    back = (str(row), row.get_absolute_url())
    lead = _("Those who sign for a company get a mail, else its main contact. No sign-in, one click.")
    return answer_form(request, form, act, title=_("Ask the members"), back=back, lead=lead, button=_("Send"))


@never_cache
@require_safe
@open_to(SIGNED_IN)
def mandate(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Who stands behind it, abstains, objects, is silent; with what they told us. For those who lead the case."""
    row = position_for(request, slug, number)
    part = page_of(request, reports_mandate.with_words(row), PER_PAGE)
    reachable = reports_mandate.signers_of(part.object_list)
    context = {
        "position": row,
        "case": row.case,
        "standing": reports_mandate.standing(row),
        "part": part,
        "companies": [(each, next(iter(each.words), None), each.pk in reachable) for each in part.object_list],
        "closed": reports_mandate.closed(row),
        "reminded": actions.last_reminded(row),
        "trail": [(str(row.case), row.case.get_absolute_url()), (row.words("title"), row.get_absolute_url())],
    }
    return render(request, "advocacy/mandate.html", context)


@require_safe
@open_to(SIGNED_IN)
def mandate_file(request: HttpRequest, slug: str, number: int, ending: str) -> HttpResponse:
    row = position_for(request, slug, number)
    return sheets.as_file(reports_mandate.sheet(row), f"{slug}-{number}-svar", ending)


@require_POST
@open_to(SIGNED_IN)
def remind_silent(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    row = position_for(request, slug, number)
    act = lambda: actions.remind_silent(row, by=request.user)  # noqa: E731
    said = _("A friendly reminder is on its way to those who are silent.")
    return do(request, act, said=said, to=path_to("advocacy:mandate", slug, number))


@never_cache
@page
@open_to(Visibility.PUBLIC)
def endorse(request: HttpRequest, token: str) -> HttpResponse:
    """What a company says, by the link in the mail. GET shows, POST acts; one may change one's mind."""
    try:
        link, row = links.read(token, mails_mandate.PURPOSE)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    company, person = reports_mandate.named_in(link.details)
    why = reports_mandate.refusal(row, company, person)
    if why or company is None or person is None:
        return render(request, "advocacy/endorse_closed.html", {"why": why}, status=410)
    return answer(request, row, company, person, by_link=True)


@never_cache
@page
@open_to(SIGNED_IN)
def answer_for(request: HttpRequest, slug: str, number: int, company: str) -> HttpResponse:
    """The same for whoever is signed in and answers for a company."""
    row = found_for(request, slug, number).row
    companies = reports_mandate.companies_to_answer(request.user, row)
    chosen = next((each for each in companies if each.slug == company), None)
    if chosen is None:
        raise Http404
    return answer(request, row, chosen, request.user.person, by_link=False)  # type: ignore[union-attr]


def answer(
    request: HttpRequest, row: PolicyPosition, company: Organisation, person: Person, *, by_link: bool
) -> HttpResponse:
    form = EndorseForm(request.POST or None)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("stance", "shows_name", "remark")}
        try:
            said = actions.endorse(row, company, **facts, person=person)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            words = {"company": company, "stance": said.get_stance_display()}
            messages.success(request, _("Thank you. Noted: %(company)s %(stance)s.") % words)
            return redirect(request.path if by_link else row)
    context = {
        "form": form,
        "position": row,
        "company": company,
        "holder": person.name if by_link else "",
        "earlier": row.endorsements.filter(organisation=company).first(),
        "claims": reports_positions.said_in(row),
    }
    return render(request, "advocacy/endorse.html", context, status=422 if form.errors else 200)
