"""The addresses of consultations, and of the questions to the parties."""

from django.urls import path

from .views import answering, consultations, consulting, parties, questions, responses, streams

ONE = "horinger/<int:pk>/"
ELECTION = "partiene/<int:pk>/"
urlpatterns = [
    path("horinger/", consultations.consultations, name="consultations"),
    path("horinger/atom/", streams.consultations_feed, name="consultations_feed"),
    path("horinger/ny/", consultations.take_up, name="take_up"),
    path("horinger/svar/<str:token>/", consulting.reply, name="reply"),
    path("horinger/godkjenn/<str:token>/", responses.approve, name="approve"),
    path(ONE, consultations.consultation, name="consultation"),
    path(f"{ONE}rediger/", consultations.edit_consultation, name="edit_consultation"),
    path(f"{ONE}papir/ny/", consultations.new_document, name="new_document"),
    path(f"{ONE}papir/<int:row>/stryk/", consultations.strike_document, name="strike_document"),
    path(f"{ONE}la-ga/", consultations.let_go, name="let_go"),
    path(f"{ONE}ta-opp/", consultations.pick_up_again, name="pick_up_again"),
    path(f"{ONE}sporsmal/ny/", questions.new_question, name="new_question"),
    path(f"{ONE}sporsmal/<int:row>/", questions.edit_question, name="edit_question"),
    path(f"{ONE}sporsmal/<int:row>/stryk/", questions.strike_question, name="strike_question"),
    path(f"{ONE}spor/", consulting.ask_companies, name="ask_companies"),
    path(f"{ONE}svar/", consulting.replies, name="replies"),
    path(f"{ONE}svar.<slug:ending>", consulting.replies_file, name="replies_file"),
    path(f"{ONE}purr/", consulting.remind_companies, name="remind_companies"),
    path(f"{ONE}svar/<slug:company>/", consulting.reply_for, name="reply_for"),
    path(f"{ONE}utkast/", responses.write_response, name="write_response"),
    path(f"{ONE}til-godkjenning/", responses.send_to_chair, name="send_to_chair"),
    path(f"{ONE}godkjenn/", responses.approve_signed_in, name="approve_signed_in"),
    path(f"{ONE}godkjent/", responses.note_approval, name="note_approval"),
    path(f"{ONE}levert/", responses.deliver, name="deliver"),
    path(f"{ONE}horingssvar.pdf", responses.paper, name="response_paper"),
    path("partiene/", parties.questionnaires, name="questionnaires"),
    path("partiene/ny/", parties.start_questionnaire, name="start_questionnaire"),
    path("partiene/svar/<str:token>/", answering.answer_as_party, name="answer_as_party"),
    path(ELECTION, parties.questionnaire, name="questionnaire"),
    path("partiene/<int:pk>.<slug:ending>", parties.answers_file, name="answers_file"),
    path(f"{ELECTION}rediger/", parties.edit_questionnaire, name="edit_questionnaire"),
    path(f"{ELECTION}sporsmal/ny/", questions.new_party_question, name="new_party_question"),
    path(f"{ELECTION}sporsmal/<int:row>/", questions.edit_party_question, name="edit_party_question"),
    path(f"{ELECTION}sporsmal/<int:row>/stryk/", questions.strike_party_question, name="strike_party_question"),
    path(f"{ELECTION}parti/ny/", parties.put_party, name="new_party"),
    path(f"{ELECTION}parti/<int:row>/", parties.put_party, name="edit_party"),
    path(f"{ELECTION}parti/<int:row>/stryk/", parties.strike_party, name="strike_party"),
    path(f"{ELECTION}parti/<int:row>/svar/", answering.note_answer, name="note_answer"),
    path(f"{ELECTION}spor/", parties.ask_parties, name="ask_parties"),
    path(f"{ELECTION}purr/", parties.remind_parties, name="remind_parties"),
    path(f"{ELECTION}publiser/", parties.publish_answers, name="publish_answers"),
]
