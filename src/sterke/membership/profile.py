"""Membership's part of a profile: categories, bodies, networks, and the first person of the secretariat."""

from typing import Any

from django.utils import timezone

from sterke.accounts.models import User
from sterke.core import activity
from sterke.core.profile import Opening, takes_profile
from sterke.directory.models import Person

from .models import Appointment, Body, MembershipCategory, Network


@takes_profile(order=20)
def open_membership(opening: Opening) -> None:
    """Add what is missing. A row that is here already stays as it is."""
    profile = opening.profile
    categories = sum(add_category(row) for row in profile.categories)
    bodies = sum(add_body(row) for row in profile.bodies)
    networks = sum(add_network(row) for row in profile.networks)
    opening.done.append(f"New: {categories} membership categories, {bodies} bodies, {networks} networks.")
    if opening.secretary:
        opening.done.append(appoint_first_secretary(opening.secretary))


def add_category(row: dict[str, Any]) -> bool:
    facts = {"name": row["name"], "name_en": row["name_en"], "has_vote": row["votes"], "order": row["order"]}
    return MembershipCategory.objects.get_or_create(code=row["code"], defaults=facts)[1]


def add_body(row: dict[str, Any]) -> bool:
    facts = {name: row[name] for name in ("name", "name_en", "visibility")}
    return Body.objects.get_or_create(kind=row["kind"], defaults=facts)[1]


def add_network(row: dict[str, Any]) -> bool:
    facts = {name: row.get(name, "") for name in ("name", "name_en", "purpose", "purpose_en", "visibility")}
    facts |= {"valid_from": row["from"], "valid_to": row.get("to")}
    return Network.objects.get_or_create(slug=row["slug"], defaults=facts)[1]


def appoint_first_secretary(email: str) -> str:
    """Somebody must be first: a person with an account, appointed to the secretariat by the clockwork."""
    body = Body.objects.get(kind=Body.Kind.SECRETARIAT)
    user = User.objects.filter(email__iexact=User.objects.normalize_email(email)).first()
    user = user or User.objects.create_user(email)
    person, _created = Person.objects.get_or_create(
        user=user, defaults={"name": user.name or user.email.partition("@")[0]}
    )
    if body.appointments.in_force().filter(person=person).exists():
        return f"{user.email} is in the secretariat already."
    appointment = Appointment.objects.create(
        body=body,
        person=person,
        post=Appointment.Post.CLUSTER_MANAGER,
        election=Appointment.Election.HIRED,
        valid_from=timezone.localdate(),
    )
    activity.record("appointment.made", appointment, by=User.objects.clockwork(), about=[person, body])
    return f"{user.email} may sign in as the secretariat: open /logg-inn/ and ask for a code."
