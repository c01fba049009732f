"""From an idea to a date, to open doors, to over; moved, copied, called off."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sterke.core import activity, links
from sterke.core.edits import EditForm
from sterke.core.text import address_from, first_free, tidy
from sterke.core.visibility import Visibility

from .. import mails, permissions
from ..models import (
    AgendaItem,
    Gathering,
    GatheringGoal,
    GatheringQuestion,
    Joining,
    ProgrammeItem,
    Registration,
    Speaker,
)
from . import door_links, seats

RESERVED = {"ny", "oppmote", "resultater"}  # addresses of other pages
LONGEST = 60
# What a network's own page tells of its gatherings: that they come, and what came of them.
TOLD_IN_NETWORK = {
    "gathering.save_the_date", "gathering.open", "gathering.cancelled", "gathering.resumed", "gathering.goal_told",
}  # fmt: skip
PLANNED_BY = ("title", "day", "starts_at", "ends_at", "place", "address", "municipality")  # who comes is told of these
COPIED = (
    "title", "title_en", "kind", "series", "network", "case", "lead", "lead_en", "about", "about_en", "place",
    "address", "municipality", "latitude", "longitude", "responsible", "capacity", "visibility", "opens_to",
    "price_member", "price_guest", "asks_diet",
)  # fmt: skip
Status = Gathering.Status


@transaction.atomic
def start_gathering(
    *, by: Any, title: str, slug: str = "", hosts: Any = (), networks: Any = (), **facts: Any
) -> Gathering:
    """Begin a draft, with an address made from its title and year. Only those who manage it see it until it is out."""
    if not permissions.can_start_in(by, facts.get("network")):
        raise PermissionDenied
    row = Gathering(title=tidy(title), **facts)
    if row.responsible is None:
        row.responsible = permissions.person_of(by)
    row.slug = slug or free_slug(row.title, row.day)
    row.full_clean()
    row.set_days()
    row.save()
    row.hosts.set(hosts)
    row.networks.set(networks)
    record("gathering.started", row, by)
    return row


@transaction.atomic
def edit_gathering(gathering: Gathering, *, form: EditForm, by: Any) -> Gathering:
    """Change it; its address stays. Whoever is registered is told when time or place moves; freed seats are offered.

    Refused when another save won, and when there would be fewer seats than people who have one.
    """
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    stored = seats.lock(gathering)
    refuse_too_few_seats(stored, form.cleaned_data.get("capacity", stored.capacity))
    before = model_to_dict(stored, fields=form._meta.fields)
    if not form.claim():
        raise ValidationError(_("Someone else saved this while you were writing."), code="conflict")
    form.instance.set_days()
    saved = form.save()
    changes = activity.changes_between(before, saved)
    if not changes:
        return saved
    record("gathering.edited", saved, by, changes=changes)
    planned = {label_of(name) for name in PLANNED_BY}
    moved = {label: pair for label, pair in changes.items() if label in planned}
    if moved and not saved.is_cancelled:
        for row in Registration.objects.active().filter(gathering=saved):
            mails.tell_changed(saved, row, moved)
    links.move_end(saved, door_links.DOOR, door_links.door_until(saved))
    seats.offer_free_seats(saved)
    return saved


def label_of(name: str) -> str:
    field: Any = Gathering._meta.get_field(name)
    return str(field.verbose_name)


def refuse_too_few_seats(gathering: Gathering, capacity: int | None) -> None:
    if capacity is None or (gathering.capacity is not None and capacity >= gathering.capacity):
        return
    taken = seats.count(gathering).taken
    if taken > capacity:
        said = ngettext(
            "%(count)s person has a seat already. Choose at least as many, or cancel some first.",
            "%(count)s people have a seat already. Choose at least as many, or cancel some first.",
            taken,
        )
        raise ValidationError({"capacity": said % {"count": taken}})


@transaction.atomic
def set_status(gathering: Gathering, status: str, *, by: Any) -> Gathering:
    """Publish the date, open for registration, close, or take it back to a draft while nobody is registered."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    row = seats.lock(gathering)
    if row.is_cancelled:
        raise ValidationError(_("It is cancelled. Take it up again first."))
    if status == Status.CANCELLED:
        raise ValidationError(_("To cancel, say why."))
    if status == Status.OPEN:
        refuse_unready(row)
    if status == Status.DRAFT and Registration.objects.active().filter(gathering=row).exists():
        raise ValidationError(_("People are registered: cancel it, or leave it as it is."))
    if row.status == status:
        return row
    row.status = status
    row.full_clean()
    row.save(update_fields=["status"])
    record(f"gathering.{status}", row, by)
    if status == Status.OPEN:
        seats.offer_free_seats(row)
    return row


