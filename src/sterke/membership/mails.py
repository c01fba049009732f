"""The letters of the fellowship, one function each. Written in the reader's language; sent by the worker."""

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import links, outbox
from sterke.core.models import Cluster
from sterke.directory.models import Person, Role

from .models import Departure, MembershipApplication

ENDORSE = "endorse"
SUCCESSOR = "successor"


def thank_applicant(application: MembershipApplication) -> None:
    cluster = Cluster.current()
    with translation.override(application.language):
        outbox.post(
            outbox.Letter(
                _("We have your application, %(company)s") % {"company": application.company_name},
                [
                    _("Hello %(name)s!") % {"name": application.contact_name},
                    _("Thank you for wanting %(company)s to join %(cluster)s. The board looks at it now.")
                    % {"company": application.company_name, "cluster": cluster.name},
                    _("You hear from us by %(date)s. Nothing more to do until then.")
                    % {"date": date_format(application.due_on)},
                ],
                why=_("You get this because your address stands in an application for membership."),
            ),
            to=application.contact_email,
            key=f"application-thanks:{application.pk}",
            purpose="membership_application",
            about=application,
        )


def ask_board_member(application: MembershipApplication, person: Person) -> None:
    """A link for this board member alone; it may be used again until the application is decided."""
    token = links.make(ENDORSE, application, holder=person.email, days=30, single_use=False, person=person.pk)
    with translation.override(person.language):
        facts = [_("Organisation number %(number)s.") % {"number": application.org_number}]
        if application.municipality:
            facts.append(_("Municipality: %(place)s.") % {"place": application.municipality})
        if application.employees is not None:
            facts.append(_("Employees: %(count)s.") % {"count": application.employees})
        outbox.post(
            outbox.Letter(
                _("Should %(company)s become a member?") % {"company": application.company_name},
                [
                    _("Hello %(name)s!") % {"name": person.name},
                    _("%(company)s wants to join. Say yes or no; it takes half a minute and needs no sign-in.")
                    % {"company": application.company_name},
                    " ".join(facts),
                ],
                button=(_("See the application"), links.url("membership:endorse", token)),
                why=_("You get this because you sit on the board. The link is yours alone; please don't forward it."),
            ),
            to=person.email,
            key=f"application-board:{application.pk}:{person.pk}:{timezone.localdate():%Y%m%d}",
            purpose="membership_application",
            about=application,
        )


def welcome(application: MembershipApplication, token: str) -> None:
    """With the link where the main contact accepts the invitation and signs in."""
    cluster = Cluster.current()
    with translation.override(application.language):
        outbox.post(
            outbox.Letter(
                _("Welcome to %(cluster)s, %(company)s!")
                % {"cluster": cluster.name, "company": application.company_name},
                [
                    _("Hello %(name)s!") % {"name": application.contact_name},
                    _("The board said yes. %(company)s is a member from today, and you are its main contact.")
                    % {"company": application.company_name},
                    _("Start with your company page: say what you make, and invite your colleagues."),
                ],
                button=(_("Get started"), links.url("directory:accept_invitation", token)),
                why=_("You get this because your company applied for membership. The link is yours alone."),
            ),
            to=application.contact_email,
            key=f"application-welcome:{application.pk}",
            purpose="membership_application",
            about=application,
        )


def say_no_kindly(application: MembershipApplication) -> None:
    cluster = Cluster.current()
    with translation.override(application.language):
        paragraphs = [
            _("Hello %(name)s!") % {"name": application.contact_name},
            _("Thank you for wanting to join. This time the answer is no.") % {"company": application.company_name},
            _("The reason: %(reason)s") % {"reason": application.decline_reason},
            _("Things change, and you are welcome to apply again. We would rather talk than write: call us."),
        ]
        if cluster.email:
            paragraphs.append(_("You reach us at %(email)s.") % {"email": cluster.email})
        outbox.post(
            outbox.Letter(
                _("About your application, %(company)s") % {"company": application.company_name},
                paragraphs,
                why=_("You get this because your company applied for membership."),
            ),
            to=application.contact_email,
            key=f"application-declined:{application.pk}",
            purpose="membership_application",
            about=application,
        )


def ask_who_takes_over(departure: Departure, readers: Sequence[tuple[str, str, str]]) -> None:
    """Ask each reader (name, address, language) with a link of their own. The first answer settles it."""
    for name, address, language in readers:
        token = links.make(SUCCESSOR, departure, holder=address, days=30)
        with translation.override(language):
            paragraphs = [_("Hello %(name)s!") % {"name": name}] if name else []
            paragraphs.append(
                _("%(person)s leaves %(company)s on %(date)s.")
                % {
                    "person": departure.person,
                    "company": departure.organisation,
                    "date": date_format(departure.left_on),
                }
            )
            paragraphs.append(_("Who takes over? Tell us the name and e-mail, and we invite them."))
            outbox.post(
                outbox.Letter(
                    _("Who takes over after %(person)s?") % {"person": departure.person},
                    paragraphs,
                    button=(_("Say who takes over"), links.url("membership:successor", token)),
                    why=_("You get this because we have you down as a contact for the company."),
                ),
                to=address,
                key=f"successor:{departure.pk}:{address}",
                purpose="membership",
                about=departure,
            )


def invite_successor(departure: Departure, role: Role, token: str, address: str) -> None:
    with translation.override(role.person.language):
        outbox.post(
            outbox.Letter(
                _("You take over for %(company)s") % {"company": departure.organisation},
                [
                    _("Hello %(name)s!") % {"name": role.person.name},
                    _("%(person)s leaves, and you are named to take over as contact for %(company)s.")
                    % {"person": departure.person, "company": departure.organisation},
                ],
                button=(_("Get started"), links.url("directory:accept_invitation", token)),
                why=_("You get this because your company gave us your name. The link is yours alone."),
            ),
            to=address,
            key=f"successor-invited:{departure.pk}",
            purpose="membership",
            about=departure,
        )
