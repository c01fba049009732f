"""The members are asked about a consultation; each company has one answer, the latest; few read what they say."""

import csv
import io
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from sterke.advocacy import actions, reports_consultations
from sterke.advocacy.models import Consultation, ConsultationQuestion
from sterke.core.models import Activity, OutgoingMail
from tests import factories as make
from tests.factories.advocacy import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(db):
    found = make.ConsultationFactory(title="Utkast til plan", visibility="members")
    ConsultationQuestion.objects.create(consultation=found, text="Er veien viktig?", kind="yes_no", order=1)
    ConsultationQuestion.objects.create(consultation=found, text="Hva mangler?", order=2)
    return found


def company(name="Bolt AS", **more):
    organisation = make.OrganisationFactory(name=name, member=True, visibility="public", **{"employees": 40} | more)
    return make.RoleFactory(organisation=organisation, kind="main_contact")


def asked(row, secretary, days=7, **more):
    actions.ask_companies(row, answer_by=in_days(days), by=secretary, **more)
    row.refresh_from_db()
    return row


def link_to(role):
    mail = OutgoingMail.objects.filter(to=role.person.email, key__startswith="consultation-").latest("pk")
    return re.search(r"https?://[^/]+(/\S*horinger/svar/\S+/)", mail.text).group(1)


def says(row, value="ja", words="", **more):
    first, second = row.questions.all()
    return {f"q{first.pk}": value, f"w{second.pk}": words, **more}


class TestAsking:
    def test_all_members_are_asked_once_and_the_letter_holds_the_questions(self, row, secretary):
        roles = [company("Bolt AS"), company("Mutter AS")]
        asked(row, secretary)
        asked(row, secretary)
        letters = OutgoingMail.objects.filter(key__startswith="consultation-ask")
        assert {each.to for each in letters} == {role.person.email for role in roles}
        assert "Er veien viktig?" in letters[0].text

    def test_only_those_concerned_are_asked(self, row, secretary):
        here = make.MunicipalityFactory()
        near, seated = company("Nær AS", municipality=here), company("I nettverket AS")
        network = make.NetworkFactory()
        make.SeatFactory(person=seated.person, organisation=seated.organisation, network=network)
        company("Fjern AS")
        asked(row, secretary, municipalities=[here], networks=[network])
        letters = OutgoingMail.objects.filter(key__startswith="consultation-ask").values_list("to", flat=True)
        assert set(letters) == {near.person.email, seated.person.email}

    @pytest.mark.parametrize("days", [-1, 31, 400])
    def test_a_last_day_that_is_past_or_after_the_deadline_is_refused(self, row, secretary, days):
        company()
        with pytest.raises(ValidationError) as refused:
            asked(row, secretary, days=days)
        assert "answer_by" in refused.value.message_dict
        assert not OutgoingMail.objects.exists()

    def test_without_a_question_nobody_is_asked(self, secretary):
        with pytest.raises(ValidationError):
            asked(make.ConsultationFactory(), secretary)

    def test_members_are_not_asked_about_what_they_do_not_see(self, row, secretary):
        Consultation.objects.filter(pk=row.pk).update(visibility="board")
        with pytest.raises(ValidationError):
            asked(row, secretary)

    def test_the_board_asks_nobody(self, row):
        with pytest.raises(PermissionDenied):
            asked(row, make.viewer("board"))


class TestAnswering:
    def test_looking_answers_nothing_and_posting_does(self, row, secretary):
        role = company()
        address = link_to((asked(row, secretary), role)[1])
        assert "Hva mangler?" in Client().get(address).content.decode()
        assert not row.replies.exists()
        assert Client().post(address, says(row, words="Et kryss", may_quote="on")).status_code == 302
        said = row.replies.get()
        assert (said.organisation, said.signed_by, said.may_quote) == (role.organisation, role.person.name, True)
        assert [str(each) for each in said.answers.order_by("question__order")] == ["ja", "Et kryss"]

    def test_the_link_does_not_show_what_was_said_before(self, row, secretary):
        role = company()
        asked(row, secretary)
        Client().post(link_to(role), says(row, words="Hemmelig om kunden"))
        assert "Hemmelig om kunden" not in Client().get(link_to(role)).content.decode()

    def test_signed_in_one_changes_what_one_said(self, row, secretary, client_for):
        role = company()
        asked(row, secretary)
        Client().post(link_to(role), says(row, words="Et kryss"))
        page = client_for(role.person.user).get(f"/horinger/{row.pk}/svar/{role.organisation.slug}/")
        assert "Et kryss" in page.content.decode()

    @pytest.mark.parametrize(
        "bad", [{}, {"value": "kanskje"}, {"words": "x" * 2001}, {"words": "Hun heter 01010012356"}]
    )
    def test_an_answer_that_is_none_keeps_what_was_typed_and_stores_nothing(self, row, secretary, bad):
        role = company()
        asked(row, secretary)
        answer = Client().post(link_to(role), says(row, **{"value": ""} | bad))
        assert answer.status_code == 422
        assert bad.get("words", "")[:30] in answer.content.decode()
        assert not row.replies.exists()

    def test_the_later_word_of_a_company_takes_the_place_of_the_first(self, row, secretary):
        role = company()
        asked(row, secretary)
        Client().post(link_to(role), says(row, "ja", "Et kryss"))
        Client().post(link_to(role), says(row, "nei"))
        assert [str(each) for each in row.replies.get().answers.all()] == ["nei"]
        assert Activity.objects.filter(verb="consultation.reanswered").exists()

    def test_one_who_left_answers_no_more(self, row, secretary):
        role = company()
        asked(row, secretary)
        address = link_to(role)
        role.valid_to = in_days(-1)
        role.save()
        assert Client().get(address).status_code == 410
        assert Client().post(address, says(row)).status_code == 410

    def test_after_the_last_day_the_link_says_so(self, row, secretary, clock):
        row = make.ConsultationFactory(deadline_day=in_days(30))
        ConsultationQuestion.objects.create(consultation=row, text="Hva mangler?")
        role = company()
        asked(row, secretary, days=1)
        clock.shift(2 * 86400)
        assert Client().get(link_to(role)).status_code == 410

    def test_a_question_of_another_consultation_is_no_answer(self, row, secretary):
        role = company()
        asked(row, secretary)
        strange = ConsultationQuestion.objects.create(consultation=make.ConsultationFactory(), text="Annet")
        with pytest.raises(ValidationError):
            actions.reply(row, role.organisation, answers={strange.pk: ("", "Ja")}, person=role.person)
        assert not row.replies.exists()


