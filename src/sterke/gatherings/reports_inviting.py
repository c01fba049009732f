"""Reads about invitations and own questions: who was asked, what each company says, what people answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.membership.models import Membership

from .models import Gathering, GatheringAnswer, GatheringQuestion, Invitation, Registration

ACTIVE = ~Q(state__in=("cancelled", "lapsed"))
MOST_SHOWN = 100  # of those whose invitation was taken back
NEAR = 10  # days before the deadline when silence is news
FEW = 3  # companies; fewer than that one rings
OPENS = 42  # days before a gathering when people should be able to register
SOON = 60  # days before a gathering when it should have a goal


def questions_of(gathering: Gathering) -> list[Any]:
    """In their order, each with how many have answered it."""
    return list(gathering.questions.annotate(answered=Count("answers")).order_by("order", "pk"))


def answers_of(gathering: Gathering, among: Sequence[Any] | None = None) -> dict[int, dict[int, str]]:
    """What people answered: by registration, by question. ``among``: only these registrations."""
    found: dict[int, dict[int, str]] = {}
    rows = GatheringAnswer.objects.filter(registration__gathering=gathering).order_by()
    rows = rows if among is None else rows.filter(registration__in=[row.pk for row in among])
    for registration, question, value in rows.values_list("registration", "question", "value"):
        found.setdefault(registration, {})[question] = value
    return found


def with_answers(gathering: Gathering, rows: Iterable[Any]) -> list[Any]:
    """Registrations for a page: each answer beside its question, as ``told``."""
    asked = {row.pk: str(row) for row in gathering.questions.all()}
    found = list(rows)
    answers = answers_of(gathering, found) if asked else {}
    for row in found:
        own = answers.get(row.pk, {})
        row.told = [(words, said(own[question])) for question, words in asked.items() if question in own]
    return found


def said(value: str) -> str:
    """Yes and no in the reader's language; everything else as it was typed."""
    return {"ja": _t("yes"), "nei": _t("no")}.get(value, value)


def participants_sheet(gathering: Gathering) -> tuple[list[str], Iterator[list[Any]]]:
    """Everybody on the list with what they answered, a column for each question."""
    asked: list[GatheringQuestion] = list(gathering.questions.order_by("order", "pk"))
    answers = answers_of(gathering)
    headings = [_t("Name"), _t("E-mail"), _t("From"), _t("State"), _t("Guest"), _t("Price, NOK"), _t("Registered")]
    states = {str(state): str(state.label) for state in Registration.State}
    words, zone = {answer: said(answer) for answer in ("ja", "nei")}, timezone.get_current_timezone()
    keys = [question.pk for question in asked]

    def told(own: dict[int, str]) -> list[str]:
        return [words.get(value, value) for value in (own.get(key, "") for key in keys)]

    rows = Registration.objects.filter(gathering=gathering).order_by("sort_key", "pk").values_list(
        "pk", "name", "email", "organisation__name", "company_name", "state", "is_guest", "price", "registered_at"
    )  # fmt: skip
    cells = (
        [
            name, email, company or typed, states[state], is_guest, price,
            registered_at.astimezone(zone).date(), *told(answers.get(pk, {})),
        ]
        for pk, name, email, company, typed, state, is_guest, price, registered_at in rows
    )  # fmt: skip
    return [*headings, *map(str, asked)], cells


# What each company says


class Says(models.TextChoices):
    """In the order people read them: whom to ask again first."""

    SILENT = "silent", _("no answer yet")
    REGISTERED = "registered", _("registered")
    DECLINED = "declined", _("cannot come")


@dataclass
class Company:
    """One company and a gathering. Registered as soon as one of them is; answered as soon as one has said no."""

    pk: int
    name: str = ""
    sort_key: str = ""
    people: list[Any] = field(default_factory=list)  # invitations
    registered: int = 0
    gone: int = 0

    @property
    def says(self) -> Says:
        if self.registered:
            return Says.REGISTERED
        return Says.DECLINED if self.gone or any(row.answer for row in self.people) else Says.SILENT

    @property
    def tone(self) -> str:
        return TONES[self.says]

    @property
    def reminded_at(self) -> Any:
        return max((row.reminded_at for row in self.people if row.reminded_at), default=None)

    @property
    def words(self) -> list[tuple[str, str]]:
        return [(row.shown_name, row.said) for row in self.people if row.said]

    @property
    def invited(self) -> int:
        return len(self.people)


