"""A thread is started, answered, changed; a question gets its answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.connections.actions.introductions import company_of
from sterke.core import activity
from sterke.core.pictures import cleaned
from sterke.core.text import tidy
from sterke.directory.models import Person
from sterke.gatherings.models import Gathering
from sterke.membership.models import Network

from .. import audience, mails, naming, permissions
from ..models import Attachment, Following, Poll, PollOption, Reply, Space, Thread
from ..models.polls import MOST_OPTIONS

MOST_FILES = 6
PICTURES = ("jpg", "jpeg", "png", "webp")


def open_space(*, network: Network | None = None, gathering: Gathering | None = None) -> Space:
    """The space of a network, of a gathering, or the one for all; made the first time."""
    about: Any = network or gathering
    prefix = "nettverk" if network else "samling" if gathering else "alle"
    slug = f"{prefix}-{about.slug}"[:100] if about else prefix
    found = Space.objects.filter(network=network, gathering=gathering).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return Space.objects.create(slug=slug, network=network, gathering=gathering)
    except IntegrityError:  # somebody was quicker
        return Space.objects.get(network=network, gathering=gathering)


def lock_thread(thread: Thread) -> Thread:
    rows = Thread._base_manager.select_for_update(of=("self",)).select_related("space__network", "space__gathering")
    return rows.get(pk=thread.pk)


@transaction.atomic
def start_thread(
    space: Space,
    *,
    title: str,
    text: str,
    is_question: bool = False,
    options: Iterable[str] = (),
    closes_at: datetime | None = None,
    files: Iterable[Any] = (),
    by: Any,
) -> Thread:
    """Say or ask something. Whoever writes follows; those who are named, and those who want it at once, get a mail."""
    person = permissions.person_of(by)
    if person is None or not permissions.can_write(by, space):
        raise PermissionDenied
    row = Thread(
        space=space, title=tidy(title), text=text.strip(), is_question=is_question, author=person,
        organisation=company_of(person), name=person.name[:200], is_demo=person.is_demo,
    )  # fmt: skip
    row.full_clean()
    row.save()
    put_poll(row, [tidy(each) for each in options if tidy(each)], closes_at)
    attach(row, None, files)
    Following.objects.get_or_create(thread=row, person=person)
    activity.record("thread.started", row, by=by, about=[space])
    mails.tell_started(row, told(row, row.text, person))
    return row


def put_poll(row: Thread, options: list[str], closes_at: datetime | None) -> None:
    if not options:
        return
    if len(set(options)) < 2:
        raise ValidationError({"options": _("Write at least two things to choose among, one a line.")})
    if len(options) > MOST_OPTIONS:
        raise ValidationError({"options": _("Twelve choices are enough.")})
    if closes_at is None or closes_at <= timezone.now():
        raise ValidationError({"closes_at": _("Say until when one can vote, some time ahead.")})
    poll = Poll.objects.create(thread=row, closes_at=closes_at)
    PollOption.objects.bulk_create(PollOption(poll=poll, text=text[:120]) for text in dict.fromkeys(options))


def attach(thread: Thread, reply: Reply | None, files: Iterable[Any]) -> None:
    """Pictures are drawn anew: place, camera and whatever was hidden in them are gone."""
    every = list(files)
    if len(every) > MOST_FILES:
        raise ValidationError({"files": _("Six files at a time are enough.")})
    for upload in every:
        ending = upload.name.rpartition(".")[2].lower()
        name, content = tidy(upload.name.replace("\\", "/").rpartition("/")[2])[-150:] or "fil", upload
        if ending in PICTURES:
            content = drawn_anew(upload)
        row = Attachment(thread=thread, reply=reply, name=name, file=content, is_picture=ending in PICTURES)
        try:
            row.full_clean()
        except ValidationError as problem:
            raise ValidationError({"files": [f"{name}: {text}" for text in problem.messages]}) from problem
        row.save()


def drawn_anew(upload: Any) -> ContentFile:
    try:
        return cleaned(upload)
    except Exception as error:
        raise ValidationError({"files": _("%(name)s cannot be read as a picture.") % {"name": upload.name}}) from error


def told(thread: Thread, text: str, writer: Person | None) -> dict[int, str]:
    """Whom to write to at once, and why: named, one's company is named, follows, or wants all of this space at once.
    Never the one who wrote, nor who muted it, nor who may not read the space."""
    everybody = {each.pk: each for each in audience.people_in(thread.space)}
    mentioned, companies = naming.named_in(text, everybody.values(), member_names())
    found: dict[int, str] = {}
    for pk in thread.space.choices.filter(how="at_once").values_list("person", flat=True):
        found[pk] = "space"
    for pk in thread.followings.filter(muted=False).values_list("person", flat=True):
        found[pk] = "follows"
    for pk in audience.at_work_in(companies).values_list("pk", flat=True) if companies else ():
        found[pk] = "company"
    found |= dict.fromkeys(mentioned, "named")
    muted = set(thread.followings.filter(muted=True).values_list("person", flat=True))
    left_out = muted | ({writer.pk} if writer else set())
    return {pk: why for pk, why in found.items() if pk in everybody and pk not in left_out}


def member_names() -> list[tuple[int, str]]:
    from sterke.advocacy.reports_mandate import member_companies

    return list(member_companies().values_list("pk", "name"))


@transaction.atomic
def reply(
    thread: Thread, *, text: str, files: Iterable[Any] = (), by: Any, by_mail: bool = False, message_id: str = ""
) -> Reply:
    """Answer. ``by`` is a user; a mail is answered as the person its address was made for."""
    person = by if isinstance(by, Person) else permissions.person_of(by)
    stored = lock_thread(thread)
    if person is None or not may_reply(person, by, stored):
        raise PermissionDenied
    if not stored.is_open:
        raise ValidationError(_("This thread is closed."), code="closed")
    row = Reply(
        thread=stored, text=text.strip(), author=person, organisation=company_of(person),
        name=person.name[:200], by_mail=by_mail, message_id=message_id[:255],
    )  # fmt: skip
    row.full_clean()
    row.save()
    attach(stored, row, files)
    stored.last_at = row.at
    stored.save(update_fields=["last_at"])
    Following.objects.get_or_create(thread=stored, person=person)
    mails.tell_reply(row, told(stored, row.text, person))
    return row


def may_reply(person: Person, by: Any, thread: Thread) -> bool:
    if isinstance(by, Person):
        return audience.is_in(person, thread.space)
    return permissions.can_write(by, thread.space)


@transaction.atomic
def edit_thread(thread: Thread, *, title: str, text: str, by: Any) -> Thread:
    """Change one's own words; it shows that they were changed."""
    stored = lock_thread(thread)
    if not permissions.can_change(by, stored):
        raise PermissionDenied
    stored.title, stored.text, stored.edited_at = tidy(title), text.strip(), timezone.now()
    stored.full_clean()
    stored.save()
    return stored


@transaction.atomic
def edit_reply(reply: Reply, *, text: str, by: Any) -> Reply:
    stored = Reply._base_manager.select_for_update(of=("self",)).select_related("thread__space").get(pk=reply.pk)
    if not permissions.can_change(by, stored):
        raise PermissionDenied
    stored.text, stored.edited_at = text.strip(), timezone.now()
    stored.full_clean()
    stored.save()
    return stored


@transaction.atomic
def accept_reply(reply: Reply, *, by: Any) -> Thread:
    """This is the answer. Said once more, it is not."""
    thread = lock_thread(reply.thread)
    if not permissions.can_accept(by, thread):
        raise PermissionDenied
    if reply.hidden_on is not None or reply.thread_id != thread.pk:
        raise ValidationError(_("It is not there any more."))
    is_new = thread.accepted_id != reply.pk
    thread.accepted = reply if is_new else None
    thread.save(update_fields=["accepted"])
    if is_new:
        activity.record("thread.answered", thread, by=by, about=[thread.space])
        mails.tell_accepted(reply)
    return thread
