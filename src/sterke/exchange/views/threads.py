"""A thread with its replies: started, answered, changed, followed, moderated."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sterke.advocacy.views.finding import answer_form, page
from sterke.core import links
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility
from sterke.directory.models import Person
from sterke.membership.views.doing import add_errors, bad_link, do

from .. import actions, mails, permissions, reports
from ..forms import EditReplyForm, EditThreadForm, MoveForm, ReplyForm, ReportForm, ThreadForm
from ..models import Attachment, Following, Report, Space, Thread
from .finding import reply_for, space_for, thread_for


@never_cache
@page
@open_to(SIGNED_IN)
def start_thread(request: HttpRequest, slug: str) -> HttpResponse:
    space = space_for(request, slug)
    if not permissions.can_write(request.user, space):
        raise Http404
    initial = {"is_question": "sporsmal" in request.GET}
    form = ThreadForm(request.POST or None, request.FILES or None, initial=initial)

    def act() -> str:
        made = actions.start_thread(space, **form.cleaned_data, by=request.user)
        return made.get_absolute_url()

    back = (str(space), space.get_absolute_url())
    more = {"title": _("What do you want to say?"), "back": back, "button": _("Send it"), "files": True}
    return answer_form(request, form, act, **more)


@never_cache
@page
@open_to(SIGNED_IN)
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Reading it, and answering."""
    row = thread_for(request, pk)
    form = ReplyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            said = actions.reply(row, **form.cleaned_data, by=request.user)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            return redirect(f"{row.get_absolute_url()}?side={reports.last_page(row)}#svar-{said.pk}")
    return render(request, "exchange/thread.html", shown(request, row, form), status=422 if form.errors else 200)


def shown(request: HttpRequest, row: Thread, form: ReplyForm) -> dict[str, Any]:
    user: Any = request.user
    moderates = permissions.can_moderate(user, row.space)
    part = page_of(request, reports.replies_of(row, all_of_them=moderates), reports.REPLIES)
    following = Following.objects.visible_to(user).filter(thread=row).first()
    return {
        "thread": row,
        "files": list(row.attachments.filter(reply=None)),  # type: ignore[attr-defined]
        "part": part,
        "accepted": reports.replies_of(row, all_of_them=False).filter(pk=row.accepted_id).first()
        if row.accepted_id
        else None,
        "poll": reports.poll_of(row, user),
        "pointed": reports.pointed_at([row.text, *(each.text for each in part)], user),
        "form": form,
        "writes": permissions.person_of(user) is not None and row.is_open,  # who reads it is in the space
        "own": permissions.person_of(user),
        "can_accept": permissions.can_accept(user, row) and row.is_open,
        "can_close": row.is_open and (moderates or permissions.wrote(user, row)),
        "moderates": moderates,
        "follows": following is not None and not following.muted,
        "muted": following is not None and following.muted,
        "reports": list(Report.objects.visible_to(user).waiting().filter(thread=row)) if moderates else [],
        "history": history_of(row, user) if moderates else [],
        "trail": [(_("Conversations"), path_to("exchange:spaces")), (str(row.space), row.space.get_absolute_url())],
    }


@never_cache
@page
@open_to(SIGNED_IN)
def edit_thread(request: HttpRequest, pk: int) -> HttpResponse:
    row = thread_for(request, pk, permissions.can_change)
    form = EditThreadForm(request.POST or None, initial={"title": row.title, "text": row.text})
    act = lambda: actions.edit_thread(row, **form.cleaned_data, by=request.user).get_absolute_url()  # noqa: E731
    return answer_form(request, form, act, title=_("Change what you wrote"), back=(str(row), row.get_absolute_url()))


