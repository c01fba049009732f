""" "I can help", "I want this", "we have done this": by members, by a link in a mail, by visitors."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sterke.advocacy.reports_mandate import named_in
from sterke.advocacy.views.finding import page
from sterke.core import links, rates
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation, Person, Role
from sterke.membership.views.doing import add_errors, bad_link, do

from .. import actions, barring, mails_listings, permissions
from ..forms import AnswerForm, HelpForm, OutsideForm
from ..models import Listing
from .listings import listing_for


@never_cache
@page
@open_to(SIGNED_IN)
def help_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed in: tell the owner that one can help, wants it, or knows."""
    row = listing_for(request, pk)
    if not permissions.can_help(request.user, row):
        raise Http404
    person: Any = permissions.person_of(request.user)
    return tell(request, row, person, None, by_link=False)


@never_cache
@page
@open_to(Visibility.PUBLIC)
def help_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the link in a mail. GET shows, POST acts."""
    try:
        link, row = links.read(token, mails_listings.HELP)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    company, person = named_in(link.details)
    if person is None or company is None or not works_at(person, company):
        why = _("You do not work there any more, as far as we know.")
        return render(request, "connections/closed.html", {"why": why}, status=410)
    if request.POST.get("svar") == "nei":
        actions.decline_help(row, person=person)
        return render(request, "connections/closed.html", {"why": _("All right. Nobody is told."), "done": True})
    return tell(request, row, person, company, by_link=True)


def works_at(person: Person, company: Organisation) -> bool:
    return Role.objects.at_work().filter(person=person, organisation=company).exists()


def tell(
    request: HttpRequest, row: Listing, person: Person, company: Organisation | None, *, by_link: bool
) -> HttpResponse:
    form: Any = (AnswerForm if row.is_question else HelpForm)(request.POST or None)
    if form.is_valid():
        form.cleaned_data.pop("sure")
        try:
            if row.is_question:
                actions.answer_question(row, **form.cleaned_data, person=person, company=company)
                said = _("Thank you. Whoever asked has your answer.")
            else:
                actions.offer_help(row, **form.cleaned_data, person=person, company=company)
                said = _("Thank you. They are told, and asked whether they want to talk to you.")
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            if by_link:
                return render(request, "connections/closed.html", {"why": said, "done": True})
            messages.success(request, said)
            return redirect(row)
    context = {"form": form, "listing": row, "holder": person.name if by_link else "", "by_link": by_link}
    status = 422 if form.errors else 200 if row.takes_answers else 410
    return render(request, "connections/help.html", context, status=status)


@never_cache
@page
@open_to(Visibility.PUBLIC)
def write_from_outside(request: HttpRequest, pk: int) -> HttpResponse:
    """A visitor answers what everyone may see."""
    row = listing_for(request, pk)
    if not row.is_public or not row.takes_answers:
        raise Http404
    form = OutsideForm(request.POST or None)
    if form.is_valid():
        if not form.is_robot and not rates.within_rate("listing", request.META["REMOTE_ADDR"], most=5, seconds=3600):
            form.add_error(None, _("That is many letters in an hour. Try again a little later."))
        else:
            facts = {name: form.cleaned_data[name] for name in ("name", "company", "email", "words")}
            if not form.is_robot:
                actions.write_from_outside(row, **facts)
            messages.success(request, _("Thank you. Your words are on their way; they answer you by mail."))
            return redirect(row)
    context = {"form": form, "listing": row, "holder": "", "by_link": False}
    return render(request, "connections/help.html", context, status=422 if form.errors else 200)


@require_POST
@open_to(SIGNED_IN)
def spread_question(request: HttpRequest, pk: int) -> HttpResponse:
    row = listing_for(request, pk)
    if not permissions.can_check(request.user):
        raise Http404

    def act() -> None:
        count = actions.spread_question(row, by=request.user)
        said = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
        messages.success(request, said % {"count": count})

    return do(request, act, said=_("Whoever answers gets all the answers afterwards."), to=row.get_absolute_url())


@require_POST
@open_to(SIGNED_IN)
def ask_for_help(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask those who are ticked, most often the first suggested ones."""
    row = listing_for(request, pk, leads=True)
    asked = [int(each) for each in request.POST.getlist("person")[:20] if each.isascii() and each.isdigit()]
    people = Person.objects.visible_to(request.user).filter(pk__in=asked).exclude(pk__in=barring.hidden_people())

    def act() -> None:
        count = actions.ask_for_help(row, people.select_related("user"), by=request.user)
        if not count:
            raise ValidationError(_("They are asked already, or cannot be asked by us."))

    return do(request, act, said=_("They are asked, each by a letter of their own."), to=row.get_absolute_url())
