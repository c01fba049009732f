"""Factories of needs, offers and introductions."""

import factory
from factory.django import DjangoModelFactory

from sterke.connections.models import Introduction, IntroductionSide, Listing, ListingAnswer, Suggestion
from sterke.connections.models.introductions import pair_of

from .advocacy import in_days


class ListingFactory(DjangoModelFactory):
    """A need, with a contact who works there; for the secretariat's eyes. ``public``: everyone sees it."""

    class Meta:
        model = Listing

    title = factory.Sequence(lambda n: f"Palleteringsrobot nummer {n}")
    organisation = factory.SubFactory("tests.factories.OrganisationFactory", member=True, visibility="public")
    valid_until = factory.LazyFunction(lambda: in_days(60))
    written_by = "Noen"

    class Params:
        public = factory.Trait(
            visibility="public",
            company_yes_on=factory.LazyFunction(lambda: in_days(-2)),
            checked_on=factory.LazyFunction(lambda: in_days(-1)),
        )


class ListingAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ListingAnswer

    listing = factory.SubFactory(ListingFactory, side="question")
    organisation = factory.SubFactory("tests.factories.OrganisationFactory", member=True, visibility="public")
    words = factory.Sequence(lambda n: f"Vi har gjort det {n} ganger")


class SuggestionFactory(DjangoModelFactory):
    """Somebody at a member company, because of an offer of theirs; about a listing, or for somebody (``asker``)."""

    class Meta:
        model = Suggestion
        exclude = ("role", "offer")

    role = factory.SubFactory(
        "tests.factories.RoleFactory",
        organisation__member=True,
        organisation__visibility="public",
        visibility="members",
    )
    offer = factory.SubFactory(
        ListingFactory, side="offer", organisation=factory.SelfAttribute("..role.organisation"), visibility="members"
    )
    person = factory.SelfAttribute("role.person")
    score = 50
    reasons = factory.LazyAttribute(lambda row: [["offers", {"listing": row.offer.pk}, row.score]])


def introduction(one, other, **facts) -> Introduction:
    """Between two roles; ``words`` are what the two have said, the first asked for it where it is a yes."""
    words = facts.pop("words", ("yes", ""))
    row = Introduction.objects.create(
        **{
            "why": "Dere bør snakke sammen", "pair": pair_of(one.person, other.person), "asked_by": "Noen",
            "answer_by": in_days(14), **facts,
        }
    )  # fmt: skip
    for role, word in zip((one, other), words, strict=True):
        IntroductionSide.objects.create(
            introduction=row, person=role.person, organisation=role.organisation, name=role.person.name,
            word=word, asked=role is one and word == "yes",
        )  # fmt: skip
    return row
