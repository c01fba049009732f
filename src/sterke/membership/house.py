"""What membership gives the house."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sterke.core.house import (
    Card,
    DeskItem,
    Individual,
    Standing,
    Trace,
    gives_card,
    gives_data,
    gives_desk,
    gives_erasure,
    gives_export,
    gives_individuals,
    gives_keeping,
    gives_search,
    gives_standing,
    gives_traces,
    promises,
    says,
)
from sterke.core.models import Cluster
from sterke.core.question import Question
from sterke.directory.models import Organisation, Role

from . import news as news  # registers what is new
from .models import (
    Appointment,
    Body,
    Departure,
    Endorsement,
    Membership,
    MembershipApplication,
    MembershipCategory,
    Network,
    NetworkSeat,
)

KEEP_DAYS = 365  # contact details of an applicant, after a no
ERASED = "–"


posts_of = Question(
    lambda user, day: Appointment.objects.in_force(day).filter(person__user=user).values_list("body__kind")
)
seats_of = Question(
    lambda user, day: NetworkSeat.objects.in_force(day).filter(person__user=user).values_list("network", "is_leader")
)
memberships_of = Question(
    lambda user, day: (
        Membership.objects.on(day)
        .filter(organisation__in=Role.objects.at_work(day).filter(person__user=user).values("organisation"))
        .values_list("pk")[:1]
    )
)


@gives_standing
def standing_from_membership(user: Any, on: date) -> Standing:
    """Secretariat and board from appointments, member from the company's membership, leader from seats."""
    bodies = {kind for (kind,) in posts_of(user.pk, on)}
    seats = seats_of(user.pk, on)
    return Standing(
        secretary=Body.Kind.SECRETARIAT in bodies,
        board=Body.Kind.BOARD in bodies,
        member=bool(memberships_of(user.pk, on)),
        leads=frozenset(network for network, leads in seats if leads),
        seated_in=frozenset(network for network, _leads in seats),
    )


@gives_desk(kept=True)
def applications_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """The secretariat: send to the board, wait, decide. A board member: those not answered yet."""
    waiting = waiting_applications(user)
    quorum = Cluster.current().quorum if waiting else 0
    for application in waiting:
        yield _application_item(application, quorum, user.is_secretary)


@Question
def waiting_applications(user: Any) -> Any:
    waiting = MembershipApplication.objects.visible_to(user).waiting().with_yeses()
    if not user.is_secretary:
        mine = Endorsement.objects.filter(person__user=user).values("application")
        waiting = waiting.exclude(sent_to_board_at=None).exclude(pk__in=mine)
    return waiting.select_related("municipality").order_by("applied_at")


def _application_item(application: MembershipApplication, quorum: int, secretary: bool) -> DeskItem:
    name, yeses = application.company_name, application.yeses  # type: ignore[attr-defined]
    detail = ", ".join(str(fact) for fact in (application.municipality, application.contact_name) if fact)
    url, post = application.get_absolute_url(), False
    if not secretary:
        title, button = _t("Should %(company)s become a member?") % {"company": name}, _t("Answer")
    elif yeses >= quorum:
        title = ngettext(
            "%(count)s on the board said yes to %(company)s", "%(count)s on the board said yes to %(company)s", yeses
        ) % {"count": yeses, "company": name}
        button = _t("Decide")
    elif application.sent_to_board_at:
        title = _t("%(company)s waits for the board: %(count)s of %(quorum)s said yes") % {
            "company": name,
            "count": yeses,
            "quorum": quorum,
        }
        button = _t("Look")
    else:
        title, button = _t("%(company)s wants to join") % {"company": name}, _t("Send to the board")
        url, post = reverse("membership:send_to_board", args=[application.pk]), True
    return DeskItem("application", title, detail, application.due_on, button, url, post)


open_departures = Question(
    lambda user: Departure.objects.visible_to(user).open().select_related("person", "organisation").order_by("left_on")
)


