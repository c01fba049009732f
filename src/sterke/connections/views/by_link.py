"""What is said by a link in a mail about a listing or an introduction. GET shows, POST acts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sterke.advocacy.views.finding import page
from sterke.core import links
from sterke.core.access import open_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Person
from sterke.membership.views.doing import add_errors, bad_link

from .. import actions, mails_introductions, mails_listings
from ..actions.introductions import over
from ..actions.reviewing import why_not_say
from ..forms import CloseForm, ResultForm, WordForm
from ..models import IntroductionSide, Listing
from .helping import works_at


def thanks(request: HttpRequest, said: str, *, done: bool = True) -> HttpResponse:
    return render(request, "connections/closed.html", {"why": said, "done": done}, status=200 if done else 410)


def holder_of(details: dict[str, Any]) -> Person | None:
    return Person.objects.filter(pk=details.get("person", 0), merged_into=None, erased_at=None).first()


@never_cache
@page
@open_to(Visibility.PUBLIC)
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Still true, found, or to be taken away."""
    try:
        link, row = links.read(token, mails_listings.STATUS)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    person = holder_of(link.details)
    if person is None or not works_at(person, row.organisation):
        return thanks(request, _("You do not work there any more, as far as we know."), done=False)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and (said := say_status(request.POST.get("svar", ""), row, form, person)):
        return thanks(request, said)
    context = {"form": form, "listing": row, "holder": person.name, "expired": Listing.Outcome.EXPIRED}
    return render(request, "connections/status.html", context, status=422 if form.errors else 200)


def say_status(word: str, row: Listing, form: CloseForm, person: Person) -> str:
    """What to say when it is done; empty where it was refused, and the form says why."""
    try:
        if word == "stemmer":
            actions.renew(row, by=person)
            return _("It stands for three months more. Before that we ask again.")
        if form.is_valid():
            actions.close_listing(row, **form.cleaned_data, by=person)
            return _("Closed. Thank you for telling.")
    except ValidationError as problem:
        form.is_valid()
        add_errors(form, problem)
    return ""


@never_cache
@page
@open_to(Visibility.PUBLIC)
def public(request: HttpRequest, token: str) -> HttpResponse:
    """The company's word: may everyone see it?"""
    try:
        link, row = links.read(token, mails_listings.PUBLIC)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    person = holder_of(link.details)
    if (why := why_not_say(row, person)) or person is None:
        return thanks(request, why, done=False)
    if request.method == "POST":
        if request.POST.get("svar") == "ja":
            actions.let_everyone_see(row, person=person)
            return thanks(request, _("Thank you. The secretariat reads it too, and then everyone sees it."))
        actions.keep_to_members(row, person=person)
        return thanks(request, _("It stands for the members."))
    return render(request, "connections/public.html", {"listing": row, "holder": person.name})


def side_by(link: Any, side: IntroductionSide) -> tuple[IntroductionSide | None, Person | None]:
    person = holder_of(link.details)
    return (side, person) if person is not None and side.person_id == person.pk else (None, None)


@never_cache
@page
@open_to(Visibility.PUBLIC)
def word(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, later or no to an introduction."""
    try:
        link, found = links.read(token, mails_introductions.WORD)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    side, person = side_by(link, found)
    if side is None or person is None:
        return bad_link(request, links.LinkProblem("gone"))
    return say_word(request, side, person, by_link=True)


def say_word(request: HttpRequest, side: IntroductionSide, person: Person, *, by_link: bool = False) -> HttpResponse:
    row = side.introduction
    if row.joined_on:
        return thanks(request, _("You two are in touch already."))
    if why := over(row):
        return too_late(request, side, person, why)
    # A link may have been forwarded: it does not show what was said before.
    given = {} if by_link else {"word": side.word or None, "suits": side.times, "note": side.note}
    form = WordForm(request.POST or None, initial=given)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("word", "suits", "note")}
        try:
            row = actions.answer_introduction(side, **said, person=person)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            return thanks(request, heard(said["word"], joined=row.joined_on is not None))
    other = row.sides.exclude(pk=side.pk).select_related("organisation").first()  # type: ignore[attr-defined]
    context = {"form": form, "introduction": row, "side": side, "other": other, "holder": person.name}
    return render(request, "connections/word.html", context, status=422 if form.errors else 200)


def heard(word: str, *, joined: bool) -> str:
    """The same after a yes whatever the other says, until both have said yes."""
    if joined:
        return _("Both of you have said yes. A mail with each other's address is on its way.")
    if word == IntroductionSide.Word.YES:
        return _("Thank you. When both of you have said yes, you get one mail with each other's address.")
    if word == IntroductionSide.Word.LATER:
        return _("We ask you again in three months.")
    return _("All right. Nobody but us gets to know.")


def too_late(request: HttpRequest, side: IntroductionSide, person: Person, why: str) -> HttpResponse:
    """Nothing is lost: one click asks anew. What is shown does not depend on what the other has said."""
    if request.method == "POST":
        actions.ask_anew(side, person=person)
        return thanks(
            request, _("Thank you. When both of you have said yes, you get one mail with each other's address.")
        )
    other = side.introduction.sides.exclude(pk=side.pk).first()  # type: ignore[attr-defined]
    return render(request, "connections/too_late.html", {"why": why, "other": other}, status=410)


@never_cache
@page
@open_to(Visibility.PUBLIC)
def result(request: HttpRequest, token: str) -> HttpResponse:
    """Did you meet, and what came of it?"""
    try:
        link, found = links.read(token, mails_introductions.RESULT)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    side, person = side_by(link, found)
    if side is None or person is None:
        return bad_link(request, links.LinkProblem("gone"))
    return say_result(request, side, person, by_link=True)


def say_result(request: HttpRequest, side: IntroductionSide, person: Person, *, by_link: bool = False) -> HttpResponse:
    told = {} if by_link else {"met": side.met, "result": side.result, "words": side.result_words}
    form = ResultForm(request.POST or None, initial=told)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("met", "result", "words")}
        try:
            actions.tell_result(side, **given, person=person)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            return thanks(request, _("Thank you for telling. It helps us help the next."))
    row = side.introduction
    other = row.sides.exclude(pk=side.pk).select_related("organisation").first()  # type: ignore[attr-defined]
    context = {"form": form, "introduction": row, "side": side, "other": other, "holder": person.name}
    return render(request, "connections/result.html", context, status=422 if form.errors else 200)
