"""Segments: questions that tell who gets a letter, asked of the register each time and never copied.

``asks`` is a dictionary: ``networks``, ``municipalities``, ``categories``, ``attended`` (numbers of rows), ``roles``
(kinds), ``since`` (a day). Within one kind any of them is enough; all kinds that are asked must hold.

Two sorts of people get a letter: members, because they are; and those who said yes. Never anybody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.directory.models import ContactDetails, Person, Role
from sterke.gatherings.models import Gathering, Registration
from sterke.membership.models import Appointment, Membership, MembershipCategory, Network, NetworkSeat
from sterke.region.models import Municipality

from . import reporting
from .models import Subscription

PEOPLE = ("networks", "roles", "municipalities", "categories", "attended")  # what is asked of the register of people


@dataclass(frozen=True)
class Reader:
    """Somebody a letter goes to: an address, who that is where we know, and whether they are a member."""

    address: str
    member: bool
    person: int | None = None
    name: str = ""
    language: str = "nb"
    said_yes: date | None = None


def at_work(**where: Any) -> Exists:
    return Exists(Role.objects.at_work().filter(person=OuterRef("pk"), **where).order_by())


def people(asks: dict[str, Any]) -> QuerySet:
    """People of whom all that is asked holds, with the address mail goes to; whether they are members or not."""
    emails = ContactDetails.objects.filter(person=OuterRef("pk"), kind=ContactDetails.Kind.EMAIL).order_by("pk")
    address = Lower(Coalesce("user__email", Subquery(emails.values("value")[:1])))
    rows: QuerySet = Person.objects.filter(merged_into=None, erased_at=None).order_by()
    if asks.get("networks"):
        rows = rows.filter(Exists(_seats().filter(network__in=asks["networks"])))
    if asks.get("roles"):
        rows = rows.filter(at_work(kind__in=asks["roles"]))
    if asks.get("municipalities"):
        rows = rows.filter(at_work(organisation__municipality__in=asks["municipalities"]))
    if asks.get("categories"):
        of_category = Membership.objects.on().filter(category__in=asks["categories"])
        rows = rows.filter(at_work(organisation__in=of_category.values("organisation")))
    if asks.get("attended"):
        came = Registration.objects.came().filter(gathering__in=asks["attended"]).order_by()
        rows = rows.filter(pk__in=came.filter(person__isnull=False).values("person"))
    return rows.annotate(address=address).filter(address__isnull=False)


def _seats() -> QuerySet[NetworkSeat]:
    return NetworkSeat.objects.in_force().filter(person=OuterRef("pk")).order_by()


def members(asks: dict[str, Any]) -> QuerySet:
    """Members of whom it holds, who have not stopped and whose address takes mail."""
    if asks.get("since"):
        return people({}).none()  # a question about those who said yes
    belongs = at_work(organisation__in=Membership.objects.on().values("organisation"))
    sits = Exists(Appointment.objects.in_force().filter(person=OuterRef("pk")).order_by())
    rows = people(asks).filter(belongs | sits)
    stopped = Subscription.objects.stopped().order_by().values("email")
    return rows.exclude(address__in=stopped).exclude(address__in=reporting.unreachable())


def subscribers(asks: dict[str, Any]) -> QuerySet[Subscription]:
    """Those who said yes, of whom it holds, as far as we know who they are."""
    rows = Subscription.objects.going().exclude(email__in=reporting.unreachable()).order_by()
    if any(asks.get(name) for name in PEOPLE):
        rows = rows.filter(email__in=people(asks).values("address"))
    if asks.get("since"):
        rows = rows.filter(confirmed_at__date__gte=asks["since"])
    return rows


def count(asks: dict[str, Any]) -> int:
    """How many would get it now: each address once."""
    both = members(asks).values_list("address").union(subscribers(asks).values_list("email"))
    return both.count()


def readers(asks: dict[str, Any]) -> Iterator[Reader]:
    """All who would get it now, members first; an address may come twice, as a member's and as one who said yes."""
    found = members(asks).order_by("pk").values_list("address", "pk", "name", "language")
    for address, pk, name, language in found.iterator(chunk_size=1000):
        yield Reader(address, True, pk, name, language)
    said_yes = subscribers(asks).order_by("pk").values_list("email", "language", "confirmed_at")
    for email, language, at in said_yes.iterator(chunk_size=1000):
        yield Reader(email, False, None, "", language, timezone.localdate(at))


def in_words(asks: dict[str, Any]) -> str:
    """What a segment asks, in a few words, for those who send and for those who get it."""
    parts = []
    if asks.get("networks"):
        parts.append(_("sits in %(names)s") % {"names": _names(Network, asks["networks"])})
    if asks.get("roles"):
        roles = [str(Role.Kind(kind).label) for kind in asks["roles"] if kind in Role.Kind.values]
        parts.append(_("is %(names)s") % {"names": _either(roles)})
    if asks.get("municipalities"):
        parts.append(_("works in %(names)s") % {"names": _names(Municipality, asks["municipalities"])})
    if asks.get("categories"):
        parts.append(_("is a member as %(names)s") % {"names": _names(MembershipCategory, asks["categories"])})
    if asks.get("attended"):
        parts.append(_("was at %(names)s") % {"names": _names(Gathering, asks["attended"])})
    if asks.get("since"):
        day = date_format(date.fromisoformat(asks["since"]), "DATE_FORMAT")
        parts.append(_("said yes to the newsletter on %(day)s or later") % {"day": day})
    return _(" and ").join(parts)


def _names(model: Any, pks: list[int]) -> str:
    return _either([str(row) for row in model._default_manager.filter(pk__in=pks)])


def _either(names: list[str]) -> str:
    return _(" or ").join(names)


def reason_for(reader: Reader, asks: dict[str, Any]) -> str:
    """Why this reader gets it, in the language that is active; it stands in the letter."""
    if reader.member:
        why = _("You get this because you belong to a member of the cluster.")
    else:
        why = _("You get this because you said yes to it on %(day)s.") % {
            "day": date_format(reader.said_yes or timezone.localdate(), "DATE_FORMAT")
        }
    asked = in_words(asks)
    return why if not asked else f"{why} {_('This one goes to everybody who %(asked)s.') % {'asked': asked}}"