@gives_desk(kept=True)
def successors_on_the_desk(user: Any) -> Iterator[DeskItem]:
    for departure in open_departures(user):
        yield DeskItem(
            "departure",
            _t("Who takes over after %(person)s?") % {"person": departure.person},
            str(departure.organisation),
            timezone.localdate(departure.asked_at) + timedelta(days=14),
            _t("Say who takes over"),
            reverse("membership:departure", args=[departure.pk]),
        )


says(
    application_made=_("%(subject)s asked to join"),
    application_sent=_("%(actor)s sent the application of %(subject)s to the board"),
    application_endorsed=_("%(actor)s said yes to %(subject)s"),
    application_opposed=_("%(actor)s said no to %(subject)s"),
    application_approved=_("%(actor)s let %(subject)s in"),
    application_declined=_("%(actor)s declined %(subject)s: %(reason)s"),
    membership_joined=_("%(company)s became a member"),
    membership_left=_("%(company)s left"),
    organisation_published=_("%(actor)s made %(subject)s visible to everyone"),
    network_started=_("%(actor)s started the network %(subject)s"),
    network_edited=_("%(actor)s changed the network %(subject)s"),
    network_ended=_("%(actor)s ended the network %(subject)s"),
    seat_given=_("%(actor)s gave %(person)s a seat in %(network)s"),
    seat_ended=_("%(actor)s ended the seat of %(person)s in %(network)s"),
    seat_leads=_("%(actor)s made %(person)s leader of %(network)s"),
    seat_stopped=_("%(person)s no longer leads %(network)s"),
    appointment_made=_("%(person)s was appointed to %(body)s"),
    appointment_ended=_("%(person)s left %(body)s"),
    person_left=_("%(subject)s left %(company)s"),
    departure_answered=_("%(actor)s said that %(successor)s takes over after %(person)s"),
    departure_closed=_("Nobody takes over after %(person)s"),
)


@gives_individuals
def applicants() -> Iterator[Individual]:
    """Contact persons of applications: known by their address alone until they get an account."""
    rows = MembershipApplication.objects.exclude(contact_email=BLANK["contact_email"])
    for name, email in rows.values_list("contact_name", "contact_email").distinct():
        yield Individual(name=name, emails=frozenset({email.lower(), email}))


@gives_data("membership")
def data_of(individual: Individual) -> dict[str, list[dict[str, Any]]]:
    """Seats, posts, answers to applications, and applications sent in one's own name."""
    own = Q(person=individual.person_id) if individual.person_id else Q(pk=None)
    seats = NetworkSeat.objects.filter(own).values("network__name", "is_leader", "valid_from", "valid_to")
    posts = Appointment.objects.filter(own).values("body__name", "post", "valid_from", "valid_to")
    answers = Endorsement.objects.filter(own).values("application__company_name", "favours", "at")
    applications = MembershipApplication.objects.filter(contact_email__in=individual.emails)
    fields = (
        "company_name",
        "contact_name",
        "contact_title",
        "contact_email",
        "contact_phone",
        "message",
        "applied_at",
    )
    found: dict[str, Any] = {
        "seats": list(seats),
        "posts": list(posts),
        "answers": list(answers),
        "applications": list(applications.values(*fields)),
        "departures": list(Departure.objects.filter(own).values("organisation__name", "left_on")),
    }
    return found


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    own = Q(person=individual.person_id) if individual.person_id else Q(pk=None)
    nameless = _("that somebody had it, without saying who")
    yield Trace(_("seats in networks"), NetworkSeat.objects.filter(own).count(), nameless)
    posts = Appointment.objects.filter(own)
    yield Trace(_("posts"), posts.count(), nameless, waits=posts.in_force().exists())
    yield Trace(_("answers to applications"), Endorsement.objects.filter(own).count(), nameless)
    applications = MembershipApplication.objects.filter(contact_email__in=individual.emails).count()
    yield Trace(_("applications for membership"), applications, _("the company's, without the contact person"))