class TestReminding:
    def test_only_the_silent_are_reminded_and_not_twice_in_three_days(self, row, secretary):
        spoke, silent = company("Snakker AS"), company("Taus AS")
        asked(row, secretary)
        Client().post(link_to(spoke), says(row))
        assert actions.remind_companies(row, by=secretary) == 1
        letters = OutgoingMail.objects.filter(key__startswith="consultation-remind")
        assert [each.to for each in letters] == [silent.person.email]
        with pytest.raises(ValidationError):
            actions.remind_companies(row, by=secretary)


class TestQuestions:
    def test_they_stand_once_somebody_has_answered(self, row, secretary, client_for):
        role = company()
        asked(row, secretary)
        Client().post(link_to(role), says(row))
        question = row.questions.first()
        with pytest.raises(ValidationError):
            actions.put_question(question, by=secretary)
        client_for(secretary).post(f"/horinger/{row.pk}/sporsmal/{question.pk}/stryk/")
        assert row.questions.count() == 2

    @pytest.mark.parametrize("choices", ["", "bare én", "samme\nsamme\n"])
    def test_a_choice_needs_two_to_choose_among(self, row, secretary, client_for, choices):
        answer = client_for(secretary).post(
            f"/horinger/{row.pk}/sporsmal/ny/", {"text": "Hvilken?", "kind": "choice", "choices": choices}
        )
        assert answer.status_code == 422
        assert "choices" in answer.context["form"].errors

    def test_they_are_put_in_their_order(self, row, secretary, client_for):
        client_for(secretary).post(
            f"/horinger/{row.pk}/sporsmal/ny/", {"text": "Hvilken?", "kind": "choice", "choices": "A\nB"}
        )
        assert [str(each) for each in row.questions.all()] == ["Er veien viktig?", "Hva mangler?", "Hvilken?"]

    def test_twelve_are_the_most(self, row, secretary):
        for number in range(10):
            actions.put_question(ConsultationQuestion(consultation=row, text=f"Nr {number}"), by=secretary)
        with pytest.raises(ValidationError):
            actions.put_question(ConsultationQuestion(consultation=row, text="Nr 13"), by=secretary)


class TestReading:
    @pytest.fixture
    def answered(self, row, secretary):
        role = company(name="Bolt =1+1 AS")
        asked(row, secretary)
        Client().post(link_to(role), says(row, words="=cmd|' /C calc'!A0"))
        return role

    def test_answers_stand_side_by_side_with_what_each_choice_got(self, row, secretary, answered):
        company("Taus AS")
        first, second = reports_consultations.answers_side_by_side(row)
        assert first.counts == [("ja", 1), ("nei", 0)]
        assert [answer.words for _who, answer in second.answers] == ["=cmd|' /C calc'!A0"]

    @pytest.mark.parametrize(
        ("who", "status"), [("secretary", 200), ("board", 200), ("member", 404), ("anonymous", 302)]
    )
    def test_those_who_lead_it_and_the_board_read_them(self, row, answered, client_for, who, status):
        assert client_for(who).get(f"/horinger/{row.pk}/svar/").status_code == status
        assert client_for(who).get(f"/horinger/{row.pk}/svar.csv").status_code == status

    def test_the_sheet_runs_nothing_and_tells_who_is_silent(self, row, secretary, answered, client_for):
        company("Taus AS")
        text = client_for(secretary).get(f"/horinger/{row.pk}/svar.csv").content.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text), delimiter=";"))
        assert lines[1][-1].startswith("'=cmd")
        assert "har ikke svart" in lines[2] or "has not answered" in lines[2]

    def test_only_who_allows_it_is_named_on_the_open_page(self, row, secretary, answered, client_for):
        Consultation.objects.filter(pk=row.pk).update(visibility="public")
        chair = make.AppointmentFactory(post="chair").person
        response = make.ResponseFactory(
            consultation=row, approved_on=in_days(0), approved_by=chair.name, status="approved"
        )
        actions.deliver(response, day=in_days(0), how="Portalen", visibility="public", by=secretary)
        page = Client().get(row.get_absolute_url()).content.decode()
        assert answered.organisation.name not in page
        row.replies.update(may_quote=True)
        assert "Bolt =1+1 AS" in Client().get(row.get_absolute_url()).content.decode()
