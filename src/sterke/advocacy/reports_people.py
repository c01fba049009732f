"""Who held which office and which post on a day."""

from datetime import date

from sterke.directory.models import Office, Organisation, Person
from sterke.directory.models.organisations import in_force
from sterke.membership.models import Appointment

from .models import PoliticalPromise


def holders_on(office: Office, day: date) -> list[Person]:
    """Whoever held the office that day; two where one handed over to the other, none where nobody is known."""
    rows = office.holders.filter(in_force(day)).select_related("person").order_by("valid_from", "pk")
    return [row.person for row in rows]


def holder_on(office: Office, day: date) -> Person | None:
    """The one who held the office that day; None where it was nobody, or one of two."""
    found = holders_on(office, day)
    return found[0] if len(found) == 1 else None


def post_on(person: Person, day: date, organisation: Organisation | None) -> tuple[str, Organisation | None]:
    """What a person of ours was that day: a post in a body of ours first, else the role in the company."""
    posts = Appointment.objects.filter(in_force(day), person=person).select_related("body", "organisation")
    post = posts.in_posts_order().first()
    if post is not None:
        return f"{post.get_post_display()}, {post.body}", organisation or post.organisation
    roles = person.roles.filter(in_force(day)).select_related("organisation")
    role = (roles.filter(organisation=organisation) if organisation else roles).first()
    return (role.title or role.get_kind_display(), role.organisation) if role else ("", organisation)


def inherited_by(promise: PoliticalPromise, day: date) -> Person | None:
    """Who has the promise now, where it is not whoever gave it."""
    now = holder_on(promise.office, day)
    return now if now is not None and now.pk != promise.holder_id else None