def refuse_unready(row: Gathering) -> None:
    """Nobody is asked to come to something that has no hours, or no goal."""
    if row.starts_at is None:
        raise ValidationError(_("Say when it begins before people can register."))
    if not row.goals.exists():
        raise ValidationError(_("Set at least one concrete goal first: what is so when people go home?"))


@transaction.atomic
def call_off(gathering: Gathering, *, why: str, by: Any) -> Gathering:
    """Cancel it. Everybody who is registered is told why, and their calendar too; the list stays."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    row = seats.lock(gathering)
    if row.is_cancelled:
        raise ValidationError(_("It is cancelled already."))
    if not why.strip():
        raise ValidationError({"why": _("Say why. People have made plans.")})
    row.status, row.cancelled_why, row.version = Status.CANCELLED, tidy(why)[:300], row.version + 1
    row.save(update_fields=["status", "cancelled_why", "version"])
    record("gathering.cancelled", row, by, reason=row.cancelled_why)
    for registration in Registration.objects.active().filter(gathering=row):
        mails.tell_called_off(row, registration)
    return row


@transaction.atomic
def take_up_again(gathering: Gathering, *, by: Any) -> Gathering:
    """It is on after all, closed for more until somebody opens it. Everybody on the list is told."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    row = seats.lock(gathering)
    if not row.is_cancelled:
        raise ValidationError(_("It is not cancelled."))
    row.status = Status.CLOSED if row.starts_at else Status.SAVE_THE_DATE
    row.cancelled_why, row.version = "", row.version + 1
    row.save(update_fields=["status", "cancelled_why", "version"])
    record("gathering.resumed", row, by)
    for registration in Registration.objects.active().filter(gathering=row):
        mails.tell_changed(row, registration, {_("news"): ["", _("it is on again")]})
    return row


@transaction.atomic
def copy_gathering(gathering: Gathering, *, day: date, by: Any) -> Gathering:
    """The same again on another day, as a draft: goals, programme, agenda, questions and hosts; nobody who came."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    shift = day - gathering.day
    facts = {name: getattr(gathering, name) for name in COPIED}
    hours = {name: moved(getattr(gathering, name), shift) for name in ("starts_at", "ends_at", "deadline", "cancel_by")}
    row = Gathering(**facts, **hours, day=day, copied_from=gathering, slug=free_slug(gathering.title, day))
    row.full_clean()
    row.set_days()
    row.save()
    row.hosts.set(gathering.hosts.all())
    row.networks.set(gathering.networks.all())
    copy_parts(gathering, row, shift)
    record("gathering.copied", row, by, source=str(gathering))
    return row


def moved(moment: Any, shift: timedelta) -> Any:
    """The same hour on the clock so many days later, also across a night when the clock is moved."""
    if moment is None:
        return None
    local = timezone.localtime(moment)
    return timezone.make_aware(local.replace(tzinfo=None) + shift)


def copy_parts(source: Gathering, row: Gathering, shift: timedelta) -> None:
    for goal in source.goals.all():
        GatheringGoal.objects.create(
            gathering=row, **model_to_dict(goal, exclude=["id", "gathering", "asked", "serves"]),
            asked=goal.asked, serves=goal.serves,
        )  # fmt: skip
    for question in source.questions.all():
        GatheringQuestion.objects.create(gathering=row, **model_to_dict(question, exclude=["id", "gathering"]))
    for item in source.programme.prefetch_related("speakers"):
        values = model_to_dict(item, exclude=["id", "gathering", "starts_at", "ends_at"])
        new = ProgrammeItem.objects.create(
            gathering=row, starts_at=moved(item.starts_at, shift), ends_at=moved(item.ends_at, shift), **values
        )
        Speaker.objects.bulk_create(
            Speaker(item=new, name=s.name, title=s.title, person=s.person, is_moderator=s.is_moderator)
            for s in item.speakers.all()
        )
    for matter in source.agenda.all():
        AgendaItem.objects.create(gathering=row, **model_to_dict(matter, exclude=["id", "gathering"]))
    if joining := Joining.objects.filter(gathering=source).first():
        Joining.objects.create(gathering=row, note=joining.note)


def free_slug(title: str, day: date) -> str:
    """An address from the title and the year, with a number where another gathering has it."""
    base = address_from(title, LONGEST)
    if not base:
        raise ValidationError({"title": _("Give it a title.")})
    base = base if str(day.year) in base else f"{base}-{day.year}"
    taken = RESERVED | set(Gathering.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return first_free(base, taken)


def record(verb: str, row: Gathering, by: Any, **details: Any) -> None:
    """What happens to a public gathering is told to members: it names people."""
    visibility = Visibility.MEMBERS if row.visibility == Visibility.PUBLIC else row.visibility
    visibility = Visibility.SECRETARIAT if row.status == Status.DRAFT else visibility
    about = [row.responsible, row.network if verb in TOLD_IN_NETWORK else None]
    activity.record(verb, row, by=by, about=about, visibility=visibility, **details)
