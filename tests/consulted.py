"""Consultations and the questions to the parties in the small world: what runs, what is answered, what few may read."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from sterke.advocacy.models import (
    AskedParty,
    ConsultationAnswer,
    ConsultationDocument,
    ConsultationQuestion,
    ConsultationReply,
    PartyAnswer,
    PartyQuestion,
)
from sterke.core import links
from tests import factories as make

CANARIES = {
    "hidden_consultation": "kanarifugl-ukjent-horing",
    "members_consultation": "kanarifugl-horing-for-medlemmer",
    "question_to_members": "kanarifugl-sporsmaal-til-medlemmene",
    "reply": "kanarifugl-bedriftens-svar",
    "draft_answer": "kanarifugl-svarutkast",
    "members_answer": "kanarifugl-svar-for-medlemmer",
    "hidden_questionnaire": "kanarifugl-partisporsmaal",
    "party_address": "kanarifugl-partiadresse@example.no",
}
LEADS = {"secretary", "own_contact", "board"}  # the board reads along
MEMBERS = {"secretary", "own_contact", "member", "other_contact", "leader", "board"}
MAY_SEE = {
    "hidden_consultation": {"secretary", "board"},
    "members_consultation": MEMBERS,
    "question_to_members": MEMBERS,
    "reply": LEADS,
    "draft_answer": LEADS,
    "members_answer": MEMBERS,
    "hidden_questionnaire": {"secretary", "board"},
    "party_address": {"secretary", "own_contact"},
}


def build(rows: SimpleNamespace) -> None:
    """The main contact of the company owns them, as it owns the case."""
    facts = {"authority": rows.ministry_office.organisation, "owner": rows.person}
    rows.consultation = make.ConsultationFactory(
        title="Nasjonal transportplan", title_en="The transport plan", about="Planen for tolv år", about_en="Twelve years",
        visibility="public", **facts,
    )  # fmt: skip
    rows.consultation.cases.set([rows.case])
    rows.consultation_document = ConsultationDocument.objects.create(
        consultation=rows.consultation, title="Planen", url="https://example.no/plan.pdf"
    )
    rows.consultation_question = ConsultationQuestion.objects.create(
        consultation=rows.consultation, text=CANARIES["question_to_members"], text_en="What is missing?"
    )
    rows.draft_answer = make.ResponseFactory(
        consultation=rows.consultation, text=CANARIES["draft_answer"], summary=CANARIES["draft_answer"]
    )
    build_asked(rows, facts)
    make.ConsultationFactory(title=CANARIES["hidden_consultation"], visibility="secretariat")
    rows.consultation_dropped = make.ConsultationFactory(
        title="Forskrift", visibility="members", dropped_on=make.in_days(-1), why_dropped="Gjelder ikke oss"
    )
    rows.consultation_answered = make.ConsultationFactory(
        title="Veinormaler", title_en="Road standards", visibility="public", **facts
    )
    for consultation, text, audience in (
        (rows.consultation_answered, "Vi svarte dette", "public"),
        (
            make.ConsultationFactory(title="Fylkesplan", visibility="public", deadline_day=make.in_days(-3)),
            CANARIES["members_answer"],
            "members",
        ),
    ):
        make.ResponseFactory(
            consultation=consultation, text=text, summary=text, summary_en=text, visibility=audience, status="delivered",
            approved_on=make.in_days(-2), approved_by="Leder", delivered_on=make.in_days(-1), delivered_how="Portalen",
        )  # fmt: skip
    build_parties(rows)


def build_asked(rows: SimpleNamespace, facts: dict) -> None:
    """One the members are asked about, that a company of others has answered."""
    rows.consultation_asked = make.ConsultationFactory(
        title=CANARIES["members_consultation"], visibility="members", asked_on=make.in_days(-1),
        answer_by=make.in_days(9), **facts,
    )  # fmt: skip
    question = ConsultationQuestion.objects.create(
        consultation=rows.consultation_asked, text="Hva mangler?", text_en="Missing?"
    )
    reply = ConsultationReply.objects.create(
        consultation=rows.consultation_asked, organisation=make.OrganisationFactory(member=True), signed_by="Noen"
    )
    ConsultationAnswer.objects.create(reply=reply, question=question, words=CANARIES["reply"])


def build_parties(rows: SimpleNamespace) -> None:
    rows.questionnaire = make.QuestionnaireFactory(
        title="Før valget", title_en="Before the election", owner=rows.person, asked_on=make.in_days(-9),
        answer_by=make.in_days(-2), published_on=make.in_days(-1),
    )  # fmt: skip
    rows.unpublished = make.QuestionnaireFactory(
        title="Neste valg", title_en="The next election", owner=rows.person, asked_on=make.in_days(-1),
        answer_by=make.in_days(9),
    )  # fmt: skip
    make.QuestionnaireFactory(title=CANARIES["hidden_questionnaire"])
    party = make.OrganisationFactory(name="Grønn Front", kind="party", visibility="public")
    for number, row in enumerate((rows.questionnaire, rows.unpublished)):
        question = PartyQuestion.objects.create(
            questionnaire=row, text="Fire felt?", text_en="Four lanes?", kind="yes_no", case=rows.case
        )
        asked = AskedParty.objects.create(questionnaire=row, party=party, email=CANARIES["party_address"])
        if number == 0:
            asked.answered_at, asked.answered_by = timezone.now() - datetime.timedelta(days=3), "Førstekandidaten"
            asked.save()
            PartyAnswer.objects.create(asked=asked, question=question, value="ja", words="Innen 2032")
        rows.party_question, rows.asked_party = question, asked


def tokens(rows: SimpleNamespace) -> dict[str, str]:
    """By the links in the mails that are sent."""
    chair = make.AppointmentFactory(post="chair", body=rows.body).person
    waiting = make.ResponseFactory(
        consultation=make.ConsultationFactory(title="Venter på leder", visibility="secretariat"), status="with_chair",
        approver=chair, sent_on=make.in_days(0), text="Vi svarer dette", summary="",
    )  # fmt: skip
    return {
        "consultation_reply": links.make(
            "consultation_reply", rows.consultation_asked, holder=rows.person.email, single_use=False,
            person=rows.person.pk, organisation=rows.company.pk,
        ),
        "consultation_approval": links.make("consultation_approval", waiting, single_use=False, person=chair.pk),
        "party_answer": links.make("party_answer", rows.asked_party, single_use=False),
    }  # fmt: skip
