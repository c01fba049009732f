"""Factories of meeting rounds."""

import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from sterke.connections.models import MeetingRound, MeetingStand, RoundParticipant, Slot, Wish

from .gatherings import GatheringFactory, RegistrationFactory


class RoundFactory(DjangoModelFactory):
    """Two tables, no times yet; ``wishes``: people are asked whom they want to meet."""

    class Meta:
        model = MeetingRound

    gathering = factory.SubFactory(GatheringFactory, open=True)
    tables = 2
    wishes_until = factory.LazyAttribute(lambda o: o.gathering.starts_at - datetime.timedelta(days=7))

    class Params:
        wishes = factory.Trait(opened_at=factory.LazyFunction(timezone.now))
        closed = factory.Trait(
            opened_at=factory.LazyFunction(timezone.now), closed_at=factory.LazyFunction(timezone.now)
        )


class SlotFactory(DjangoModelFactory):
    class Meta:
        model = Slot

    round = factory.SubFactory(RoundFactory)
    starts = factory.LazyAttributeSequence(
        lambda o, n: o.round.gathering.starts_at + datetime.timedelta(minutes=20 * o.round.slots.count())
    )
    ends = factory.LazyAttribute(lambda o: o.starts + datetime.timedelta(minutes=20))


class StandFactory(DjangoModelFactory):
    class Meta:
        model = MeetingStand

    name = factory.Sequence(lambda n: f"Stand {n}")


class ParticipantFactory(DjangoModelFactory):
    """Somebody with a seat at the gathering who takes part; ``person`` and ``organisation`` go to the registration."""

    class Meta:
        model = RoundParticipant
        exclude = ("person", "organisation", "name", "company_name")

    round = factory.SubFactory(RoundFactory)
    person: Any = None
    organisation: Any = None
    company_name = factory.Sequence(lambda n: f"Firma {n}")
    name = factory.Sequence(lambda n: f"Møter {n}")
    invited_at = factory.SelfAttribute("round.opened_at")
    programme_at = factory.SelfAttribute("round.published_at")
    registration = factory.LazyAttribute(
        lambda o: RegistrationFactory(
            gathering=o.round.gathering, person=o.person, organisation=o.organisation,
            name=o.person.name if o.person else o.name, company_name="" if o.organisation else o.company_name,
        )
    )  # fmt: skip


def a_round(people: int = 4, slots: int = 3, **facts: Any) -> MeetingRound:
    """A round with its times and people, of a company each."""
    made = RoundFactory(**facts)
    for _each in range(slots):
        SlotFactory(round=made)
    for _each in range(people):
        ParticipantFactory(round=made)
    return made


def wish(one: RoundParticipant, other: RoundParticipant, strength: int = 2) -> Wish:
    return Wish.objects.create(wisher=one, wished=other, strength=strength)
