from typing import Any

from sterke.core import links
from sterke.directory.actions import add_role, create_person, person_with_email
from sterke.directory.models import Organisation, Role
from sterke.directory.spelling import clean_email


def invite(organisation: Organisation, *, email: str, name: str, title: str, kind: str, by: Any) -> tuple[Role, str]:
    """Find or make the person, give the role unless they have it, and make the link that lets them in (30 days)."""
    address = clean_email(email)
    person = person_with_email(address) or create_person(name=name, email=address, by=by)
    role = Role.objects.in_force().filter(person=person, organisation=organisation, kind=kind).first()
    role = role or add_role(person, organisation, kind=kind, title=title, by=by)
    return role, links.make("invitation", role, holder=address, days=30)
