"""Factories of cases."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from sterke.advocacy.models import (
    AdvocacyCase,
    CaseEntry,
    Consultation,
    ConsultationResponse,
    Meeting,
    PolicyPosition,
    PoliticalPromise,
    Questionnaire,
)
from sterke.directory.models import Office, OfficeHolder
from sterke.membership.models import Body


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    title = factory.Sequence(lambda n: f"Samferdselsminister {n}")
    organisation = factory.SubFactory(
        "tests.factories.OrganisationFactory", kind="ministry", name="Samferdselsdepartementet", visibility="public"
    )


class OfficeHolderFactory(DjangoModelFactory):
    class Meta:
        model = OfficeHolder

    office = factory.SubFactory(OfficeFactory)
    person = factory.SubFactory("tests.factories.PersonFactory")
    valid_from = datetime.date(2020, 1, 1)


class CaseFactory(DjangoModelFactory):
    class Meta:
        model = AdvocacyCase

    title = factory.Sequence(lambda n: f"Sak {n}")
    slug = factory.Sequence(lambda n: f"sak-{n}")


class EntryFactory(DjangoModelFactory):
    class Meta:
        model = CaseEntry

    case = factory.SubFactory(CaseFactory)
    day = datetime.date(2024, 5, 2)
    text = factory.Sequence(lambda n: f"Noe skjedde, nummer {n}")


class PositionFactory(DjangoModelFactory):
    """A draft; ``adopted``: in force, for everyone."""

    class Meta:
        model = PolicyPosition

    case = factory.SubFactory(CaseFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "Hele strekningen i én utbygging"
    text = "Bygg hele strekningen. Ikke vent på neste plan."

    class Params:
        adopted = factory.Trait(
            status="adopted",
            adopted_on=datetime.date(2025, 2, 12),
            review_on=datetime.date(2035, 2, 12),
            adopted_by=factory.LazyFunction(lambda: a_board()),
        )


def a_board() -> Body:
    return Body.objects.get_or_create(kind=Body.Kind.BOARD, defaults={"name": "Styret"})[0]


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Møte {n}")
    day = datetime.date(2025, 3, 4)
    status = "held"


class PromiseFactory(DjangoModelFactory):
    class Meta:
        model = PoliticalPromise

    case = factory.SubFactory(CaseFactory)
    office = factory.SubFactory(OfficeFactory)
    paraphrase = factory.Sequence(lambda n: f"Løfte {n}: planen legges fram")
    said_on = datetime.date(2025, 3, 4)
    source = "Avisa, 4. mars 2025"


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


class ConsultationFactory(DjangoModelFactory):
    class Meta:
        model = Consultation

    title = factory.Sequence(lambda n: f"Regional plan, utkast {n}")
    authority = factory.SubFactory("tests.factories.OrganisationFactory", kind="county", visibility="public")
    deadline_day = factory.LazyFunction(lambda: in_days(30))
    visibility = "members"


class QuestionnaireFactory(DjangoModelFactory):
    class Meta:
        model = Questionnaire

    title = "Hva partiene sier før valget"
    election_on = factory.LazyFunction(lambda: in_days(90))


class ResponseFactory(DjangoModelFactory):
    class Meta:
        model = ConsultationResponse

    consultation = factory.SubFactory(ConsultationFactory)
    text = "Vi støtter planen.\n\nMen ikke uten krysset."
    summary = "Ja til planen, med kryss"
