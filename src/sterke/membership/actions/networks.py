from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.edits import EditForm
from sterke.core.text import fold, tidy
from sterke.core.visibility import Visibility
from sterke.directory.models import Organisation, Person

from .. import permissions
from ..models import Network, NetworkSeat

RESERVED = "nytt"  # the address where networks are started


@transaction.atomic
def start_network(
    *,
    name: str,
    valid_from: date,
    by: Any,
    name_en: str = "",
    purpose: str = "",
    purpose_en: str = "",
    visibility: str = Visibility.SECRETARIAT,
) -> Network:
    """Start a network, with an address made from its name. Seen by the secretariat only unless said otherwise."""
    if not permissions.can_start_network(by):
        raise PermissionDenied
    slug = slugify(fold(name))[:50]
    if not slug or slug == RESERVED:
        raise ValidationError({"name": _("Give the network a name.")})
    if Network.objects.filter(slug=slug).exists():
        raise ValidationError({"name": _("There is a network of that name already.")})
    network = Network.objects.create(
        name=tidy(name), name_en=tidy(name_en), slug=slug, purpose=purpose, purpose_en=purpose_en,
        valid_from=valid_from, visibility=visibility,
    )  # fmt: skip
    activity.record("network.started", network, by=by, visibility=visibility)
    return network


@transaction.atomic
def edit_network(network: Network, *, form: EditForm, by: Any) -> Network:
    """Change what a network is called, is for, and who sees it; its address stays. Refused when another save won."""
    if not permissions.can_edit_network(by, network):
        raise PermissionDenied
    before = model_to_dict(Network.objects.get(pk=network.pk), fields=form._meta.fields)
    start = form.cleaned_data["valid_from"]
    if network.seats.filter(valid_from__lt=start).exists():
        raise ValidationError({"valid_from": _("Somebody had a seat here before that day.")})
    if network.valid_to and network.valid_to < start:
        raise ValidationError({"valid_from": _("A network cannot end before it started.")})
    if not form.claim():
        raise ValidationError(_("Someone else saved this while you were writing."), code="conflict")
    saved = form.save()
    if changes := activity.changes_between(before, saved):
        activity.record("network.edited", saved, by=by, changes=changes)
    return saved


@transaction.atomic
def end_network(network: Network, *, on: date, by: Any) -> Network:
    """End a network and every seat in it on a day; what it was stays in the history of the people and companies."""
    if not permissions.can_end_network(by, network):
        raise PermissionDenied
    if on < network.valid_from:
        raise ValidationError({"on": _("A network cannot end before it started.")})
    Network.objects.filter(pk=network.pk).update(valid_to=on)
    network.refresh_from_db()
    seats = network.seats.running_after(on).end_on(on)
    activity.record("network.ended", network, by=by, visibility=network.visibility, on=on.isoformat(), seats=seats)
    return network


@transaction.atomic
def add_seat(
    network: Network,
    *,
    person: Person,
    organisation: Organisation | None,
    by: Any,
    is_leader: bool = False,
    valid_from: date | None = None,
) -> NetworkSeat:
    """Give a person a seat in a network for the company they come from. A second open seat is refused."""
    if not permissions.can_edit_network_people(by, network):
        raise PermissionDenied
    start = valid_from or timezone.localdate()
    if start < network.valid_from:
        raise ValidationError(_("The network had not started on that day."))
    try:
        with transaction.atomic():
            seat = NetworkSeat.objects.create(
                network=network, person=person, organisation=organisation, is_leader=is_leader, valid_from=start
            )
    except IntegrityError as error:
        raise ValidationError(_("%(name)s has a seat here already.") % {"name": person}) from error
    _record("seat.given", seat, by)
    return seat


@transaction.atomic
def end_seat(seat: NetworkSeat, *, on: date, by: Any) -> NetworkSeat:
    """End a seat: ``on`` is its last day. Also ends what a leader could do in the network."""
    if not permissions.can_edit_seat(by, seat):
        raise PermissionDenied
    if on < seat.valid_from:
        raise ValidationError(_("A seat cannot end before it began."))
    if NetworkSeat.objects.filter(pk=seat.pk).running_after(on).update(valid_to=on) != 1:
        raise ValidationError(_("This seat has ended already."))
    seat.refresh_from_db()
    _record("seat.ended", seat, by, on=on.isoformat())
    return seat


@transaction.atomic
def make_leader(seat: NetworkSeat, *, by: Any) -> NetworkSeat:
    """Let the holder of a seat lead the network: from now on they edit its people. Several may lead together."""
    return _lead(seat, True, "seat.leads", by)


@transaction.atomic
def stop_leading(seat: NetworkSeat, *, by: Any) -> NetworkSeat:
    """Take the lead from a seat, which stays. A leader may not leave the network without one."""
    others = NetworkSeat.objects.in_force().filter(network=seat.network, is_leader=True).exclude(pk=seat.pk)
    if not others.exists() and not by.is_secretary:
        raise ValidationError(_("Make somebody else leader first, so that the network has one."))
    return _lead(seat, False, "seat.stopped", by)


def _lead(seat: NetworkSeat, leads: bool, verb: str, by: Any) -> NetworkSeat:
    if not permissions.can_edit_seat(by, seat):
        raise PermissionDenied
    if NetworkSeat.objects.in_force().filter(pk=seat.pk, is_leader=not leads).update(is_leader=leads) != 1:
        raise ValidationError(_("Somebody changed this seat just now. Look again."))
    seat.refresh_from_db()
    _record(verb, seat, by)
    return seat


def _record(verb: str, seat: NetworkSeat, by: Any, **details: Any) -> None:
    activity.record(
        verb,
        seat,
        by=by,
        about=[seat.network, seat.person, seat.organisation],
        visibility=Visibility.MEMBERS if seat.network.visibility != Visibility.SECRETARIAT else Visibility.SECRETARIAT,
        person=str(seat.person),
        network=str(seat.network),
        **details,
    )
