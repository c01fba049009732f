"""What Enhetsregisteret says: followed at once where nobody minds, proposed where somebody must look."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from sterke.core import activity
from sterke.core.models import Pulse
from sterke.region.models import Municipality

from .. import orgnumber, permissions, register
from ..brreg import Facts
from ..models import Organisation, RegisterProposal
from ..wording import label
from .organisations import free_slug, same_organisation

# Figures that follow the register by themselves, with a line of history.
FOLLOWED = ("employees", "employees_hidden", "industry_code", "industry_standard", "industry")
# What people see and rely on: changed only when somebody accepts it.
PROPOSED = ("register_name", "org_form", "street", "postal_code", "postal_place")
# What we hold from the register and nowhere else; gone when a unit is removed on legal grounds.
FROM_REGISTER: tuple[str, ...] = (
    "org_number",
    "register_name",
    "org_form",
    "industry_code",
    "industry_standard",
    "industry",
)
FROM_REGISTER += ("street", "postal_code", "postal_place", "source")
PULSE = "fetch brreg"


@transaction.atomic
def fill_from_register(organisation: Organisation, *, facts: Facts, by: Any) -> Organisation:
    """Write the facts into an organisation, empty ones left out. A name of the company's own choice stays."""
    if not permissions.can_edit_organisation(by, organisation):
        raise PermissionDenied
    before = {name: getattr(organisation, name) for name in (*FOLLOWED, *PROPOSED, "name", "website", "status")}
    old_name, place = organisation.register_name, organisation.municipality
    for name, value in values_of(facts).items():
        setattr(organisation, name, value)
    if not organisation.name or organisation.name == old_name:
        organisation.name = facts.name
    organisation.website = organisation.website or facts.website
    organisation.version += 1
    organisation.save()
    changes = activity.changes_between(before, organisation)
    if place != organisation.municipality:
        changes[label("municipality")] = [str(place or ""), str(organisation.municipality or "")]
    if changes:
        activity.record("organisation.filled", organisation, by=by, changes=changes)
    return organisation


@transaction.atomic
def take_from_register(facts: Facts, *, by: Any) -> tuple[Organisation, str]:
    """Put a unit in the directory, or refresh it. Returns it and what was done: created, refreshed, unchanged.

    A new one is seen by the secretariat only. Refuses what ``register.usable`` refuses, unless it is already here:
    then its end becomes a proposal on the desk.
    """
    if not permissions.can_import(by):
        raise PermissionDenied
    known = Organisation.objects.filter(org_number=facts.org_number, merged_into=None).first()
    if known:
        return known, compare_with_register(known, facts=facts, by=by)
    register.usable(facts)
    organisation = same_organisation(facts.name, facts.org_number)
    if organisation is not None and not organisation.org_number:  # typed by hand, without its number
        organisation.org_number = facts.org_number
        return fill_from_register(organisation, facts=facts, by=by), "refreshed"
    organisation = Organisation(slug=free_slug(facts.name), name=facts.name, website=facts.website, **values_of(facts))
    organisation.org_number = facts.org_number
    organisation.full_clean(exclude=["slug"])
    organisation.save()
    activity.record("organisation.fetched", organisation, by=by)
    return organisation, "created"


@transaction.atomic
def compare_with_register(organisation: Organisation, *, facts: Facts, by: Any) -> str:
    """Follow the figures, propose the rest. Returns proposed, refreshed or unchanged.

    One open proposal for each organisation; it always says what differs now and goes when nothing does. What was
    dismissed once is not brought up again.
    """
    if not permissions.can_import(by):
        raise PermissionDenied
    values = values_of(facts)
    if not organisation.register_name and organisation.name.casefold() == facts.name.casefold():
        organisation.register_name = facts.name
    followed = {name: getattr(organisation, name) for name in FOLLOWED}
    if not facts.deleted_on:
        for name in FOLLOWED:
            setattr(organisation, name, values.get(name, getattr(organisation, name)))
    organisation.source, organisation.fetched_at = facts.source, values["fetched_at"]
    organisation.save(update_fields=[*FOLLOWED, "register_name", "source", "fetched_at", "search_text"])
    changes = activity.changes_between(followed, organisation)
    if changes:
        activity.record("organisation.followed", organisation, by=by, changes=changes)
    if propose(organisation, differences(organisation, values), kind_of(facts)):
        return "proposed"
    return "refreshed" if changes else "unchanged"


