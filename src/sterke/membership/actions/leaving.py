from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.accounts.models import User
from sterke.core import activity, links
from sterke.directory.actions import end_role, open_door
from sterke.directory.models import ContactDetails, Organisation, Person, Role

from .. import mails, permissions
from ..models import Appointment, Departure, NetworkSeat


@transaction.atomic
def person_leaves(person: Person, *, organisation: Organisation, on: date, by: Any) -> Departure:
    """End what a person has in a company: roles, seats and posts held for it. ``on`` is the last day.

    Asks the company by mail who takes over (its main contact; when that is the one who left, the other contacts, else
    the company's own address) and puts the question on the desk until it is answered. Done twice, it is done once.
    """
    if not permissions.can_say_person_leaves(by, organisation):
        raise PermissionDenied
    earlier = Departure.objects.open().filter(person=person, organisation=organisation).first()
    roles = Role.objects.filter(person=person, organisation=organisation).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    was_main_contact = roles.filter(kind=Role.Kind.MAIN_CONTACT).exists()
    if earlier and not roles.exists():
        return earlier
    if not roles.exists():
        raise ValidationError(_("%(person)s has no role here to end.") % {"person": person})
    if roles.filter(valid_from__gt=on, valid_from__lte=timezone.localdate()).exists():
        raise ValidationError({"on": _("That is before the role began.")})
    readers = _who_can_tell(person, organisation, on)
    ended = [*_end_roles(roles, on, by), *_end_seats_and_posts(person, organisation, on)]
    departure, _new = Departure.objects.get_or_create(
        person=person,
        organisation=organisation,
        answered_at=None,
        defaults={"left_on": on, "was_main_contact": was_main_contact, "ended": ended},
    )
    activity.record(
        "person.left", person, by=by, about=[organisation], company=str(organisation), on=on.isoformat(), ended=ended
    )
    mails.ask_who_takes_over(departure, readers)
    return departure


@transaction.atomic
def name_successor(departure: Departure, *, email: str, name: str, title: str = "", by: Any) -> Departure:
    """Say who takes over: they get an invitation to the company, as main contact if that is what the other was.

    ``by`` is a user, or None when the answer came by a link in a mail. The desk and the other links stop asking.
    """
    if by is not None and not permissions.can_name_successor(by, departure):
        raise PermissionDenied
    _claim(departure)
    kind = Role.Kind.MAIN_CONTACT if departure.was_main_contact else Role.Kind.CONTACT
    house = by or User.objects.clockwork()
    role, address, token = open_door(departure.organisation, email=email, name=name, title=title, kind=kind, by=house)
    mails.invite_successor(departure, role, token, address)
    Departure.objects.filter(pk=departure.pk).update(successor=role.person)
    departure.refresh_from_db()
    activity.record(
        "departure.answered",
        departure,
        by=by or departure.organisation,
        about=[departure.person, departure.organisation, role.person],
        person=str(departure.person),
        successor=name,
    )
    return departure


@transaction.atomic
def close_succession(departure: Departure, *, by: Any) -> Departure:
    """Nobody takes over: the desk and the links stop asking. ``by`` is None when a link in a mail said so."""
    if by is not None and not permissions.can_name_successor(by, departure):
        raise PermissionDenied
    _claim(departure)
    departure.refresh_from_db()
    activity.record(
        "departure.closed",
        departure,
        by=by or departure.organisation,
        about=[departure.person, departure.organisation],
        person=str(departure.person),
    )
    return departure


def _claim(departure: Departure) -> None:
    if Departure.objects.open().filter(pk=departure.pk).update(answered_at=timezone.now()) != 1:
        raise ValidationError(_("Somebody has answered this already."))
    links.revoke(departure, mails.SUCCESSOR)


def _end_roles(roles: Any, on: date, by: Any) -> list[str]:
    ended = []
    for role in roles.order_by("pk"):
        ended.append(role.title or str(role.get_kind_display()))
        end_role(role, on=on, by=by)
    return ended


def _end_seats_and_posts(person: Person, organisation: Organisation, on: date) -> list[str]:
    """Seats and posts held for the company; those held for nobody too, when the person has no other place."""
    held = Q(organisation=organisation)
    if not Role.objects.in_force(on).filter(person=person).exclude(organisation=organisation).exists():
        held |= Q(organisation=None)
    seats = NetworkSeat.objects.filter(held, person=person).running_after(on)
    posts = Appointment.objects.filter(held, person=person).running_after(on)
    if not all(permissions.somebody_stays(post, on) for post in posts.select_related("body")):
        raise ValidationError(_("Somebody must be left in the secretariat. Appoint the next one first."))
    ended = [str(seat.network) for seat in seats.select_related("network").order_by("pk")]
    ended += [f"{post.body}: {post.get_post_display()}" for post in posts.select_related("body").order_by("pk")]
    seats.end_on(on)
    posts.end_on(on)
    return ended


def _who_can_tell(person: Person, organisation: Organisation, on: date) -> list[tuple[str, str, str]]:
    """The main contacts who stay; else the other contacts; else the company's own e-mail."""
    stay = (
        Role.objects.in_force()
        .filter(organisation=organisation, kind__in=[Role.Kind.MAIN_CONTACT, Role.Kind.CONTACT])
        .exclude(person=person)
        .exclude(valid_to__lte=on)
        .select_related("person__user")
        .prefetch_related("person__contact_details")
        .order_by("pk")
    )
    roles = [role for role in stay if role.person.email]
    chosen = [role for role in roles if role.kind == Role.Kind.MAIN_CONTACT] or roles
    if chosen:
        found = {role.person.email: (role.person.name, role.person.email, role.person.language) for role in chosen}
        return list(found.values())
    addresses = organisation.contact_details.filter(kind=ContactDetails.Kind.EMAIL).values_list("value", flat=True)
    return [("", address, "nb") for address in addresses[:1]]
