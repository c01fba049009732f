"""Many units of the register at once: found, sorted, ticked by somebody, taken in by the worker one by one."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sterke.core import activity
from sterke.core.keys import key_of

from .. import brreg, permissions, register, spelling, tasks
from ..brreg import Answer, Facts
from ..models import LoadedUnit, Organisation, RegisterLoad
from .register import take_from_register

State, Group = RegisterLoad.State, LoadedUnit.Group
MOST_UNITS = brreg.WINDOW


@transaction.atomic
def start_search_load(question: dict[str, Any], *, title: str, first: Answer, by: Any) -> RegisterLoad:
    """Keep the first page of a search; the worker asks for the rest. ``question`` is what ``search_place`` takes."""
    if not permissions.can_import(by):
        raise PermissionDenied
    load = RegisterLoad(title=title[:300], question=question, pages=first.pages, next_page=1, by_key=key_of(by))
    load.state = State.SEARCHING if first.pages > 1 else State.PREVIEW
    load.save()
    add_units(load, first.units)
    if load.state == State.SEARCHING:
        tasks.gather_units.enqueue(load.pk)
    return load


@transaction.atomic
def start_file_load(files: Iterable[tuple[str, bytes]], *, by: Any) -> RegisterLoad:
    """Keep the units of stored answers. A file that cannot be read is named; refused when none can."""
    if not permissions.can_import(by):
        raise PermissionDenied
    units: dict[str, Facts] = {}
    notes: list[list[Any]] = []
    refused, names = [], []
    for name, data in files:
        try:
            answer = brreg.read(data)
        except brreg.Unreadable as problem:
            refused.append([name[:200], problem.reason])
            continue
        names.append(name)
        notes += [] if answer.units else [[name[:200], "no hits"]]
        notes += [[name[:200], "window"]] if answer.total > MOST_UNITS else []
        notes += [[name[:200], "page", answer.page + 1, answer.pages]] if answer.pages > 1 else []
        units |= {facts.org_number: facts for facts in answer.units}
    if not units:
        raise ValidationError([unread(*note[:2]) for note in [*refused, *notes]], code="unreadable")
    if len(units) > MOST_UNITS:
        message = _("More than 10,000 units at once. Upload fewer files.")
        raise ValidationError(message, code="window")
    load = RegisterLoad.objects.create(
        title=f"{names[0][:280]} + {len(names) - 1}" if names[1:] else names[0][:300],
        notes=[*refused, *notes],
        next_page=1,
        by_key=key_of(by),
    )
    add_units(load, units.values())
    return load


def unread(name: str, reason: str) -> ValidationError:
    """One sentence on one file."""
    return ValidationError(FILE_PROBLEMS.get(reason, FILE_PROBLEMS["shape"]), code=reason, params={"file": name})


FILE_PROBLEMS = {
    "empty": _("%(file)s is empty."),
    "html": _("%(file)s is a web page (HTML), not the register's JSON."),
    "json": _("%(file)s is not JSON."),
    "roles": _("%(file)s is an answer about roles. Roles are personal data and are not read."),
    "changes": _("%(file)s is a list of changes: numbers only, no facts. The nightly check finds changes by itself."),
    "shape": _("%(file)s is JSON, but not an answer of Enhetsregisteret that can be read."),
    "no hits": _("%(file)s is a search without hits."),
    "window": _("%(file)s has more than 10,000 hits in all; the register shows only the first 10,000."),
    "page": _("%(file)s is page %(page)s of %(pages)s."),
}


def add_units(load: RegisterLoad, units: Iterable[Facts]) -> None:
    """Sort the units and keep them; those the load has already are left as they are, ticks and all."""
    found = list(units)
    named = [facts for facts in found if not facts.is_sole_proprietorship]  # those bear a person's name
    sort = sorter(named, load.question.get("municipality", ""))
    rows = [
        LoadedUnit(
            load=load,
            org_number=facts.org_number,
            name=facts.name,
            facts=facts.as_json(),
            group=(group := sort(facts)),
            ticked=group == Group.NEW,
        )
        for facts in named
    ]
    LoadedUnit.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    load.people_left_out += len(found) - len(named)
    RegisterLoad.objects.filter(pk=load.pk).update(people_left_out=load.people_left_out)


def sorter(units: list[Facts], municipality: str) -> Any:
    """Says of each unit which group it belongs to, with two questions to the database for all of them."""
    rows = Organisation.objects.filter(merged_into=None)
    here = rows.filter(org_number__in=[facts.org_number for facts in units])
    numbers = set(here.values_list("org_number", flat=True))
    names = {spelling.company_key(name) for name in rows.filter(org_number="").values_list("name", flat=True)}

    def group_of(facts: Facts) -> int:
        if facts.org_number in numbers:
            return Group.KNOWN
        if facts.deleted_on or facts.status != Organisation.Status.ACTIVE:
            return Group.CLOSED
        if facts.is_subunit:
            return Group.LEFT_OUT
        if spelling.company_key(facts.name) in names:
            return Group.KNOWN
        # The register's filter looks at the postal address too.
        return Group.ELSEWHERE if municipality and facts.municipality_code != municipality else Group.NEW

    return group_of


def gather_units(load: RegisterLoad) -> None:
    """The worker's part of a search: page after page. What is found stays when the register falls silent."""
    while load.state == State.SEARCHING and load.next_page < load.pages:
        try:
            answer = register.search_place(**load.question, page=load.next_page)
        except register.RegisterSilent:
            RegisterLoad.objects.filter(pk=load.pk, state=State.SEARCHING).update(state=State.PREVIEW, silent=True)
            return
        except ValidationError:  # the rest has gone since the first page: what was found is all there is
            break
        with transaction.atomic():
            at = RegisterLoad.objects.filter(pk=load.pk, state=State.SEARCHING, next_page=load.next_page)
            if at.update(next_page=load.next_page + 1) == 1:
                add_units(load, answer.units)
        load.refresh_from_db()
    RegisterLoad.objects.filter(pk=load.pk, state=State.SEARCHING).update(state=State.PREVIEW)


