"""What the directory gives the house."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sterke.core.house import (
    DeskItem,
    Individual,
    Standing,
    Trace,
    gives_data,
    gives_desk,
    gives_erasure,
    gives_export,
    gives_individuals,
    gives_keeping,
    gives_place,
    gives_search,
    gives_standing,
    gives_traces,
    knows_individual,
    promises,
    says,
)
from sterke.core.models import Pulse
from sterke.core.question import Question
from sterke.core.visibility import Visibility, is_secretary

from . import fetching as fetching  # registers its source
from . import finding, permissions, wording
from .actions.register import PULSE as REGISTER_PULSE
from .models import (
    ContactDetails,
    LoadedUnit,
    Merge,
    Office,
    OfficeHolder,
    Organisation,
    Person,
    RegisterLoad,
    RegisterProposal,
    Role,
    SheetImport,
    SheetRow,
)

FORGOTTEN_DAYS = 30

gives_search(
    "bedrifter",
    gettext_lazy("Companies and organisations"),
    Organisation,
    title=("name",),
    near=("register_name", "earlier_names", "org_number", "industry", "postal_place", "municipality__name"),
    text=("about", "about_en"),
    rows=finding.organisations,
    furnish=finding.furnish_organisations,
    reads=["region"],
)
gives_search(
    "folk",
    gettext_lazy("People"),
    Person,
    title=("name",),
    rows=finding.people,
    more=finding.what_everybody_sees,
    furnish=finding.furnish_people,
)

promises(Organisation, search="organisations", access="no: not a person", erasure="no: not a person")
promises(Person, search="people", access="directory", erasure="directory")
promises(ContactDetails, search="no: found through their owner", access="directory", erasure="directory")
promises(Role, search="no: found through the person", access="directory", erasure="directory")
promises(Office, search="no: found through the organisation", access="no: not a person", erasure="no: not a person")
promises(OfficeHolder, search="no: found through the person", access="directory", erasure="directory")
promises(RegisterProposal, search="no: shown on the desk", access="no: about companies", erasure="no: about companies")
promises(Merge, search="no: a note for undoing", access="no: keys and counts", erasure="directory")
promises(RegisterLoad, search="no: on its way in", access="no: about companies", erasure="no: about companies")
promises(LoadedUnit, search="no: on its way in", access="no: about companies", erasure="no: about companies")
promises(SheetImport, search="no: on its way in", access="no: about files", erasure="no: about files")
promises(
    SheetRow, search="no: on its way in", access="no: gone when written, dropped or forgotten", erasure="directory"
)

says(
    organisation_created=gettext_lazy("%(actor)s put %(subject)s in the register"),
    organisation_edited=gettext_lazy("%(actor)s edited %(subject)s"),
    organisation_deleted=gettext_lazy("%(actor)s deleted %(subject)s"),
    organisation_merged=gettext_lazy("%(actor)s merged %(gone)s into %(subject)s"),
    organisation_unmerged=gettext_lazy("%(actor)s took %(gone)s out of %(subject)s again"),
    person_created=gettext_lazy("%(actor)s put %(subject)s in the register"),
    person_edited=gettext_lazy("%(actor)s edited %(subject)s"),
    person_invited=gettext_lazy("%(actor)s invited %(subject)s"),
    invitation_revoked=gettext_lazy("%(actor)s took back the invitation of %(subject)s"),
    invitation_accepted=gettext_lazy("%(actor)s accepted the invitation: %(subject)s"),
    person_deleted=gettext_lazy("%(actor)s deleted %(subject)s"),
    person_merged=gettext_lazy("%(actor)s merged %(gone)s into %(subject)s"),
    person_unmerged=gettext_lazy("%(actor)s took %(gone)s out of %(subject)s again"),
    person_copied=gettext_lazy("%(actor)s took a copy of what we keep about %(subject)s"),
    role_added=gettext_lazy("%(actor)s added %(subject)s"),
    role_edited=gettext_lazy("%(actor)s edited %(subject)s"),
    role_ended=gettext_lazy("%(actor)s ended %(subject)s"),
    role_deleted=gettext_lazy("%(actor)s deleted %(subject)s"),
    sheet_written=gettext_lazy("%(actor)s imported %(subject)s: %(created)s new, %(updated)s updated"),
    load_taken=gettext_lazy("%(actor)s took in units from Enhetsregisteret, %(subject)s: %(created)s new"),
    organisation_fetched=gettext_lazy("%(actor)s fetched %(subject)s from Enhetsregisteret"),
    organisation_filled=gettext_lazy("%(actor)s filled in %(subject)s from Enhetsregisteret"),
    organisation_followed=gettext_lazy("Enhetsregisteret has new figures for %(subject)s"),
    proposal_accepted=gettext_lazy("%(actor)s let %(subject)s follow the register"),
    proposal_dismissed=gettext_lazy("%(actor)s left %(subject)s as it was, though the register differs"),
    register_row_saved=gettext_lazy("%(actor)s saved %(subject)s in the office"),
    register_row_deleted=gettext_lazy("%(actor)s deleted %(subject)s in the office"),
)


roles_of = Question(
    lambda user, day: Role.objects.at_work(day).filter(person__user=user).values_list("organisation", "kind")
)


@gives_standing
def standing_from_roles(user: Any, on: date) -> Standing:
    """Where the user works today, and which companies they are main contact of."""
    roles = roles_of(user.pk, on)
    return Standing(
        works_at=frozenset(organisation for organisation, _kind in roles),
        main_contact_of=frozenset(org for org, kind in roles if kind == Role.Kind.MAIN_CONTACT),
    )


def people_of(individual: Individual) -> Any:
    """The rows of one individual, also those merged into another."""
    rows = Q(pk__in=[individual.person_id]) | Q(merged_into__in=[individual.person_id])
    if individual.user_id:
        rows |= Q(user=individual.user_id)
    return Person.objects.filter(rows)


@knows_individual
def with_person(individual: Individual) -> Individual:
    """The person behind an account or an address, with every name and address we have of them."""
    rows = Person.objects.filter(erased_at=None, merged_into=None)
    person = rows.filter(pk=individual.person_id).first() if individual.person_id else None
    person = person or (rows.filter(user=individual.user_id).first() if individual.user_id else None)
    emails = ContactDetails.objects.filter(kind=ContactDetails.Kind.EMAIL)
    if person is None and not individual.user_id and individual.emails:
        found_by_address = rows.filter(contact_details__in=emails.filter(value__in=individual.emails)).distinct()[:2]
        person = found_by_address[0] if len(found_by_address) == 1 else None  # an address two share says nobody
    if person is None:
        return individual
    found = {*emails.filter(person=person).values_list("value", flat=True)}
    found |= {person.user.email} if person.user else set()
    return replace(
        individual,
        name=individual.name or person.name,
        person_id=person.pk,
        user_id=individual.user_id or person.user_id,
        emails=individual.emails | found,
        names=individual.names | {person.name},
    )


@gives_individuals
def everybody() -> Iterable[Individual]:
    for pk, name in Person.objects.filter(erased_at=None, merged_into=None).values_list("pk", "name"):
        yield Individual(name=name, person_id=pk)


@gives_place
def workplace(user: Any) -> str:
    role = Role.objects.in_force().filter(person__user=user).select_related("organisation").order_by("pk").first()
    return role.organisation.name if role else ""


@gives_data("directory")
def data_of(individual: Individual) -> Any:
    """Name, contact details, roles and offices."""
    return [
        {
            "name": person.name,
            "language": person.language,
            "contact_details": list(person.contact_details.values("kind", "value", "seen_by")),
            "roles": list(
                person.roles.values("organisation__name", "kind", "title", "valid_from", "valid_to", "visibility")
            ),
            "offices": list(person.offices.values("office__title", "valid_from", "valid_to")),
        }
        for person in people_of(individual)
    ]


@gives_traces
def traces_of(individual: Individual) -> Iterable[Trace]:
    people = people_of(individual).values("pk")
    today = timezone.localdate()
    yield Trace(gettext_lazy("name in the register"), people.count())
    yield Trace(gettext_lazy("ways to reach you"), ContactDetails.objects.filter(person__in=people).count())
    if not individual.person_id and individual.emails:
        shared = ContactDetails.objects.exclude(person=None).filter(kind="email", value__in=individual.emails)
        yield Trace(gettext_lazy("people who share the address"), shared.count(), waits=True)
    roles = Role.objects.filter(person__in=people).count()
    yield Trace(gettext_lazy("roles in companies"), roles, gettext_lazy("that somebody had it, without saying who"))
    held = OfficeHolder.objects.filter(person__in=people)
    running = held.filter(Q(valid_to=None) | Q(valid_to__gte=today)).exists()
    yield Trace(gettext_lazy("public offices"), held.count(), gettext_lazy("that somebody held it"), waits=running)


@gives_erasure("directory")
def erase(individual: Individual) -> None:
    """The person becomes nameless; contact details go; roles end and keep only their dates: counts stay whole."""
    today = timezone.localdate()
    people = list(people_of(individual).values_list("pk", flat=True))
    ContactDetails.objects.filter(person__in=people).delete()
    OfficeHolder.objects.filter(person__in=people).delete()
    roles = Role.objects.filter(person__in=people)
    roles.filter(valid_to=None, valid_from__gt=today).delete()
    roles.filter(Q(valid_to=None) | Q(valid_to__gt=today)).update(valid_to=today)
    roles.update(title="", visibility=Visibility.SECRETARIAT)
    for email in individual.emails:
        SheetRow.objects.filter(cells__icontains=email).delete()
    keys = [f"directory.person:{pk}" for pk in people]
    Merge.objects.filter(Q(kept_key__in=keys) | Q(gone_key__in=keys)).update(moved={})
    for person in Person.objects.filter(pk__in=people):
        person.name, person.user, person.erased_at = _("Erased person"), None, timezone.now()
        person.save()


@gives_keeping("directory", gettext_lazy("units of the register that were never taken in"), FORGOTTEN_DAYS)
def forget_loads(dry_run: bool) -> int:
    old = timezone.now() - timedelta(days=FORGOTTEN_DAYS)
    loads = RegisterLoad.objects.filter(created_at__lt=old, state=RegisterLoad.State.PREVIEW)
    units = LoadedUnit.objects.filter(load__in=loads)
    count = units.count()
    if not dry_run:
        units.delete()
        loads.update(state=RegisterLoad.State.DROPPED)
    return count


@gives_keeping("directory", gettext_lazy("rows of sheets that were never written"), FORGOTTEN_DAYS)
def forget_sheets(dry_run: bool) -> int:
    old = timezone.now() - timedelta(days=FORGOTTEN_DAYS)
    rows = SheetRow.objects.filter(sheet__created_at__lt=old, sheet__state=SheetImport.State.PREVIEW)
    count = rows.count()
    if not dry_run:
        rows.delete()
        SheetImport.objects.filter(created_at__lt=old, state=SheetImport.State.PREVIEW).update(
            state=SheetImport.State.DROPPED
        )
    return count


@gives_export("organisations")
def organisations_for(user: Any) -> tuple[list[str], Iterable[list[Any]]]:
    """Every organisation this user may see."""
    headings = [
        _("Name"),
        _("Organisation number"),
        _("Kind"),
        _("Industry code"),
        _("Industry"),
        _("Employees"),
        _("Web site"),
        _("Street address"),
        _("Postal code"),
        _("Postal place"),
        _("Municipality"),
        _("Status"),
    ]
    rows = Organisation.objects.visible_to(user).select_related("municipality").order_by("sort_key", "pk")
    return headings, (
        [
            row.name,
            row.org_number,
            str(row.get_kind_display()),
            row.industry_code,
            row.industry,
            row.size_text if row.employees is None else row.employees,
            row.website,
            row.street,
            row.postal_code,
            row.postal_place,
            row.municipality.name if row.municipality else "",
            str(row.get_status_display()),
        ]
        for row in rows.iterator(chunk_size=2000)
    )


@gives_export("people")
def people_for(user: Any) -> tuple[list[str], Iterable[list[Any]]]:
    """Each role in force that this user may see, with the contact details that this user may see."""
    headings = [
        _("Name"),
        _("Organisation"),
        _("Organisation number"),
        _("Role"),
        _("Title"),
        _("E-mail"),
        _("Phone"),
        _("Mobile"),
        _("From"),
    ]
    roles = Role.objects.visible_to(user).in_force().select_related("person", "organisation")
    if not is_secretary(user):
        roles = roles.filter(person__in=Person.objects.visible_to(user))
    reach: dict[tuple[int, str], str] = {
        (person, kind): value
        for person, kind, value in ContactDetails.objects.visible_to(user)
        .exclude(person=None)
        .order_by("-pk")
        .values_list("person", "kind", "value")
    }
    return headings, (
        [
            role.person.name,
            role.organisation.name,
            role.organisation.org_number,
            str(role.get_kind_display()),
            role.title,
            *(reach.get((role.person_id, kind), "") for kind in ("email", "phone", "mobile")),
            role.valid_from,
        ]
        for role in roles.order_by("person__sort_key", "pk").iterator(chunk_size=2000)
    )


waiting_proposals = Question(lambda: RegisterProposal.objects.waiting().select_related("organisation"))
pulse_of = Question(lambda name: Pulse.objects.filter(name=name))
sheets_underway = Question(lambda: SheetImport.objects.filter(state=SheetImport.State.PREVIEW).order_by("-created_at"))
loads_underway = Question(lambda: RegisterLoad.objects.filter(state=RegisterLoad.State.PREVIEW).order_by("-created_at"))


@gives_desk
def desk_proposals(user: Any) -> Iterable[DeskItem]:
    """Changes in Enhetsregisteret to accept; and the register itself, when it has been silent for three nights."""
    if not permissions.can_decide_proposals(user):
        return
    for row in waiting_proposals()[:100]:
        found = timezone.localdate(row.found_at)
        yield DeskItem(
            kind="register",
            title=wording.headline(row),
            detail=wording.detail(row),
            due=found + timedelta(days=14 if row.kind == "changed" else 2),
            button=_("Follow the register"),
            url=reverse("directory:accept_proposal", args=[row.pk]) + "?skrivebord",
            post=True,
        )
    pulse = pulse_of(REGISTER_PULSE).first()
    if pulse and pulse.details.get("silent_nights", 0) >= 3:
        yield DeskItem(
            kind="register",
            title=_("Enhetsregisteret does not answer"),
            detail=_("%(count)s nights in a row. What we have stays as it was.")
            % {"count": pulse.details["silent_nights"]},
            due=timezone.localdate(pulse.at),
            button=_("See"),
            url=reverse("directory:proposals"),
        )


@gives_desk(kept=True)
def desk_underway(user: Any) -> Iterable[DeskItem]:
    """What somebody began to bring in and nobody has finished or dropped."""
    if not permissions.can_import(user):
        return
    begun = [(row, "directory:import_sheet", _("Rows to look through.")) for row in sheets_underway()[:20]]
    begun += [(row, "directory:register_load", _("Units to choose among.")) for row in loads_underway()[:20]]
    for row, page, detail in begun:
        since = timezone.localdate(row.created_at)
        yield DeskItem(
            kind="import",
            title=_("%(what)s is not brought in yet") % {"what": row},
            detail=detail,
            due=since + timedelta(days=7),
            button=_("Go on"),
            url=reverse(page, args=[row.pk]),
        )
