"""Register changes in words: what has happened, and each change from what to what."""

from typing import Any

from django.utils.translation import gettext as _

from .models import Organisation, RegisterProposal


def headline(proposal: RegisterProposal) -> str:
    """What has happened, in one sentence."""
    sentences = {
        "bankrupt": _("%(name)s is bankrupt"),
        "liquidation": _("%(name)s is being wound up"),
        "deleted": _("%(name)s is deleted from the register"),
        "removed": _("%(name)s is removed from the register on legal grounds"),
    }
    return sentences.get(proposal.kind, _("%(name)s has changed in the register")) % {"name": proposal.organisation}


def lines(proposal: RegisterProposal) -> list[dict[str, str]]:
    """Each change: which field, what is stored now, what the register says."""
    states = {str(value): str(label) for value, label in Organisation.Status.choices}
    return [
        {"field": label(name), "old": states.get(old, old), "new": states.get(new, new)}
        for name, (old, new) in proposal.changes.items()
    ]


def detail(proposal: RegisterProposal) -> str:
    """All changes in one line for the desk."""
    changes = [f"{line['field']}: {line['old'] or '–'} → {line['new'] or '–'}" for line in lines(proposal)]
    return "; ".join(changes)[:300]


def label(name: str) -> str:
    field: Any = Organisation._meta.get_field(name)
    return str(field.verbose_name)
