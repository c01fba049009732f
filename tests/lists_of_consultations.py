"""The lists of consultations, and how each gets one more row; see test_query_counts.py."""

from sterke.advocacy.models import (
    AskedParty,
    ConsultationAnswer,
    ConsultationDocument,
    ConsultationReply,
    PartyAnswer,
    PartyQuestion,
)
from tests import factories as make
from tests.factories.advocacy import in_days


def consultation(w, n):
    """One that runs, one answered, one let go."""
    facts = {"visibility": "public", "owner": w.rows.person}
    make.ConsultationFactory(**facts, asked_on=in_days(-1), answer_by=in_days(2))
    delivered = {"status": "delivered", "approved_on": in_days(-2), "delivered_on": in_days(-n), "visibility": "public"}
    make.ResponseFactory(consultation=make.ConsultationFactory(**facts), **delivered)
    make.ConsultationFactory(**facts, dropped_on=in_days(-n), why_dropped="Nei")


def reply(w, n, row):
    company = make.OrganisationFactory(member=True, visibility="public", name=f"Svarer {n} AS")
    said = ConsultationReply.objects.create(consultation=row, organisation=company, signed_by="Noen", may_quote=True)
    for question in row.questions.all():
        ConsultationAnswer.objects.create(reply=said, question=question, words=f"Svar {n}")
    make.OrganisationFactory(member=True, visibility="public", name=f"Taus {n} AS")


def on_the_page(w, n):
    reply(w, n, w.rows.consultation_answered)
    ConsultationDocument.objects.create(
        consultation=w.rows.consultation_answered, title=f"Papir {n}", url="https://example.no/"
    )
    w.rows.consultation_answered.cases.add(make.CaseFactory(visibility="public"))


def party(w, n):
    one = make.OrganisationFactory(kind="party", name=f"Parti {n}", visibility="public")
    asked = AskedParty.objects.create(questionnaire=w.rows.questionnaire, party=one, email=f"p{n}@example.no")
    question = PartyQuestion.objects.create(questionnaire=w.rows.questionnaire, text=f"Spørsmål {n}", case=w.rows.case)
    PartyAnswer.objects.create(asked=asked, question=question, words=f"Svar {n}")


LISTS = {
    "advocacy:consultations": consultation,
    "advocacy:consultation": on_the_page,
    "advocacy:replies": lambda w, n: reply(w, n, w.rows.consultation_asked),
    "advocacy:questionnaires": lambda w, n: make.QuestionnaireFactory(published_on=in_days(-n)),
    "advocacy:questionnaire": party,
}
NOT_LISTS = {
    "advocacy:take_up",
    "advocacy:reply",  # twelve questions at most
    "advocacy:reply_for",
    "advocacy:approve",
    "advocacy:edit_consultation",
    "advocacy:new_document",
    "advocacy:let_go",
    "advocacy:new_question",
    "advocacy:edit_question",
    "advocacy:ask_companies",
    "advocacy:write_response",
    "advocacy:send_to_chair",
    "advocacy:note_approval",
    "advocacy:deliver",
    "advocacy:start_questionnaire",
    "advocacy:edit_questionnaire",
    "advocacy:answer_as_party",
    "advocacy:new_party_question",
    "advocacy:edit_party_question",
    "advocacy:new_party",
    "advocacy:edit_party",
    "advocacy:note_answer",
    "advocacy:ask_parties",
}
