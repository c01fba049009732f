"""Inviting people in: a link by mail, one person, one role, once."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from sterke.accounts.models import User
from sterke.core import activity, links
from sterke.core.keys import key_of
from sterke.core.models import Cluster, SignedLink
from sterke.core.outbox import Letter, post

from .. import permissions, spelling
from ..models import Organisation, Person, Role
from .people import add_role, create_person, person_with_email

PURPOSE = "invitation"
LIVES = 14  # days


@transaction.atomic
def invite_person(
    organisation: Organisation, *, email: str, name: str, title: str = "", kind: str = Role.Kind.CONTACT, by: Any
) -> Role:
    """Invite somebody into an organisation: person and role (seen by few), and a mail with a link for 14 days.

    Somebody we know by that address is not made twice. Inviting again takes back the earlier link.
    """
    role, address, token = open_door(organisation, email=email, name=name, title=title, kind=kind, by=by)
    send(role, address, token, by)
    return role


@transaction.atomic
def open_door(
    organisation: Organisation, *, email: str, name: str, title: str = "", kind: str = Role.Kind.CONTACT, by: Any
) -> tuple[Role, str, str]:
    """An invitation without its mail, for rooms whose own letter carries the link: role, address and token.

    A contact who is invited as main contact gets that role besides.
    """
    if not permissions.can_edit_people(by, organisation):
        raise PermissionDenied
    address = spelling.clean_email(email)
    if not address:
        raise ValidationError(_("An invitation needs an e-mail address."))
    person = person_with_email(address) or create_person(name=name, email=address, by=by)
    held = Role.objects.in_force().filter(person=person, organisation=organisation).order_by("pk")
    if kind in (Role.Kind.MAIN_CONTACT, Role.Kind.SIGNATORY):  # of another kind, the role there is not it
        held = held.filter(kind=kind)
    role = held.first() or add_role(person, organisation, kind=kind, title=title, by=by)
    links.revoke(role, PURPOSE)
    token = links.make(PURPOSE, role, holder=address, days=LIVES)
    activity.record("person.invited", role, by=by, about=[person, organisation])
    return role, address, token


def send(role: Role, address: str, token: str, by: Any) -> None:
    with override(role.person.language):
        cluster = Cluster.current().name
        letter = Letter(
            subject=_("%(inviter)s invites you to %(cluster)s") % {"inviter": by, "cluster": cluster},
            paragraphs=[
                _("Hello %(name)s!") % {"name": role.person.name},
                _("%(inviter)s wants you on board for %(organisation)s in %(cluster)s.")
                % {"inviter": by, "organisation": role.organisation, "cluster": cluster},
                _("The button works for 14 days, once, and only for you. You need no password."),
            ],
            button=(_("See the invitation"), links.url("directory:accept_invitation", token)),
            why=_("You get this because somebody gave us your address. Do nothing, and nothing happens."),
        )
        latest = SignedLink.objects.filter(purpose=PURPOSE, holder=address).order_by("-pk").values_list("pk").first()
        post(letter, to=address, key=f"invitation:{latest and latest[0]}", purpose=PURPOSE, about=role)


@transaction.atomic
def resend_invitation(role: Role, *, by: Any) -> str:
    """Send an invitation that nobody has answered once more, with a fresh link. Returns the address it went to."""
    if not permissions.can_edit_people(by, role.organisation):
        raise PermissionDenied
    latest = open_links().filter(subject_key=key_of(role)).order_by("-pk").first()
    if latest is None or not Role.objects.in_force().filter(pk=role.pk).exists():
        raise ValidationError(_("There is no open invitation to send again."))
    links.revoke(role, PURPOSE)
    token = links.make(PURPOSE, role, holder=latest.holder, days=LIVES)
    activity.record("person.invited", role, by=by, about=[role.person, role.organisation])
    send(role, latest.holder, token, by)
    return latest.holder


def open_links() -> QuerySet[SignedLink]:
    """Invitations neither answered nor taken back; they may have run out."""
    return SignedLink.objects.filter(purpose=PURPOSE, used_at=None, revoked_at=None)


@transaction.atomic
def revoke_invitation(role: Role, *, by: Any) -> int:
    """Take back an invitation that has not been used. Returns how many links closed."""
    if not permissions.can_edit_people(by, role.organisation):
        raise PermissionDenied
    count = links.revoke(role, PURPOSE)
    if count:
        activity.record("invitation.revoked", role, by=by, about=[role.person, role.organisation])
    return count


@transaction.atomic
def accept_invitation(role: Role, *, link: SignedLink, by: Any) -> User:
    """Say yes: the account of the invited address is made, or the one that is there is linked, and returned.

    ``by`` is whoever is signed in; anybody but the invited one is refused. Raises LinkProblem when the link is used
    up or the role has ended. The link never opens an account with another address than the one it was sent to.
    """
    if not Role.objects.in_force().filter(pk=role.pk).exists():
        raise links.LinkProblem("revoked")
    if by.is_authenticated and by.email != link.holder:
        raise PermissionDenied
    user = User.objects.filter(email=link.holder).first()
    if (user and not user.is_active) or not belongs(role.person, user):
        raise PermissionDenied
    links.use(link)
    person = role.person
    user = user or User.objects.create_user(link.holder, name=person.name, language=person.language)
    mine = Person.objects.filter(user=user, merged_into=None).first()
    if mine is None:
        person.user = user
        person.save(update_fields=["user"])
    elif mine.pk != person.pk:
        Role.objects.filter(pk=role.pk).update(person=mine)
    activity.record("invitation.accepted", role, by=user, about=[person, role.organisation])
    return user


def belongs(person: Person, user: User | None) -> bool:
    """A person with an account is only ever opened by that account's own address."""
    return person.user_id is None or (user is not None and person.user_id == user.pk)
