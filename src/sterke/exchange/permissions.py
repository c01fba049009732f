"""Who may do what in a space. Pure: a user and a row in, yes or no out."""

from typing import Any

from sterke.core.visibility import is_secretary
from sterke.directory.models import Person
from sterke.gatherings.models import Gathering, Registration
from sterke.gatherings.permissions import can_manage

from .models import Reply, SharedDocument, Space, Thread


def person_of(user: Any) -> Person | None:
    return getattr(user, "person", None) if user.is_authenticated else None


def can_write(user: Any, space: Space) -> bool:
    """Whoever is in the space and has a name."""
    return person_of(user) is not None and Space.objects.visible_to(user).filter(pk=space.pk).exists()


def talks_at(user: Any, gathering: Gathering) -> bool:
    """Those with a seat, and those who manage it."""
    coming = Registration.objects.filter(person__user=user.pk, state="confirmed", gathering=gathering)
    return can_manage(user, gathering) or coming.exists()


def can_moderate(user: Any, space: Space) -> bool:
    """The secretariat everywhere, the leaders of a network in theirs."""
    return is_secretary(user) or bool(user.is_authenticated and space.network_id in user.standing.leads)


def wrote(user: Any, row: Thread | Reply) -> bool:
    person = person_of(user)
    return person is not None and row.author_id == person.pk


def can_change(user: Any, row: Thread | Reply) -> bool:
    """One's own words, while the thread is open."""
    thread = row if isinstance(row, Thread) else row.thread
    return wrote(user, row) and thread.is_open and row.hidden_on is None


def can_accept(user: Any, thread: Thread) -> bool:
    """Whoever asked, and who moderates."""
    return thread.is_question and (wrote(user, thread) or can_moderate(user, thread.space))


def can_take_away(user: Any, document: SharedDocument) -> bool:
    """Who moderates, and whoever put it there."""
    person = person_of(user)
    own = person is not None and document.versions.filter(number=1, by=person).exists()
    return own or can_moderate(user, document.space)
