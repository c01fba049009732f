"""Who may do what with accounts and personal data."""

from typing import Any

from sterke.core.house import Individual
from sterke.core.visibility import is_secretary

CLOCKWORK = "clockwork@system.invalid"


def can_erase(user: Any, individual: Individual) -> bool:
    """Oneself; the secretariat for anybody; the clockwork after a restore."""
    if not user.is_authenticated:
        return False
    own = individual.user_id is not None and individual.user_id == user.pk
    return own or is_secretary(user) or user.email == CLOCKWORK


def can_disable(user: Any, account: Any) -> bool:
    return bool(is_secretary(user) and user.pk != account.pk)


def can_sign_out(user: Any, account: Any) -> bool:
    return is_secretary(user)


def can_answer_request(user: Any) -> bool:
    return is_secretary(user)
