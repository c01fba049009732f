"""What happens to accounts and to what we keep about people."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sterke.core import activity, links
from sterke.core.house import Individual, Trace, house
from sterke.core.models import SignedLink

from . import mails, permissions, tokens
from .emails import normal_email
from .models import Consent, Erasure, User

CHANGE_ADDRESS = "change_address"


def end_sessions(user: User, *, keep: str = "") -> int:
    """Sign a user out everywhere (but for the session ``keep``). Returns how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=keep))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def disable_account(user: User, *, by: Any) -> None:
    """Close an account: it cannot sign in, and all its sessions and tokens end at once (A7)."""
    if not permissions.can_disable(by, user):
        raise PermissionDenied
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        activity.record("account.disabled", user, by=by)
    user.is_active = False
    end_sessions(user)
    tokens.end_tokens(user)


@transaction.atomic
def open_account(user: User, *, by: Any) -> None:
    """Open a closed account again: they sign in with a code as before."""
    if not permissions.can_disable(by, user):
        raise PermissionDenied
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        activity.record("account.opened", user, by=by)


@transaction.atomic
def sign_out_everywhere(user: User, *, by: Any) -> int:
    """End every session and token of somebody else's account (a lost phone). Returns how many sessions ended."""
    if not permissions.can_sign_out(by, user):
        raise PermissionDenied
    count = end_sessions(user)
    tokens.end_tokens(user)
    activity.record("account.signed_out", user, by=by, sessions=count)
    return count


def is_last_secretary(user: Any) -> bool:
    """Nobody else with an account opens the house. Asked seldom: goes through the accounts until one is found."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("pk")
    return user.is_secretary and not any(other.is_secretary for other in others.iterator())


@transaction.atomic
def ask_for_new_address(user: User, *, email: str, by: Any) -> None:
    """Send a link to the new address. An address somebody else has gets none, and the asker is not told."""
    if by.pk != user.pk:
        raise PermissionDenied
    address = normal_email(email)
    links.revoke(user, CHANGE_ADDRESS)
    if not User.objects.filter(email=address).exists():
        mails.confirm_address(user, address, links.make(CHANGE_ADDRESS, user, holder=address, days=1))


@transaction.atomic
def change_address(user: User, *, link: SignedLink, by: Any) -> None:
    """Take the new address into use; the old one gets a notice, other sessions end. Raises LinkProblem if used."""
    if by.pk != user.pk:
        raise PermissionDenied
    if User.objects.filter(email=link.holder).exists():
        raise ValidationError(_("That address is taken."))
    links.use(link)
    old, user.email = user.email, link.holder
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    activity.record("account.readdressed", user, by=by)
    mails.address_changed(user, old)


@transaction.atomic
def give_consent(
    address: str, *, purpose: str, text: str, text_version: str, how: str, ticked: bool, by: User | None = None
) -> Consent:
    """Add a yes to the ledger, with its proof. Without a box the person ticked and a text, there is no consent (J4)."""
    if not (ticked and text.strip() and text_version and how):
        raise ValidationError(_("A yes needs the text that was shown, its version, how, and a box the person ticked."))
    return Consent.objects.create(
        address=normal_email(address),
        user=by,
        purpose=purpose,
        given=True,
        text=text,
        text_version=text_version,
        how=how,
    )


@transaction.atomic
def withdraw_consent(address: str, *, purpose: str, how: str, by: User | None = None) -> Consent | None:
    """Add a no to the ledger. Withdrawing what was never given, or twice, changes nothing."""
    last = latest_consent(address, purpose)
    if last is None or not last.given:
        return None
    return Consent.objects.create(
        address=last.address,
        user=by,
        purpose=purpose,
        given=False,
        text=last.text,
        text_version=last.text_version,
        how=how,
    )


def latest_consent(address: str, purpose: str) -> Consent | None:
    return Consent.objects.filter(address=normal_email(address), purpose=purpose).order_by("-at", "-pk").first()


def has_consent(address: str, purpose: str, text_version: str) -> bool:
    """A yes to this version of the text that has not been taken back."""
    last = latest_consent(address, purpose)
    return bool(last and last.given and last.text_version == text_version)


def individual_of(user: User) -> Individual:
    """All that the rooms know of whose data this is."""
    return complete(Individual(name=user.name, user_id=user.pk, emails=frozenset({user.email})))


def complete(individual: Individual) -> Individual:
    for know in house.knows:
        individual = know(individual)
    return individual


def fingerprints_of(individual: Individual) -> list[str]:
    """Salted hashes that find a person again after a restore: of the rows, or of the addresses if there are none."""
    marks = [f"user:{individual.user_id}"] if individual.user_id else []
    marks += [f"person:{individual.person_id}"] if individual.person_id else []
    marks = marks or sorted(individual.emails)
    return [hmac.new(settings.SECRET_KEY.encode(), mark.encode(), hashlib.sha256).hexdigest() for mark in marks]


def rooms_from_the_last() -> list[str]:
    """Erasers in the order later rooms first, so that each still finds what the rooms under it hold."""
    order = [name.rpartition(".")[2] for name in settings.INSTALLED_APPS]
    return sorted(house.erasers, key=lambda name: order.index(name) if name in order else -1)


@transaction.atomic
def erase(individual: Individual, *, by: Any, reason: str) -> None:
    """Erase a person from every room; rows that are counted stay, without the person.

    Consequences: sessions end, queued mail is dropped, names go out of the history, a fingerprint is kept (also in
    a file outside the database, for restores).
    """
    if not permissions.can_erase(by, individual):
        raise PermissionDenied
    if by.pk == individual.user_id and is_last_secretary(by):
        raise ValidationError(_("You are the last one in the secretariat. Let somebody else in first."))
    individual = complete(individual)
    marks = fingerprints_of(individual)
    actor = User.objects.clockwork() if by.pk == individual.user_id else by
    for name in rooms_from_the_last():
        house.erasers[name](individual)
    for mark in marks:
        row, _new = Erasure.objects.get_or_create(fingerprint=mark, defaults={"reason": reason[:100]})
    activity.record("erasure.done", row, by=actor)
    transaction.on_commit(lambda: note_outside(marks))


def note_outside(marks: Iterable[str]) -> None:
    """One line each in erasures.txt in the data folder: a restored database does not know of later erasures."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with (settings.DATA / "erasures.txt").open("a", encoding="ascii") as file:
        file.writelines(f"{mark}\n" for mark in marks)


def reapply_erasures() -> int:
    """After a restore: erase again everybody who was erased since the backup. Returns how many people."""
    path = settings.DATA / "erasures.txt"
    marks = set(path.read_text().split()) if path.exists() else set()
    marks |= set(Erasure.objects.values_list("fingerprint", flat=True))
    clockwork, count, seen = User.objects.clockwork(), 0, set()
    for give in house.individuals:
        for individual in list(give()):
            whole = complete(individual)
            who = (whole.user_id, whole.person_id, whole.emails)
            if who not in seen and marks & set(fingerprints_of(whole)):
                seen.add(who)
                erase(whole, by=clockwork, reason="restore")
                count += 1
    return count


def traces_of(individual: Individual) -> list[Trace]:
    """What the rooms keep of a person: what would go, and what would stay without the name."""
    whole = complete(individual)
    return [trace for give in house.traces for trace in give(whole) if trace.count]