def differences(organisation: Organisation, values: dict[str, Any]) -> dict[str, list[str]]:
    """Field name to [stored now, in the register], without what somebody has dismissed."""
    found = {}
    for name in (*PROPOSED, "municipality", "status"):
        stored = getattr(organisation, name)
        if name == "register_name":
            stored = stored or organisation.name
        if name in values and (values[name] or "") != (stored or ""):
            found[name] = [str(stored or ""), str(values[name] or "")]
    dismissed = organisation.proposals.filter(state=RegisterProposal.State.DISMISSED).values_list("changes", flat=True)
    said = {(name, new) for changes in dismissed for name, (_old, new) in changes.items()}
    return {name: change for name, change in found.items() if (name, change[1]) not in said}


def propose(organisation: Organisation, changes: dict[str, list[str]], kind: str) -> bool:
    """Keep the one open proposal of an organisation true: made, changed or withdrawn. True when one stands."""
    open_one = organisation.proposals.filter(state=RegisterProposal.State.OPEN)
    if not changes:
        open_one.delete()
        return False
    if open_one.update(changes=changes, kind=kind) == 0:
        try:
            with transaction.atomic():
                organisation.proposals.create(changes=changes, kind=kind)
        except IntegrityError:  # somebody else made it in this very moment
            open_one.update(changes=changes, kind=kind)
    return True


def propose_removal(organisation: Organisation) -> bool:
    """410: the register has removed the unit on legal grounds. Our facts from it should go; somebody confirms."""
    held = {name: [str(getattr(organisation, name)), ""] for name in FROM_REGISTER if getattr(organisation, name)}
    return propose(organisation, held, "removed")


@transaction.atomic
def accept_proposal(proposal: RegisterProposal, *, by: Any) -> bool:
    """Write the register's changes into the organisation, with history. False when somebody has decided already."""
    if not permissions.can_decide_proposal(by, proposal):
        raise PermissionDenied
    if not decided(proposal, RegisterProposal.State.ACCEPTED):
        return False
    organisation = Organisation.objects.select_related("municipality").get(pk=proposal.organisation_id)
    if proposal.kind == "removed":
        for name in FROM_REGISTER:
            setattr(organisation, name, "")
        organisation.employees, organisation.employees_hidden, organisation.fetched_at = None, False, None
    else:
        write(organisation, {name: new for name, (_old, new) in proposal.changes.items()})
    organisation.version += 1
    organisation.save()
    changes = {label(name): change for name, change in proposal.changes.items()}
    activity.record("proposal.accepted", proposal, by=by, about=[organisation], changes=changes)
    return True


@transaction.atomic
def dismiss_proposal(proposal: RegisterProposal, *, by: Any) -> bool:
    """Leave the organisation as it is; the same change is not proposed again. False when decided already."""
    if not permissions.can_decide_proposal(by, proposal):
        raise PermissionDenied
    if not decided(proposal, RegisterProposal.State.DISMISSED):
        return False
    changes = {label(name): change for name, change in proposal.changes.items()}
    activity.record("proposal.dismissed", proposal, by=by, about=[proposal.organisation], changes=changes)
    return True


def decided(proposal: RegisterProposal, state: str) -> bool:
    rows = RegisterProposal.objects.filter(pk=proposal.pk, state=RegisterProposal.State.OPEN)
    return rows.update(state=state, decided_at=timezone.now()) == 1


