"""What needs, offers and introductions keep of people; how it is told, forgotten and erased."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.advocacy.privacy import ERASED, keys_of
from sterke.core.house import Individual, Trace, gives_data, gives_erasure, gives_keeping, gives_traces, promises

from .models import Introduction, IntroductionSide, Listing, ListingAnswer

KEEP_DAYS = 730  # introductions that came to nothing
OWN = "connections: what stands in one's name, what one answered, whom one was brought together with"
promises(
    Listing, search="koblinger, to its audience", access=OWN, erasure="connections: the company's stays, without name"
)
promises(ListingAnswer, search="no: found through the question", access=OWN, erasure="connections: the name goes")
promises(Introduction, search="no: between two", access=OWN, erasure="connections: that it was stays, without names")
promises(IntroductionSide, search="no: between two", access=OWN, erasure="connections: name and words go")


def mine(individual: Individual, name: str = "person") -> Q:
    return Q(**{name: individual.person_id}) if individual.person_id else Q(pk=None)


@gives_data("connections")
def data_of(individual: Individual) -> dict[str, Any]:
    """One's own words and choices; of an introduction never the other's word."""
    keys = keys_of(individual)
    listings = Listing.objects.filter(
        mine(individual, "contact") | Q(written_by_key__in=keys) | Q(company_yes_key__in=keys)
    )
    return {
        "listings": list(
            listings.order_by("pk").values("side", "title", "text", "organisation__name", "written_at", "valid_until")
        ),
        "answers": list(
            ListingAnswer.objects.filter(mine(individual)).values("listing__title", "words", "may_share", "at")
        ),
        "introductions": list(
            IntroductionSide.objects.filter(mine(individual)).values(
                "introduction__why", "introduction__asked_on", "introduction__joined_on", "asked", "word", "word_at",
                "times", "note", "met", "result", "result_words", "result_at",
            )
        ),
    }  # fmt: skip


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    listings = Listing.objects.filter(mine(individual, "contact")).count()
    yield Trace(_("needs and offers in their name"), listings, _("what the company needs and offers, without the name"))
    answers = ListingAnswer.objects.filter(mine(individual)).count()
    yield Trace(_("answers to questions of the cluster"), answers, _("the company's answer, without the name"))
    sides = IntroductionSide.objects.filter(mine(individual)).count()
    yield Trace(_("introductions to others"), sides, _("that two companies were brought together"))


@gives_erasure("connections")
def erase(individual: Individual) -> None:
    """Counts and the company's words stay; name, note and times go. What waits for them is closed."""
    keys = keys_of(individual)
    Listing.objects.filter(mine(individual, "contact")).update(contact=None)
    Listing.objects.filter(written_by_key__in=keys).update(written_by=ERASED, written_by_key="")
    Listing.objects.filter(company_yes_key__in=keys).update(company_yes=ERASED, company_yes_key="")
    ListingAnswer.objects.filter(mine(individual)).update(person=None)
    own = IntroductionSide.objects.filter(mine(individual))
    Introduction.objects.waiting().filter(pk__in=own.values("introduction")).update(closed_on=timezone.localdate())
    Introduction.objects.filter(asked_by_key__in=keys).update(asked_by=ERASED, asked_by_key="")
    Introduction.objects.filter(pk__in=own.values("introduction")).update(pair="")
    own.update(person=None, name=ERASED, note="", times=[], result_words="")


@gives_keeping("connections", _("introductions that came to nothing, after two years"), KEEP_DAYS)
def forget_introductions(dry_run: bool) -> int:
    last = timezone.localdate() - timedelta(days=KEEP_DAYS)
    rows = Introduction.objects.filter(joined_on=None, closed_on__lt=last)
    count = rows.count()
    if not dry_run:
        rows.delete()
    return count
