"""What consultations and the questions to the parties keep of people; how it is told, forgotten and erased."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.house import Individual, Trace, gives_data, gives_erasure, gives_keeping, gives_traces, promises

from .models import (
    AskedParty,
    Consultation,
    ConsultationAnswer,
    ConsultationDocument,
    ConsultationQuestion,
    ConsultationReply,
    ConsultationResponse,
    PartyAnswer,
    PartyQuestion,
    Questionnaire,
)
from .privacy import ERASED, keys_of, owned

KEEP_DAYS = 365  # the address a party was asked at, after the election
OWN = "consultations: what one owns, answered, approved"
FOUND = "no: found through the consultation"
OF_COMPANY = "consultations: the name goes, the company's word stays"
promises(
    Consultation, search="horinger, to its audience", access=OWN, erasure="consultations: it has no owner any more"
)
promises(ConsultationDocument, search=FOUND, access="no: names nobody", erasure="no: names nobody")
promises(ConsultationQuestion, search=FOUND, access="no: names nobody", erasure="no: names nobody")
promises(ConsultationReply, search="no: of few", access=OWN, erasure=OF_COMPANY)
promises(ConsultationAnswer, search="no: of few", access=OWN, erasure=OF_COMPANY)
promises(ConsultationResponse, search=FOUND, access=OWN, erasure="consultations: the name goes, the yes stays")
promises(
    Questionnaire, search="partiene, to its audience", access=OWN, erasure="consultations: it has no owner any more"
)
promises(
    PartyQuestion, search="no: found through the questionnaire", access="no: names nobody", erasure="no: names nobody"
)
promises(
    AskedParty, search="no: found through the questionnaire", access=OWN, erasure="consultations: address and name go"
)
promises(PartyAnswer, search="no: found through the questionnaire", access="no: of parties", erasure="no: of parties")


@gives_data("consultations")
def data_of(individual: Individual) -> dict[str, Any]:
    """What one owns, what one answered for a company, what one approved, and where a party's letter went."""
    keys = keys_of(individual)
    parties = AskedParty.objects.filter(email__in=individual.emails)
    return {
        "owns": list(Consultation.objects.filter(owned(individual)).values("title", "made_on")),
        "answered": list(
            ConsultationAnswer.objects.filter(reply__signed_by_key__in=keys).values(
                "reply__consultation__title",
                "reply__organisation__name",
                "question__text",
                "value",
                "words",
                "reply__at",
            )
        ),
        "approved": list(
            ConsultationResponse.objects.filter(approved_by_key__in=keys).values("consultation__title", "approved_on")
        ),
        "for_a_party": list(parties.values("questionnaire__title", "party__name", "email", "answered_by")),
    }


@gives_traces
def traces_of(individual: Individual) -> Iterator[Trace]:
    keys = keys_of(individual)
    answered = ConsultationReply.objects.filter(signed_by_key__in=keys).count()
    yield Trace(_("consultations they answered for a company"), answered, _("the company's word"))
    approved = ConsultationResponse.objects.filter(approved_by_key__in=keys).count()
    yield Trace(_("answers they approved for the board"), approved, _("that the board approved it"))
    owns = (
        Consultation.objects.filter(owned(individual)).count() + Questionnaire.objects.filter(owned(individual)).count()
    )
    yield Trace(_("consultations they see to"), owns, _("what was said and done, without the name"))


@gives_erasure("consultations")
def erase(individual: Individual) -> None:
    """The company's and the board's word stays; the person is not in it any more."""
    keys, own = keys_of(individual), owned(individual)
    Consultation.objects.filter(own).update(owner=None)
    Questionnaire.objects.filter(own).update(owner=None)
    ConsultationReply.objects.filter(signed_by_key__in=keys).update(signed_by=ERASED, signed_by_key="")
    ConsultationResponse.objects.filter(approved_by_key__in=keys).update(approved_by=ERASED, approved_by_key="")
    if individual.person_id:
        ConsultationResponse.objects.filter(approver=individual.person_id).update(approver=None)
    for asked in AskedParty.objects.filter(email__in=individual.emails):
        asked.email, asked.answered_by = "", ERASED if asked.answered_by else ""
        asked.save(update_fields=["email", "answered_by"])


@gives_keeping("advocacy", _("where the letters to the parties went, a year after the election"), KEEP_DAYS)
def forget_addresses(dry_run: bool) -> int:
    last = timezone.localdate() - timedelta(days=KEEP_DAYS)
    rows = AskedParty.objects.filter(questionnaire__election_on__lt=last).exclude(email="")
    return rows.count() if dry_run else rows.update(email="")
