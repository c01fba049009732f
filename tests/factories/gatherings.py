"""Factories of gatherings."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from sterke.gatherings.models import Gathering, GatheringGoal, Registration


def at_noon(day: datetime.date, hour: int = 12) -> datetime.datetime:
    """That hour of a day, where the cluster is."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


class GatheringFactory(DjangoModelFactory):
    """In a month, from nine to three; a draft. ``open``: everybody may register."""

    class Meta:
        model = Gathering
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Samling {n}")
    slug = factory.Sequence(lambda n: f"samling-{n}")
    day = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=30))
    starts_at = factory.LazyAttribute(lambda o: at_noon(o.day, 9))
    ends_at = factory.LazyAttribute(lambda o: at_noon(o.day, 15))
    last_day = factory.LazyAttribute(lambda o: o.day)

    class Params:
        open = factory.Trait(
            status="open", visibility="public", opens_to="public",
            aim=factory.RelatedFactory("tests.factories.GatheringGoalFactory", factory_related_name="gathering"),
        )  # fmt: skip


class GatheringGoalFactory(DjangoModelFactory):
    class Meta:
        model = GatheringGoal

    gathering = factory.SubFactory(GatheringFactory)
    statement = "Åtte bedrifter tar inn lærlinger"
    how = "Håndsopprekning"
    target = Decimal(8)


class RegistrationFactory(DjangoModelFactory):
    class Meta:
        model = Registration

    gathering = factory.SubFactory(GatheringFactory, open=True)
    name = factory.Sequence(lambda n: f"Deltaker {n}")
    email = factory.Sequence(lambda n: f"deltaker{n}@example.no")
    who = factory.LazyAttribute(lambda o: f"person:{o.person.pk}" if o.person else o.email)
    person = None
    registered_by = factory.SelfAttribute("name")