@transaction.atomic
def continue_search(load: RegisterLoad, *, by: Any) -> bool:
    """Ask for the pages that are missing since the register fell silent. False when there is nothing to go on with."""
    if not permissions.can_import(by):
        raise PermissionDenied
    waiting = RegisterLoad.objects.filter(pk=load.pk, state=State.PREVIEW, silent=True)
    if waiting.update(state=State.SEARCHING, silent=False) != 1:
        return False
    tasks.gather_units.enqueue(load.pk)
    return True


@transaction.atomic
def keep_ticks(load: RegisterLoad, *, shown: Iterable[int], ticked: Iterable[int], by: Any) -> None:
    """Store which of the units shown on a page are ticked; other pages keep theirs."""
    if not permissions.can_import(by):
        raise PermissionDenied
    rows = load.units.filter(pk__in=list(shown), group__lte=Group.KNOWN, load__state=State.PREVIEW)
    chosen = set(ticked)
    rows.exclude(pk__in=chosen).update(ticked=False)
    rows.filter(pk__in=chosen).update(ticked=True)


@transaction.atomic
def take_in_units(load: RegisterLoad, *, by: Any) -> bool:
    """Hand the ticked units to the worker. False when somebody has done so already (or the load is gone)."""
    if not permissions.can_import(by):
        raise PermissionDenied
    if RegisterLoad.objects.filter(pk=load.pk, state=State.PREVIEW).update(state=State.RUNNING) != 1:
        return False
    if not load.units.filter(ticked=True).exists():
        raise ValidationError(_("Tick at least one company. Nothing has been taken in."), code="none")
    tasks.take_in_units.enqueue(load.pk, by.pk)
    return True


@transaction.atomic
def drop_load(load: RegisterLoad, *, by: Any) -> None:
    """Forget a load that was not taken in; its units are removed."""
    if not permissions.can_import(by):
        raise PermissionDenied
    waiting = RegisterLoad.objects.filter(pk=load.pk, state__in=[State.PREVIEW, State.SEARCHING])
    if waiting.update(state=State.DROPPED) == 1:
        load.units.all().delete()


def perform_take_in(load: RegisterLoad, *, by: Any) -> None:
    """The worker's part: the ticked units one by one, each wholly or not at all. May run twice, also after a crash.

    In the end only those that were ticked stay on the load, by name and number, with how it went.
    """
    if not permissions.can_import(by):
        raise PermissionDenied
    if load.state != State.RUNNING:
        return
    for unit in load.units.filter(ticked=True, outcome="").order_by("pk").iterator(chunk_size=200):
        take_in_one(unit, by=by)
    with transaction.atomic():
        if RegisterLoad.objects.filter(pk=load.pk, state=State.RUNNING).update(state=State.DONE) != 1:
            return
        load.units.filter(ticked=False).delete()
        load.units.update(facts={})
        outcomes = list(load.units.values_list("outcome", flat=True))
        counts = {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}
        RegisterLoad.objects.filter(pk=load.pk).update(outcome=counts)
        activity.record("load.taken", load, by=by, created=counts.get("created", 0), outcome=counts)


def take_in_one(unit: LoadedUnit, *, by: Any) -> None:
    try:
        with transaction.atomic():
            claimed = LoadedUnit.objects.filter(pk=unit.pk, outcome="").update(outcome="taken")
            if claimed != 1:  # another worker has it
                return
            _row, done = take_from_register(Facts.from_json(unit.facts), by=by)
            LoadedUnit.objects.filter(pk=unit.pk).update(outcome=done)
    except IntegrityError:  # somebody else put it in this very moment
        LoadedUnit.objects.filter(pk=unit.pk, outcome="").update(outcome="unchanged")
    except ValidationError as problem:
        reason = " ".join(problem.messages)[:300]
        LoadedUnit.objects.filter(pk=unit.pk, outcome="").update(outcome="refused", reason=reason)
