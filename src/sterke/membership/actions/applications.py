from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.visibility import Visibility
from sterke.directory.actions import create_organisation, open_door, same_organisation
from sterke.directory.models import Organisation, Person, Role

from .. import mails, permissions
from ..models import Appointment, Body, Endorsement, Membership, MembershipApplication, MembershipCategory
from .memberships import join_cluster

FACTS = (
    "org_form",
    "industry_code",
    "industry_standard",
    "industry",
    "employees_hidden",
    "street",
    "postal_code",
    "postal_place",
    "source",
)


@transaction.atomic
def apply(*, by: Any = None, **facts: Any) -> MembershipApplication:
    """Take in an application: thanks to the applicant, a question on the secretariat's desk.

    ``facts`` are the fields of MembershipApplication. ``by`` is the user who applied, None for a visitor. A company
    that is a member or has an application waiting is refused; two at the same moment for one company leave one.
    """
    refuse_double(facts["company_name"], facts["org_number"])
    try:
        with transaction.atomic():
            application = MembershipApplication.objects.create(**{"language": get_language() or "nb", **facts})
    except IntegrityError as error:
        raise ValidationError(
            {"org_number": _("We have an application from this company already. You hear from us soon.")}
        ) from error
    activity.record("application.made", application, by=by or application, visibility=Visibility.BOARD)
    mails.thank_applicant(application)
    return application


def refuse_double(name: str, org_number: str) -> None:
    """A member, under whatever spelling ("AS", "A/S"), or somebody who waits already: a friendly answer."""
    found = same_organisation(name, org_number)
    if found and Membership.objects.on().filter(organisation=found).exists():
        message = _("Good news: %(name)s is a member already. Ask a colleague or us to invite you.")
        raise ValidationError({"org_number": message % {"name": found}})
    if MembershipApplication.objects.waiting().filter(org_number=org_number).exists():
        raise ValidationError(
            {"org_number": _("We have an application from this company already. You hear from us soon.")}
        )


@transaction.atomic
def send_to_board(application: MembershipApplication, *, by: Any) -> int:
    """Mail each board member in force a link of their own to say yes or no. Returns how many were asked.

    Once more on another day reminds those who have not answered; twice on one day sends nothing new.
    """
    if not permissions.can_send_to_board(by, application):
        raise PermissionDenied
    sitting = Appointment.objects.in_force().filter(body__kind=Body.Kind.BOARD).values("person")
    people = Person.objects.filter(pk__in=sitting).exclude(endorsements__application=application)
    asked = [p for p in people.select_related("user").prefetch_related("contact_details") if p.email]
    if not asked:
        raise ValidationError(_("There is nobody on the board left to ask who has an e-mail address."))
    now = timezone.now()
    waiting = MembershipApplication.objects.waiting().filter(pk=application.pk)
    if waiting.exclude(sent_to_board_at__date=timezone.localdate(now)).update(sent_to_board_at=now) != 1:
        raise ValidationError(_("The board has been asked today already."))
    application.refresh_from_db()
    for person in asked:
        mails.ask_board_member(application, person)
    activity.record("application.sent", application, by=by, visibility=Visibility.BOARD, count=len(asked))
    return len(asked)


@transaction.atomic
def endorse(application: MembershipApplication, *, person: Person, favours: bool, by: Any = None) -> Endorsement:
    """Record a board member's yes or no; the last word counts until it is decided.

    ``by`` is the user, or None when the answer came by a link in a mail: then the person answers for themself.
    """
    fresh = MembershipApplication.objects.select_for_update().filter(pk=application.pk).first()
    if fresh is None or not permissions.can_endorse(person, fresh):
        raise PermissionDenied
    if by is not None and getattr(by, "person", None) != person:
        raise PermissionDenied
    endorsement, _new = Endorsement.objects.update_or_create(
        application=fresh, person=person, defaults={"favours": favours, "at": timezone.now()}
    )
    verb = "application.endorsed" if favours else "application.opposed"
    activity.record(verb, fresh, by=by or person, about=[person], visibility=Visibility.BOARD)
    return endorsement


@transaction.atomic
def approve(application: MembershipApplication, *, category: MembershipCategory, by: Any) -> Membership:
    """Let a company in: the organisation is made (or found) and public, a member from today.

    The contact becomes main contact and gets one welcome mail with the invitation. The board's links stop working.
    A double click, or two secretaries at once, give one membership.
    """
    if not permissions.can_approve(by, application):
        raise PermissionDenied
    _decide(application, MembershipApplication.State.APPROVED)
    organisation = _organisation_for(application, by)
    membership = join_cluster(organisation, category=category, joined_on=timezone.localdate(), by=by)
    MembershipApplication.objects.filter(pk=application.pk).update(organisation=organisation)
    application.refresh_from_db()
    _role, _address, token = open_door(
        organisation,
        email=application.contact_email,
        name=application.contact_name,
        title=application.contact_title,
        kind=Role.Kind.MAIN_CONTACT,
        by=by,
    )
    mails.welcome(application, token)
    activity.record("application.approved", application, by=by, about=[organisation], visibility=Visibility.BOARD)
    return membership


@transaction.atomic
def decline(application: MembershipApplication, *, reason: str, by: Any) -> MembershipApplication:
    """Say no, with a reason and a kind letter. The company may apply again."""
    if not permissions.can_decline(by, application):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. The applicant reads it.")})
    _decide(application, MembershipApplication.State.DECLINED, decline_reason=reason.strip())
    activity.record("application.declined", application, by=by, visibility=Visibility.BOARD, reason=reason.strip())
    mails.say_no_kindly(application)
    return application


def _decide(application: MembershipApplication, state: str, **fields: Any) -> None:
    """Claim the decision: of two at once one goes through, the other is told."""
    waiting = MembershipApplication.objects.waiting().filter(pk=application.pk)
    if waiting.update(state=state, decided_at=timezone.now(), **fields) != 1:
        raise ValidationError(_("Somebody decided this just now. Look again."))
    application.refresh_from_db()


def _organisation_for(application: MembershipApplication, by: Any) -> Organisation:
    found = same_organisation(application.company_name, application.org_number)
    if found is None:
        known = application.register_facts
        return create_organisation(
            name=application.company_name,
            org_number=application.org_number,
            register_name=known.get("name", ""),
            municipality=application.municipality,
            employees=application.employees,
            website=application.website or known.get("website", ""),
            visibility=Visibility.PUBLIC,
            by=by,
            **{name: known[name] for name in FACTS if known.get(name)},
        )
    if found.visibility != Visibility.PUBLIC:
        Organisation.objects.filter(pk=found.pk).update(visibility=Visibility.PUBLIC)
        found.refresh_from_db()
        activity.record("organisation.published", found, by=by)
    return found
