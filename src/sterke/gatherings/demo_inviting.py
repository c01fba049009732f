"""Invitations of the demo cluster: who is asked, who answers, who is silent; a guest; a question."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from sterke.core.demo import on
from sterke.directory.models import Role

from . import actions, choosing, reports_inviting
from .actions import Comer
from .choosing import Wish
from .models import Gathering, Invitation

World = dict[str, Any]
BIG = 2  # of those that come
GUEST = ("Rådgiver i departementet", "radgiver@departementet.example.no", "Nærings- og fiskeridepartementet")
WORDS = "Statsråden spurte hva som skal til. Her får dere høre det fra dem som gjør det."
REASONS = ("Vi har revisjon den dagen.", "Alle mann på montasje, dessverre.", "", "Kommer gjerne neste gang.")


def invite(world: World) -> None:
    coming = Gathering.objects.filter(network=None, status=Gathering.Status.OPEN).coming(world["today"])
    for number, gathering in enumerate(coming.filter(is_demo=True, deadline__gt=timezone.now())[:BIG]):
        with on(world["today"] - timedelta(days=9), world):
            ask(world, gathering)
        answer(gathering, every=8 + number)
    Invitation.objects.update(invited_at=F("invited_at") - timedelta(days=9))


def ask(world: World, gathering: Gathering) -> None:
    secretary = world["secretary"]
    actions.set_question(
        gathering, text="Blir du med på middagen?", text_en="Do you stay for dinner?", kind="yes_no", by=secretary
    )
    found = choosing.find(gathering, Wish(roles=[Role.Kind.MAIN_CONTACT]), secretary)
    actions.invite(gathering, found.new, words="Vi håper mange fra dere kommer. Ta med en kollega.", by=secretary)
    name, email, company = GUEST
    actions.invite_guest(gathering, name=name, email=email, company_name=company, words=WORDS, by=secretary)
    actions.tell_invited(gathering)


def answer(gathering: Gathering, *, every: int) -> None:
    """Some say no with a word; the guest says yes; the rest are silent."""
    silent = [row for row in reports_inviting.silent(gathering) if not row.is_guest]
    for number, row in enumerate(silent[::every]):
        actions.decline_invitation(row, said=REASONS[number % len(REASONS)])
    guest = gathering.invitations.get(email=GUEST[1])
    actions.accept_invitation(guest, [Comer(name=guest.name, email=guest.email)])
