"""Issues, readers and members for the tests of the newsletter."""

from django.utils import timezone

from sterke.accounts.models import User
from sterke.publishing.newsletter import issues, sending
from sterke.publishing.newsletter.models import NewsletterIssue, Subscription
from tests import factories as make


def reader(email="grete@example.no", **fields):
    fields.setdefault("confirmed_at", timezone.now())
    return Subscription.objects.create(email=email, **fields)


def readers(count, start=0):
    now = timezone.now()
    Subscription.objects.bulk_create(
        Subscription(email=f"leser{n}@example.no", confirmed_at=now) for n in range(start, start + count)
    )


def member(email="kari@example.no", name="Kari Nordmann", company=None, **fields):
    company = company or make.OrganisationFactory(member=True, name="Åsnes Mekaniske")
    person = make.PersonFactory(name=name, user=User.objects.create_user(email, name=name), **fields)
    return make.RoleFactory(person=person, organisation=company).person


def issue(**fields):
    """A draft with one thing in it for everybody, and one for members."""
    row = NewsletterIssue.objects.create(
        **{"subject": "Nytt fra klynga", "greeting": "Hei {fornavn},\n\nher er det.", **fields}
    )
    row.items.create(title="For alle", url="/aktuelt/", visibility="public", picked=True, order=1)
    row.items.create(title="Bare for medlemmer", url="/medlemmer/", visibility="members", picked=True, order=2)
    return row


def schedule(row, by, at=None):
    issues.schedule(row, at=at or timezone.now(), by=by)
    row.refresh_from_db()


def go_on(row, times=1):
    for _time in range(times):
        sending.go_on()
    row.refresh_from_db()
    return row
