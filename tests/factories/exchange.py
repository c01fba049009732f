"""Factories of the conversations."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from sterke.exchange.actions import open_space
from sterke.exchange.models import Poll, PollOption, Reply, Thread


class ThreadFactory(DjangoModelFactory):
    """In the space of all members, by somebody who works in a member company."""

    class Meta:
        model = Thread

    space = factory.LazyFunction(open_space)
    title = factory.Sequence(lambda n: f"Tråd nummer {n}")
    text = "Noe å si"
    author = factory.LazyAttribute(lambda o: a_member().person)
    name = factory.LazyAttribute(lambda o: o.author.name if o.author else "Noen")


class ReplyFactory(DjangoModelFactory):
    class Meta:
        model = Reply

    thread = factory.SubFactory(ThreadFactory)
    text = factory.Sequence(lambda n: f"Svar nummer {n}")
    author = factory.LazyAttribute(lambda o: a_member().person)
    name = factory.LazyAttribute(lambda o: o.author.name if o.author else "Noen")


def a_member(**facts):
    """A role in a member company."""
    from tests import factories as make

    return make.RoleFactory(organisation=make.OrganisationFactory(member=True, visibility="public"), **facts)


def poll(thread, *texts: str, hours: int = 48) -> Poll:
    row = Poll.objects.create(thread=thread, closes_at=timezone.now() + datetime.timedelta(hours=hours))
    PollOption.objects.bulk_create(PollOption(poll=row, text=text) for text in texts)
    return row