def companies_of(gathering: Gathering, among: Sequence[Any] | None = None) -> list[Company]:
    """Each company that is invited or comes; the silent first, then by name. ``among``: only those of these rows."""
    numbers = None if among is None else {row.organisation_id for row in among if row.organisation_id}
    found = _companies([gathering], numbers).get(gathering.pk, [])
    return sorted(found, key=lambda row: (ORDER[row.says], row.sort_key, row.pk))


TONES = {Says.SILENT: "warning", Says.REGISTERED: "ok", Says.DECLINED: ""}
ORDER = {says: number for number, says in enumerate(Says)}


def _companies(gatherings: Sequence[Gathering], among: set[int] | None = None) -> dict[int, list[Company]]:
    """By gathering. Two questions, however many there are."""
    found: dict[tuple[int, int], Company] = {}
    chosen = Q(gathering__in=gatherings, is_guest=False) & (Q() if among is None else Q(organisation__in=among))
    invitations = Invitation.objects.standing().filter(chosen)
    for row in invitations.exclude(organisation=None).select_related("organisation", "person"):
        company: Any = row.organisation
        key = (row.gathering_id, company.pk)
        found.setdefault(key, Company(company.pk, company.name, company.sort_key)).people.append(row)
    counted = (
        Registration.objects.filter(chosen).exclude(organisation=None).order_by()
        .values_list("gathering", "organisation", "organisation__name", "organisation__sort_key")
        .annotate(here=Count("pk", filter=ACTIVE), gone=Count("pk", filter=~ACTIVE))
    )  # fmt: skip
    for gathering, pk, name, key, here, gone in counted:
        if here or (gathering, pk) in found:
            each = found.setdefault((gathering, pk), Company(pk, name, key))
            each.registered, each.gone = here, gone
    by_gathering: dict[int, list[Company]] = {}
    for (gathering, _pk), each in found.items():
        by_gathering.setdefault(gathering, []).append(each)
    return by_gathering


def guests_of(gathering: Gathering, among: Sequence[Any] | None = None) -> list[Any]:
    """Those who are invited as themselves, each with what they say."""
    rows = Invitation.objects.standing().filter(gathering=gathering).filter(Q(is_guest=True) | Q(organisation=None))
    rows = rows if among is None else rows.filter(pk__in=[row.pk for row in among])
    found: list[Any] = list(rows.select_related("person__user", "organisation").order_by("name", "pk"))
    active, gone = _registered(gathering)
    for row in found:
        keys = {row.person_id, row.email.lower()} - {None, ""}
        row.comes = bool(keys & active)
        row.says = Says.REGISTERED if row.comes else Says.DECLINED if row.answer or keys & gone else Says.SILENT
        row.tone = TONES[row.says]
    return sorted(found, key=lambda row: ORDER[row.says])


def _registered(gathering: Gathering) -> tuple[set[Any], set[Any]]:
    """Who has a place, and who had one: persons by number, and addresses."""
    active: set[Any] = set()
    gone: set[Any] = set()
    rows = Registration.objects.filter(gathering=gathering)
    for person, email, state in rows.values_list("person", "email", "state"):
        (gone if state in ("cancelled", "lapsed") else active).update({person, email.lower()} - {None, ""})
    return active, gone


def silent(gathering: Gathering, among: Sequence[Any] | None = None) -> list[Any]:
    """The invitations nobody has answered: neither they nor their company."""
    active, gone = _registered(gathering)
    rows = [row for each in companies_of(gathering, among) if each.says == Says.SILENT for row in each.people]
    rows += [row for row in guests_of(gathering, among) if row.says == Says.SILENT]
    return [row for row in rows if not {row.person_id, row.email.lower()} & (active | gone)]


def to_remind(gathering: Gathering) -> list[Any]:
    """The silent ones whose invitation is on its way, and who have had no reminder."""
    return [row for row in silent(gathering) if row.reminded_at is None and row.letters and not row.to_tell]