@never_cache
@page
@open_to(SIGNED_IN)
def edit_reply(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    found = reply_for(request, pk, row)
    if not permissions.can_change(request.user, found):
        raise Http404
    form = EditReplyForm(request.POST or None, initial={"text": found.text})
    act = lambda: actions.edit_reply(found, **form.cleaned_data, by=request.user).get_absolute_url()  # noqa: E731
    back = (str(found.thread), found.get_absolute_url())
    return answer_form(request, form, act, title=_("Change what you wrote"), back=back)


@require_POST
@open_to(SIGNED_IN)
def accept_reply(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    found = reply_for(request, pk, row)
    act = lambda: actions.accept_reply(found, by=request.user)  # noqa: E731
    return do(request, act, said=_("Marked. Thank you for telling the others."), to=found.thread.get_absolute_url())


@require_POST
@open_to(SIGNED_IN)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    row = thread_for(request, pk)
    seen = reports.poll_of(row, request.user)
    if seen is None:
        raise Http404
    chosen = request.POST.get("valg", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
    act = lambda: actions.vote(seen.poll, option=number, by=request.user)  # noqa: E731
    return do(request, act, said=_("Your vote counts."), to=row.get_absolute_url())


@require_POST
@open_to(SIGNED_IN)
def follow(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Follow it, or mute it."""
    row = thread_for(request, pk)
    act, said = {
        "folg": (actions.follow, _("You get a mail when somebody replies.")),
        "demp": (actions.mute, _("You hear nothing more of it.")),
    }[verb]
    return do(request, lambda: act(row, by=request.user), said=said, to=row.get_absolute_url())


@csrf_exempt
@never_cache
@page
@open_to(Visibility.PUBLIC)
def mute_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """By the link in a letter, also as mail programs call it with one click (RFC 8058). GET shows, POST acts."""
    try:
        link, row = links.read(token, mails.MUTE)
    except links.LinkProblem as problem:
        return bad_link(request, problem)
    person = Person.objects.filter(pk=link.details.get("person", 0), merged_into=None).first()
    if person is None:
        return bad_link(request, links.LinkProblem("gone"))
    if request.method == "POST":
        actions.mute(row, by=person)
    return render(request, "exchange/mute.html", {"done": request.method == "POST"})


@require_POST
@open_to(SIGNED_IN)
def moderate(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Pinned, closed, opened, taken away, shown again."""
    row = thread_for(request, pk)
    act, said = {
        "fest": (actions.pin_thread, _("Done.")),
        "lukk": (actions.close_thread, _("Closed. It can still be read.")),
        "apne": (actions.open_thread, _("Open again.")),
        "ta-bort": (actions.take_away, _("Taken away.")),
        "vis": (actions.show_again, _("It stands again.")),
    }[verb]
    gone = verb == "ta-bort" and not permissions.can_moderate(request.user, row.space)
    to = row.space.get_absolute_url() if gone else row.get_absolute_url()
    return do(request, lambda: act(row, by=request.user), said=said, to=to)


@require_POST
@open_to(SIGNED_IN)
def moderate_reply(request: HttpRequest, pk: int, row: int, verb: str) -> HttpResponse:
    found = reply_for(request, pk, row)
    act, said = {
        "ta-bort": (actions.take_away, _("Taken away.")), "vis": (actions.show_again, _("It stands again.")),
    }[verb]  # fmt: skip
    return do(request, lambda: act(found, by=request.user), said=said, to=found.thread.get_absolute_url())


@never_cache
@page
@open_to(SIGNED_IN)
def move_thread(request: HttpRequest, pk: int) -> HttpResponse:
    row = thread_for(request, pk)
    if not permissions.can_moderate(request.user, row.space):
        raise Http404
    spaces = Space.objects.visible_to(request.user).exclude(pk=row.space_id)
    form = MoveForm(request.POST or None, spaces=spaces)
    act = lambda: actions.move_thread(row, **form.cleaned_data, by=request.user).get_absolute_url()  # noqa: E731
    lead = _("Those who may not read the other space hear no more of it.")
    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Move it"), back=back, lead=lead)


@never_cache
@page
@open_to(SIGNED_IN)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Something should not stand here (?svar= names the reply)."""
    row = thread_for(request, pk)
    asked = request.GET.get("svar", "")
    found = row.replies.shown().filter(pk=asked).first() if asked.isascii() and asked.isdigit() else None  # type: ignore[attr-defined]
    form = ReportForm(request.POST or None)

    def act() -> str:
        actions.report(row, reply=found, **form.cleaned_data, by=request.user)
        messages.success(request, _("Thank you. Somebody looks at it."))
        return row.get_absolute_url()

    back = (str(row), row.get_absolute_url())
    return answer_form(request, form, act, title=_("Report it"), back=back, button=_("Send it"))


@require_POST
@open_to(SIGNED_IN)
def settle_report(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    about = thread_for(request, pk)
    found = get_object_or_404(Report.objects.visible_to(request.user), thread=about, pk=row)
    act = lambda: actions.settle_report(found, by=request.user)  # noqa: E731
    return do(request, act, said=_("Settled."), to=about.get_absolute_url())


@require_safe
@open_to(SIGNED_IN)
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file, looked at anew on each download, and never shown as a page of ours; pictures are drawn in place."""
    row = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    try:
        return FileResponse(row.file.open("rb"), as_attachment=not row.is_picture, filename=row.name)
    except FileNotFoundError as error:
        raise Http404 from error
