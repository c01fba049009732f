"""The addresses of consultations and of the questions to the parties; see pages.py."""

from tests.page_rows import DONE, HIDDEN, OWNERS, READ, Row, action, pk_of, token
from tests.pages_of_advocacy import LED, LOGS, ONCE

ONE, ASKED, ELECTION = pk_of("consultation"), pk_of("consultation_asked"), pk_of("unpublished")
READERS = "302 404 404 404 200 404 200 200"  # whoever leads it, and the board


def of_one(name):
    return lambda world: [world.rows.consultation.pk, getattr(world.rows, name).pk]


def in_election(name):
    return lambda world: [world.rows.unpublished.pk, getattr(world.rows, name).pk]


PAGES = {
    "advocacy:consultations": Row("200"),
    "advocacy:consultations_feed": Row("200", look=False),
    "advocacy:take_up": Row(LOGS, LOGS),
    "advocacy:reply": Row("200", "200", token("consultation_reply")),
    "advocacy:approve": Row("200", "200", token("consultation_approval")),
    "advocacy:consultation": Row("200", args=pk_of("consultation_answered")),
    "advocacy:edit_consultation": Row(OWNERS, OWNERS, ONE),
    "advocacy:new_document": Row(OWNERS, OWNERS, ONE),
    "advocacy:strike_document": action(ONCE, of_one("consultation_document")),
    "advocacy:let_go": Row(OWNERS, OWNERS, ONE),
    "advocacy:pick_up_again": action(DONE, pk_of("consultation_dropped")),
    "advocacy:new_question": Row(OWNERS, OWNERS, ONE),
    "advocacy:edit_question": Row(OWNERS, OWNERS, of_one("consultation_question")),
    "advocacy:strike_question": action(ONCE, of_one("consultation_question")),
    "advocacy:ask_companies": Row(OWNERS, OWNERS, ONE),
    "advocacy:replies": Row(READERS, READ, ASKED),
    "advocacy:replies_file": Row(READERS, READ, lambda w: [w.rows.consultation_asked.pk, "csv"], look=False),
    "advocacy:remind_companies": action(LED, ASKED),
    "advocacy:reply_for": Row(
        "302 404 404 404 200 404 404 404",
        "302 404 404 404 200 404 404 404",
        lambda w: [w.rows.consultation_asked.pk, w.rows.company.slug],
    ),
    "advocacy:write_response": Row(OWNERS, OWNERS, ONE),
    "advocacy:send_to_chair": Row(OWNERS, OWNERS, ONE),
    "advocacy:approve_signed_in": Row(HIDDEN.replace("200", "404"), HIDDEN.replace("200", "404"), ONE, look=False),
    "advocacy:note_approval": Row(HIDDEN, HIDDEN, ONE),
    "advocacy:deliver": Row(OWNERS, OWNERS, ONE),
    "advocacy:response_paper": Row("200", args=pk_of("consultation_answered"), look=False),
    "advocacy:questionnaires": Row("200"),
    "advocacy:start_questionnaire": Row(HIDDEN, HIDDEN),
    "advocacy:answer_as_party": Row("200", "200", token("party_answer")),
    "advocacy:questionnaire": Row("200", args=pk_of("questionnaire")),
    "advocacy:answers_file": Row("200", args=lambda w: [w.rows.questionnaire.pk, "csv"], look=False),
    "advocacy:edit_questionnaire": Row(OWNERS, OWNERS, ELECTION),
    "advocacy:new_party_question": Row(OWNERS, OWNERS, ELECTION),
    "advocacy:edit_party_question": Row(OWNERS, OWNERS, in_election("party_question")),
    "advocacy:strike_party_question": action(ONCE, in_election("party_question")),
    "advocacy:new_party": Row(OWNERS, OWNERS, ELECTION),
    "advocacy:edit_party": Row(OWNERS, OWNERS, in_election("asked_party")),
    "advocacy:strike_party": action(ONCE, in_election("asked_party")),
    "advocacy:note_answer": Row(OWNERS, OWNERS, in_election("asked_party")),
    "advocacy:ask_parties": Row(OWNERS, OWNERS, ELECTION),
    "advocacy:remind_parties": action(LED, ELECTION),
    "advocacy:publish_answers": action(LED, ELECTION),
}