def sums_of(companies: Sequence[Company], guests: Sequence[Any]) -> dict[str, int]:
    invited = [each for each in companies if each.people]
    return {
        "invited": len(invited),
        "registered": sum(each.says == Says.REGISTERED for each in companies),
        "declined": sum(each.says == Says.DECLINED for each in invited),
        "silent": sum(each.says == Says.SILENT for each in invited),
        "people": sum(each.registered for each in companies),
        "guests": len(guests),
        "guests_coming": sum(row.says == Says.REGISTERED for row in guests),
    }


def progress_of(gathering: Gathering) -> dict[str, int]:
    """How far the worker has come with the mails."""
    counted = (
        Invitation.objects.standing().filter(gathering=gathering)
        .aggregate(total=Count("pk"), waiting=Count("pk", filter=~Q(to_tell="")))
    )  # fmt: skip
    return counted | {"written": counted["total"] - counted["waiting"]}


def withdrawn_of(gathering: Gathering) -> list[Invitation]:
    rows = Invitation.objects.filter(gathering=gathering).exclude(withdrawn_at=None)
    return list(rows.select_related("person", "organisation").order_by("name", "pk")[:MOST_SHOWN])


def invited_sheet(gathering: Gathering) -> tuple[list[str], Iterator[list[Any]]]:
    """Companies and guests with what they say, for a file."""
    headings = [
        _t("Company or guest"), _t("Says"), _t("Registered"), _t("Invited"), _t("Reminded"), _t("Guest"),
        _t("Word with the answer"),
    ]  # fmt: skip

    def lines() -> Iterator[list[Any]]:
        for each in companies_of(gathering):
            words = "; ".join(f"{name}: {word}" for name, word in each.words)
            yield [each.name, each.says.label, each.registered, each.invited, day(each.reminded_at), False, words]
        for row in guests_of(gathering):
            name = ", ".join(part for part in (row.shown_name, str(row.organisation or row.company_name)) if part)
            yield [name, row.says.label, int(row.comes), 1, day(row.reminded_at), True, row.said]

    return headings, lines()


def day(moment: Any) -> Any:
    return timezone.localdate(moment) if moment else ""


def members_among(organisations: Iterable[Any]) -> set[int]:
    numbers = {each.pk for each in organisations if each is not None}
    return set(Membership.objects.on().filter(organisation__in=numbers).values_list("organisation", flat=True))


def own_registration(invitation: Invitation) -> Registration | None:
    """The place the invited one has themselves, whoever registered them."""
    who = Q(who=invitation.email) if invitation.email else Q(pk=None)
    if invitation.person_id:
        who |= Q(person=invitation.person_id)
    return Registration.objects.active().filter(who, gathering=invitation.gathering_id).order_by("pk").first()


def registered_by(invitation: Invitation) -> list[Registration]:
    """Those this invitation brought, and the invited one."""
    rows = Registration.objects.active().filter(gathering=invitation.gathering_id)
    who = Q(invitation=invitation.pk)
    if invitation.person_id:
        who |= Q(person=invitation.person_id)
    return list(rows.filter(who).order_by("sort_key", "pk"))


# For the desk


def almost_closing(user: Any) -> list[tuple[Gathering, dict[str, int], Any]]:
    """Open gatherings whose deadline is near and of whose companies many are silent."""
    now = timezone.now()
    rows: Any = Gathering.objects.managed_by(user).filter(
        status=Gathering.Status.OPEN, deadline__gt=now, deadline__lte=now + timedelta(days=NEAR)
    )
    rows = list(rows.order_by("deadline", "pk"))
    companies = _companies(rows) if rows else {}
    found = []
    for row in rows:
        sums = sums_of(companies.get(row.pk, []), [])
        if sums["silent"] >= FEW and sums["silent"] * 5 >= sums["invited"]:
            found.append((row, sums, row.deadline))
    return found


def without_goal(user: Any, today: date) -> list[Gathering]:
    """Gatherings that come soon, are not open, and have no goal: nobody can register for them."""
    rows = Gathering.objects.managed_by(user).filter(
        status__in=(Gathering.Status.DRAFT, Gathering.Status.SAVE_THE_DATE), goals=None,
        day__gte=today, day__lte=today + timedelta(days=SOON),
    )  # fmt: skip
    return list(rows.order_by("day", "pk"))
