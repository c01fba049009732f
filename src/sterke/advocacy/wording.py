"""Cases in words: who promised, what a badge is coloured by."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import (
    AdvocacyCase,
    ConsultationResponse,
    PolicyPosition,
    PoliticalPromise,
    PositionEndorsement,
    Stakeholding,
)
from .models.cases import in_language as in_language

# What a badge is coloured by (core/templatetags/house.py); the word says it already.
PROMISE_TONES = {
    PoliticalPromise.Status.OPEN: "waiting",
    PoliticalPromise.Status.KEPT: "success",
    PoliticalPromise.Status.PARTLY: "warning",
    PoliticalPromise.Status.BROKEN: "danger",
    PoliticalPromise.Status.LAPSED: "",
}
CASE_TONES = {
    AdvocacyCase.Status.WATCHED: "",
    AdvocacyCase.Status.ACTIVE: "ok",
    AdvocacyCase.Status.PARTLY: "warning",
    AdvocacyCase.Status.WON: "success",
    AdvocacyCase.Status.LOST: "danger",
}
STANCE_TONES = {
    Stakeholding.Stance.FOR: "success",
    Stakeholding.Stance.PARTLY: "warning",
    Stakeholding.Stance.AGAINST: "danger",
    Stakeholding.Stance.SILENT: "",
}

POSITION_TONES = {
    PolicyPosition.Status.DRAFT: "waiting",
    PolicyPosition.Status.ASKED: "warning",
    PolicyPosition.Status.ADOPTED: "success",
    PolicyPosition.Status.REPLACED: "",
    PolicyPosition.Status.DROPPED: "",
}
RESPONSE_TONES = {
    ConsultationResponse.Status.DRAFT: "waiting",
    ConsultationResponse.Status.WITH_CHAIR: "warning",
    ConsultationResponse.Status.SENT_BACK: "danger",
    ConsultationResponse.Status.APPROVED: "ok",
    ConsultationResponse.Status.DELIVERED: "success",
}
ENDORSEMENT_TONES = {
    PositionEndorsement.Stance.ENDORSES: "success",
    PositionEndorsement.Stance.ABSTAINS: "",
    PositionEndorsement.Stance.OBJECTS: "danger",
}


def held_by(promise: Any) -> str:
    """ "the minister of transport, Ministry of Transport": the office first, for it outlives its holder."""
    return holder_of(
        str(promise.office), promise.holder.name if promise.holder else "", str(promise.party) if promise.party else ""
    )


def holder_of(office: str, name: str, party: str) -> str:
    inner = ", ".join(part for part in (name, party) if part)
    return f"{office} ({inner})" if inner else office


def due_said(promise: PoliticalPromise) -> str:
    """ "by 1 June 2026", "when the plan is adopted", or empty."""
    return due_of(promise.due, promise.words("due_event"))


def due_of(due: date | None, event: str) -> str:
    return _("by %(day)s") % {"day": date_format(due)} if due else event