BLANK = {
    "contact_name": ERASED,
    "contact_title": "",
    "contact_email": "slettet@slettet.invalid",
    "contact_phone": "",
    "message": "",
}


@gives_erasure("membership")
def erase(individual: Individual) -> None:
    """Contact details leave the applications; seats and posts stay with the nameless person, so that counts hold."""
    MembershipApplication.objects.filter(contact_email__in=individual.emails).update(**BLANK)


@gives_keeping("membership", _("contact details in applications that got a no"), KEEP_DAYS)
def forget_declined(dry_run: bool) -> int:
    old = MembershipApplication.objects.filter(
        state__in=[MembershipApplication.State.DECLINED, MembershipApplication.State.WITHDRAWN],
        decided_at__lt=timezone.now() - timedelta(days=KEEP_DAYS),
    ).exclude(contact_email=BLANK["contact_email"])
    return old.count() if dry_run else old.update(**BLANK)


@gives_export("members")
def export_members(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Members today with category, joining day and size: what a visitor may read one by one, members get as a sheet."""
    if not user.is_authenticated or not user.is_member:
        raise PermissionDenied
    seen = Organisation.objects.visible_to(user)
    rows = (
        Membership.objects.on().filter(organisation__in=seen).select_related("organisation__municipality", "category")
    )
    headings = [
        _t("Name"),
        _t("Organisation number"),
        _t("Municipality"),
        _t("Category"),
        _t("Joined"),
        _t("Employees"),
    ]
    cells = (
        [
            row.organisation.name,
            row.organisation.org_number,
            str(row.organisation.municipality or ""),
            str(row.category),
            row.joined_on,
            row.organisation.size_text,
        ]
        for row in rows.order_by("organisation__sort_key")
    )
    return headings, cells


@gives_export("memberships")
def export_memberships(user: Any) -> tuple[list[str], Iterator[list[Any]]]:
    """Every membership there has been, with why it ended. For the secretariat."""
    if not user.is_authenticated or not user.is_secretary:
        raise PermissionDenied
    rows = Membership.objects.select_related("organisation", "category").order_by("joined_on", "pk")
    headings = [_t("Name"), _t("Organisation number"), _t("Category"), _t("Joined"), _t("Left"), _t("Reason")]
    cells = (
        [
            row.organisation.name,
            row.organisation.org_number,
            str(row.category),
            row.joined_on,
            row.left_on,
            row.get_leave_reason_display(),
        ]
        for row in rows
    )
    return headings, cells


gives_search("nettverk", _("Networks"), Network, title=("name", "name_en"), text=("purpose", "purpose_en"))

promises(MembershipCategory, search="no: a handful of words", access="no: not about a person", erasure="no: no person")
promises(Membership, search="directory: with its organisation", access="no: about a company", erasure="no: no person")
promises(
    MembershipApplication,
    search="no: for the secretariat and the board, on the desk",
    access="membership: by the contact's address",
    erasure="membership: contact details blanked",
)
promises(
    Endorsement,
    search="no: part of an application",
    access="membership",
    erasure="directory: the person is made nameless",
)
promises(Network, search="website: networks", access="no: not about a person", erasure="no: no person")
promises(
    NetworkSeat, search="no: with its network", access="membership", erasure="directory: the person is made nameless"
)
promises(Body, search="no: a handful of rows", access="no: not about a person", erasure="no: no person")
promises(Appointment, search="no: with its body", access="membership", erasure="directory: the person is made nameless")
promises(Departure, search="no: on the desk", access="membership", erasure="directory: the person is made nameless")


@gives_card("membership:apply")
def apply_card() -> Card:
    return Card(_t("Stronger together. Join us."), _t("Become a member"))


@gives_card("membership:bodies")
def bodies_card() -> Card:
    return Card(_t("Who steers"), _t("The board and the secretariat"))


@gives_card("membership:members_over_time")
def members_over_time_card() -> Card:
    return Card(_t("How many we are"), _t("Members over time"))
