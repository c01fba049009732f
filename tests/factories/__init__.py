"""One factory per model, traits not subclasses, no surprises: a plain row is the narrowest that is valid."""

import datetime
from decimal import Decimal

import factory
from allauth.mfa.models import Authenticator
from factory.django import DjangoModelFactory

from sterke.accounts.models import User
from sterke.directory.models import ContactDetails, Organisation, Person, Role
from sterke.goals.models import Goal, Measurement
from sterke.membership.models import (
    Appointment,
    Body,
    Membership,
    MembershipApplication,
    MembershipCategory,
    Network,
    NetworkSeat,
)

from .advocacy import (  # noqa: F401
    CaseFactory,
    ConsultationFactory,
    EntryFactory,
    MeetingFactory,
    OfficeFactory,
    OfficeHolderFactory,
    PositionFactory,
    PromiseFactory,
    QuestionnaireFactory,
    ResponseFactory,
    in_days,
)
from .connections import ListingAnswerFactory, ListingFactory, SuggestionFactory, introduction  # noqa: F401
from .connections_rounds import ParticipantFactory, RoundFactory, SlotFactory, StandFactory, a_round, wish  # noqa: F401
from .exchange import ReplyFactory, ThreadFactory, a_member, poll  # noqa: F401
from .gatherings import GatheringFactory, GatheringGoalFactory, RegistrationFactory, at_noon  # noqa: F401
from .region import (  # noqa: F401
    IndicatorFactory,
    JourneyFactory,
    Municipality,
    MunicipalityCodeFactory,
    MunicipalityFactory,
    RegionDefinition,
    figures,
    region,
)

LONG_AGO = datetime.date(2007, 2, 1)


def org_number(n: int) -> str:
    """A valid synthetic organisation number: starts with 3, passes modulus 11. Skips those with check digit 10."""
    base = 30000000 + n
    while True:
        digits = [int(d) for d in str(base)]
        check = -sum(d * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        if check < 10:
            return f"{base}{check}"
        base += 5_000_000


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.no")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, **kwargs)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Bedrift {n}")
    slug = factory.Sequence(lambda n: f"bedrift-{n}")
    org_number = factory.Sequence(org_number)

    class Params:
        public = factory.Trait(visibility="public")
        member = factory.Trait(
            visibility="public",
            membership=factory.RelatedFactory("tests.factories.MembershipFactory", factory_related_name="organisation"),
        )


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Navn Navnesen {n}")

    class Params:
        with_user = factory.Trait(user=factory.SubFactory(UserFactory, name=factory.SelfAttribute("..name")))


class ContactDetailsFactory(DjangoModelFactory):
    class Meta:
        model = ContactDetails

    person = factory.SubFactory(PersonFactory)
    kind = "email"
    value = factory.Sequence(lambda n: f"detalj{n}@example.no")


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = Role

    person = factory.SubFactory(PersonFactory, with_user=True)
    organisation = factory.SubFactory(OrganisationFactory)
    valid_from = LONG_AGO


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = MembershipCategory
        django_get_or_create = ("code",)

    code = "core"
    name = "Kjernemedlem"
    name_en = "Core member"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organisation = factory.SubFactory(OrganisationFactory, visibility="public")
    category = factory.SubFactory(CategoryFactory)
    joined_on = LONG_AGO


class ApplicationFactory(DjangoModelFactory):
    class Meta:
        model = MembershipApplication

    company_name = factory.Sequence(lambda n: f"Søker {n} AS")
    org_number = factory.Sequence(lambda n: org_number(100_000 + n))
    contact_name = "Kari Søker"
    contact_email = factory.Sequence(lambda n: f"soker{n}@example.no")


class NetworkFactory(DjangoModelFactory):
    class Meta:
        model = Network

    name = factory.Sequence(lambda n: f"Nettverk {n}")
    slug = factory.Sequence(lambda n: f"nettverk-{n}")
    valid_from = LONG_AGO


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = NetworkSeat

    network = factory.SubFactory(NetworkFactory, visibility="public")
    person = factory.SubFactory(PersonFactory, with_user=True)
    valid_from = LONG_AGO


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body
        django_get_or_create = ("kind",)

    kind = "board"
    name = "Styret"


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    body = factory.SubFactory(BodyFactory)
    person = factory.SubFactory(PersonFactory, with_user=True)
    valid_from = LONG_AGO


class GoalFactory(DjangoModelFactory):
    """A purpose without numbers; ``numbers`` leads from 0 to 100 over the four years from 2025."""

    class Meta:
        model = Goal

    statement = factory.Sequence(lambda n: f"Mål {n}")
    slug = factory.Sequence(lambda n: f"maal-{n}")

    class Params:
        numbers = factory.Trait(
            baseline=Decimal(0), baseline_on=datetime.date(2025, 1, 1), target=Decimal(100),
            due=datetime.date(2029, 1, 1), unit="plasser", unit_en="places",
        )  # fmt: skip


class MeasurementFactory(DjangoModelFactory):
    class Meta:
        model = Measurement

    goal = factory.SubFactory(GoalFactory, numbers=True)
    day = datetime.date(2026, 1, 1)
    value = Decimal(25)
    evidence = "Telt."
    measured_by = "Kari"


def viewer(kind: str):
    """A user of one kind: outsider, member, main_contact, network_leader, board, secretary. None for anonymous."""
    match kind:
        case "anonymous":
            return None
        case "outsider":
            return UserFactory()
        case "member":
            return RoleFactory(organisation=OrganisationFactory(member=True)).person.user
        case "main_contact":
            return RoleFactory(organisation=OrganisationFactory(member=True), kind="main_contact").person.user
        case "network_leader":
            role = RoleFactory(organisation=OrganisationFactory(member=True))
            return SeatFactory(person=role.person, organisation=role.organisation, is_leader=True).person.user
        case "board":
            role = RoleFactory(organisation=OrganisationFactory(member=True))
            return AppointmentFactory(person=role.person, organisation=role.organisation).person.user
        case "secretary":
            body = BodyFactory(kind="secretariat", name="Sekretariatet")
            return AppointmentFactory(body=body, post="cluster_manager").person.user
    raise ValueError(kind)


def second_factor_for_secretary(user) -> None:
    """Outside demo mode the secretariat gets nowhere without one (accounts/gate.py)."""
    if User.objects.get(pk=user.pk).is_secretary:
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "x"}})
