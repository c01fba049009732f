"""Who signs for a company, what each has said of a position, and whether it can still say so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Subquery, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.directory.models import Organisation, Person, Role
from sterke.membership.models import Membership

from .models import PolicyPosition, PositionEndorsement

SIGNS = (Role.Kind.SIGNATORY, Role.Kind.MAIN_CONTACT)
Status = PolicyPosition.Status


@dataclass(frozen=True)
class Signer:
    """Somebody who answers for a company, and where a letter reaches them."""

    company: Organisation
    person: Person
    email: str


def member_companies() -> Any:
    """Companies that are members today."""
    membership = Membership.objects.on().filter(organisation=OuterRef("pk")).order_by()
    return Organisation.objects.filter(Exists(membership), merged_into=None)


def signers_of(companies: Iterable[Organisation]) -> dict[int, list[Signer]]:
    """By company: those who sign for it and have an address; where there are none, its main contacts. Two questions."""
    by_pk = {each.pk: each for each in companies}
    roles = Role.objects.at_work().filter(organisation__in=by_pk, kind__in=SIGNS, person__merged_into=None)
    roles = roles.select_related("person__user").prefetch_related("person__contact_details").order_by("pk")
    found: dict[int, dict[str, dict[str, Signer]]] = {}
    for role in roles:
        if email := role.person.email:
            kinds = found.setdefault(role.organisation_id, {})
            kinds.setdefault(role.kind, {})[email.lower()] = Signer(by_pk[role.organisation_id], role.person, email)
    return {pk: list((kinds.get(SIGNS[0]) or kinds[SIGNS[1]]).values()) for pk, kinds in found.items()}


def signs_for(person: Person | None, day: date | None = None) -> set[int]:
    """The companies a person may answer for today, whether as the one who signs or as main contact."""
    if person is None:
        return set()
    roles = Role.objects.at_work(day).filter(person=person.merged_into or person, kind__in=SIGNS)
    return set(roles.values_list("organisation", flat=True))


def companies_to_answer(user: Any, position: PolicyPosition) -> list[Organisation]:
    """The companies this reader may answer for, while the position takes answers."""
    return [] if closed(position) else companies_of_signer(user)


def companies_of_signer(user: Any) -> list[Organisation]:
    """The member companies this reader may speak for today."""
    person = getattr(user, "person", None) if user.is_authenticated else None
    if person is None:
        return []
    return list(member_companies().filter(pk__in=signs_for(person)).order_by("sort_key", "pk"))


def closed(position: PolicyPosition) -> str:
    """Why nobody can answer, in a sentence; empty while they can."""
    if position.status == Status.REPLACED:
        return _("A newer version has taken the place of this one.")
    if position.status == Status.DROPPED:
        return _("This version was dropped. Nothing came of it, and there is nothing to answer.")
    if position.answer_by is None:
        return _("The members have not been asked about this version.")
    if position.answer_by < timezone.localdate():
        return _("The last day to answer was %(day)s.") % {"day": date_format(position.answer_by)}
    return ""


def refusal(position: PolicyPosition, company: Organisation | None, person: Person | None) -> str:
    """Why this person cannot answer for this company, in a sentence; empty where they can."""
    return closed(position) or cannot_sign(company, person)


def cannot_sign(company: Organisation | None, person: Person | None) -> str:
    """Why this person cannot speak for this company today, in a sentence; empty where they can."""
    if company is None or not member_companies().filter(pk=company.pk).exists():
        return _("The company is no longer a member.")
    if company.pk not in signs_for(person):
        return _("You do not answer for %(company)s any more.") % {"company": company}
    return ""


def named_in(details: dict[str, Any]) -> tuple[Organisation | None, Person | None]:
    """The company and the person a link was made for."""
    company = Organisation.objects.filter(pk=details.get("organisation", 0), merged_into=None).first()
    return company, Person.objects.filter(pk=details.get("person", 0)).select_related("merged_into").first()


# How it stands.
@dataclass(frozen=True)
class Standing:
    """How many member companies have said what, and with how many employees."""

    members: int
    employees: int
    counts: dict[str, tuple[int, int]]  # stance: companies, employees

    @property
    def answered(self) -> int:
        return sum(companies for companies, _employees in self.counts.values())

    @property
    def silent(self) -> int:
        return self.members - self.answered

    def rows(self) -> list[tuple[str, Any, int, int]]:
        """(stance, its word, companies, employees), the silent last."""
        heard = sum(employees for _companies, employees in self.counts.values())
        found: list[tuple[str, Any, int, int]] = [
            (each.value, each.label, *self.counts.get(each.value, (0, 0))) for each in PositionEndorsement.Stance
        ]
        return [*found, ("silent", _("has not answered"), self.silent, self.employees - heard)]


def with_words(position: PolicyPosition) -> Any:
    """The member companies with what each has said, as ``words[0]``: objections first, the silent last."""
    words = PositionEndorsement.objects.filter(position=position)
    rows = member_companies().annotate(
        stance=Subquery(words.filter(organisation=OuterRef("pk")).order_by().values("stance")[:1])
    )
    rows = rows.prefetch_related(Prefetch("position_endorsements", words, to_attr="words"))
    return rows.order_by(F("stance").desc(nulls_last=True), "sort_key", "pk")


def standing(position: PolicyPosition) -> Standing:
    """Two questions."""
    counted = member_companies().aggregate(members=Count("pk"), employees=Sum("employees"))
    words = PositionEndorsement.objects.filter(position=position, organisation__in=member_companies().order_by())
    said = words.order_by().values_list("stance").annotate(Count("pk"), Sum("organisation__employees"))
    return Standing(
        counted["members"], counted["employees"] or 0, {stance: (count, people or 0) for stance, count, people in said}
    )


def answered_by_position(positions: Iterable[int]) -> dict[int, int]:
    """How many member companies have answered each. One question."""
    words = PositionEndorsement.objects.filter(
        position__in=list(positions), organisation__in=member_companies().order_by()
    )
    return dict(words.order_by().values_list("position").annotate(Count("pk")))


def silent(position: PolicyPosition) -> list[Organisation]:
    return list(with_words(position).filter(stance=None))


def sheet(position: PolicyPosition) -> tuple[list[str], list[list[Any]]]:
    """Every member company, what it said, who signed, and what it told us."""
    headings = [
        _("Company"), _("Organisation number"), _("Employees"), _("Stand"), _("May be named"), _("Answered by"),
        _("Answered"), _("What it says to us"),
    ]  # fmt: skip
    return headings, [cells(company) for company in with_words(position)]


def cells(company: Any) -> list[Any]:
    word = next(iter(company.words), None)
    facts = [str(company), company.org_number or "", company.employees]
    if word is None:
        return [*facts, _("has not answered"), "", "", "", ""]
    named = _("yes") if word.shows_name else _("no")
    day = timezone.localtime(word.at).date()
    return [*facts, str(word.get_stance_display()), named, word.signed_by, day, word.remark]