def write(organisation: Organisation, new: dict[str, str]) -> None:
    """Accepted values. A changed register name carries the shown name along, unless the company goes by another one."""
    if "municipality" in new:
        organisation.municipality = Municipality.objects.filter(name=new.pop("municipality")).first()
    if new.get("register_name"):
        old = organisation.register_name or organisation.name
        if organisation.name.casefold() == old.casefold():
            organisation.name = new["register_name"]
        names = [*filter(None, organisation.earlier_names.split(", ")), old]
        organisation.earlier_names = ", ".join(dict.fromkeys(names))[-300:]
    for name, value in new.items():
        setattr(organisation, name, value)


def refresh_all(*, by: Any, limit: int | None = None) -> dict[str, int]:
    """Compare every organisation that has a real number with the register: a hundred at a time, the missing one by one.

    Stops when the register falls silent; a Pulse row counts the nights in a row it has not answered.
    """
    if not permissions.can_import(by):
        raise PermissionDenied
    rows = (
        Organisation.objects.filter(merged_into=None, is_demo=False).exclude(org_number="").order_by("fetched_at", "pk")
    )
    known = {row.org_number: row for row in rows.select_related("municipality")[:limit]}
    numbers = [number for number in known if orgnumber.orgnr.is_valid(number)]
    counts: dict[str, int] = {}
    try:
        for start in range(0, len(numbers), 100):
            batch = numbers[start : start + 100]
            answers = register.ask_units(batch)
            for number in batch:
                done = refresh_one(known[number], answers.get(number), by=by)
                counts[done] = counts.get(done, 0) + 1
    except register.RegisterSilent:
        counts["silent"] = len(numbers) - sum(counts.values())
    note_health(answered="silent" not in counts)
    return counts


def refresh_one(organisation: Organisation, facts: Facts | None, *, by: Any) -> str:
    try:
        facts = facts or register.ask_unit(organisation.org_number)
        return compare_with_register(organisation, facts=facts, by=by)
    except register.RemovedUnit:
        propose_removal(organisation)
        return "removed"
    except register.UnknownUnit:
        return "unknown"  # an empty answer never takes anything away


def note_health(*, answered: bool) -> None:
    pulse, _created = Pulse.objects.get_or_create(name=PULSE)
    nights = 0 if answered else pulse.details.get("silent_nights", 0) + 1
    answered_at = timezone.now().isoformat() if answered else pulse.details.get("answered_at", "")
    details = {"silent_nights": nights, "answered_at": answered_at}
    Pulse.objects.filter(pk=pulse.pk).update(at=timezone.now(), details=details)


def take_all(units: Iterable[Facts], *, by: Any) -> tuple[dict[str, int], list[str]]:
    """``take_from_register`` for each unit of an answer. Returns counts, and a reason for each that was left out."""
    counts = {"created": 0, "refreshed": 0, "proposed": 0, "unchanged": 0}
    left_out = []
    for facts in units:
        try:
            _row, done = take_from_register(facts, by=by)
            counts[done] += 1
        except ValidationError as problem:
            left_out.append(f"{facts.org_number}: {' '.join(problem.messages)}")
    return counts, left_out


def values_of(facts: Facts) -> dict[str, Any]:
    """The facts as fields of Organisation, without those the register leaves empty."""
    same = ("org_form", "industry_code", "industry_standard", "industry", "street", "postal_code", "postal_place")
    values: dict[str, Any] = {name: getattr(facts, name) for name in same if getattr(facts, name)}
    if facts.deleted_on:  # the form of a deleted unit is often an old code of no interest
        values.pop("org_form", None)
    if facts.employees is not None or facts.employees_hidden:
        values |= {"employees": facts.employees, "employees_hidden": facts.employees_hidden}
    if facts.municipality_code:
        values["municipality"] = Municipality.objects.with_code(facts.municipality_code).first()
    return values | {
        "register_name": facts.name,
        "status": facts.status,
        "source": facts.source,
        "fetched_at": facts.fetched_at or timezone.now(),
    }


def kind_of(facts: Facts) -> str:
    return "changed" if facts.status == "active" else facts.status
