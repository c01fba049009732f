"""Asking for one's own data without an account: a link by mail, the data, erasure, or a word to a person (J3).

Whoever asks gets the same answer, known or not; only the mailbox knows.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity, links
from sterke.core.house import Individual
from sterke.core.models import SignedLink

from . import actions, mails, permissions
from .emails import normal_email
from .models import AccessRequest, User

OWN_DATA = "own_data"
LIVES = 7  # days


def behind(address: str) -> Individual:
    return actions.complete(Individual(name="", emails=frozenset({normal_email(address)})))


def is_known(individual: Individual) -> bool:
    return bool(individual.user_id or individual.person_id or actions.traces_of(individual))


def ask_for_own_data(address: str, *, language: str) -> None:
    """Send a link to an address we know. For one we do not, the same work is done and thrown away (A1)."""
    with transaction.atomic():
        individual = behind(address)
        known = is_known(individual)
        request = AccessRequest.objects.create(address=normal_email(address), language=language)
        token = links.make(OWN_DATA, request, holder=request.address, days=LIVES, single_use=False)
        mails.own_data(request, "" if individual.user_id else token)
        activity.record("access.asked", request, by=User.objects.clockwork())
        if not known:
            transaction.set_rollback(True)


def must_wait(individual: Individual) -> bool:
    """Whether somebody must look before this person is erased on their own word."""
    return any(trace.waits for trace in actions.traces_of(individual))


@transaction.atomic
def call_for_a_person(request: AccessRequest, *, wish: str, message: str = "") -> None:
    """Put a request on the secretariat's desk; answered within a month. Asked twice, it waits from the first time."""
    AccessRequest.objects.filter(pk=request.pk).update(
        wish=wish, message=message, waits_since=request.waits_since or timezone.now(), answered_at=None
    )
    activity.record("access.waits", request, by=User.objects.clockwork())


@transaction.atomic
def erase_by_link(request: AccessRequest, *, link: SignedLink) -> bool:
    """Erase whoever asked. False when a person must look first: then it is on the desk instead."""
    individual = behind(request.address)
    if individual.user_id:
        raise PermissionDenied
    links.use(link)
    if must_wait(individual):
        call_for_a_person(request, wish=AccessRequest.Wish.ERASE)
        return False
    actions.erase(individual, by=User.objects.clockwork(), reason="own request by link")
    return True


@transaction.atomic
def answer_request(request: AccessRequest, *, text: str, by: Any) -> None:
    """Answer by mail what a link could not; the desk stops asking."""
    if not permissions.can_answer_request(by):
        raise PermissionDenied
    if AccessRequest.objects.waiting().filter(pk=request.pk).update(answered_at=timezone.now()) != 1:
        raise ValidationError(_("Somebody has answered this already."))
    mails.own_data_answer(request, text)
    activity.record("access.answered", request, by=by)
