"""Asking Enhetsregisteret: by organisation number or by name. Forms and pages ask here.

``look_up`` and ``search`` raise ValidationError with a sentence for people. ``RegisterSilent`` is the one to catch
when the register being down should not stop anybody: let them type it themselves.
"""

from django.core.exceptions import ValidationError

from .brreg import Facts


class RegisterSilent(ValidationError):
    """The register is down, slow or talks nonsense, and we have no earlier answer."""


def look_up(org_number: str) -> Facts:
    """The facts of one unit. When the register is silent: the last good facts, with ``stale`` and their date.

    Refuses, with a reason for people, a bad number, an unknown, deleted or removed unit, a sub-unit (naming its main
    unit) and a sole proprietorship (its name is a person's).
    """
    raise RegisterSilent("")


def search(name: str, *, page: int = 0, size: int = 10) -> list[Facts]:
    """Units whose name holds these words; never sole proprietorships. An empty list when there are none."""
    raise RegisterSilent("")
