"""What we answer: written, read by few, approved by the chair by a link, delivered, and then it stands."""

import re

import feedparser
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pypdf import PdfReader

from sterke.advocacy import actions
from sterke.advocacy.models import Consultation, ConsultationResponse
from sterke.core.models import OutgoingMail
from tests import factories as make
from tests.factories.advocacy import in_days

pytestmark = pytest.mark.django_db
TEXT = "Vi støtter planen.\r\n\r\nMen ikke uten krysset."


@pytest.fixture
def row(db):
    return make.ConsultationFactory(title="Utkast til plan", visibility="public")


@pytest.fixture
def chair(db):
    return make.RoleFactory(person=make.AppointmentFactory(post="chair").person).person


@pytest.fixture
def sent(row, chair, secretary):
    """A response that waits for the chair."""
    return actions.send_to_chair(make.ResponseFactory(consultation=row), approver=chair, by=secretary)


def link_of(chair):
    mail = OutgoingMail.objects.filter(to=chair.email, key__startswith="consultation-approve").latest("pk")
    return re.search(r"https?://[^/]+(/\S*horinger/godkjenn/\S+/)", mail.text).group(1)


def yes(response):
    return {"verdict": "yes", "seen": response.version}


class TestWriting:
    def test_it_is_begun_and_changed_and_forty_pages_from_word_go_in(self, row, secretary, client_for):
        client = client_for(secretary)
        long = TEXT + "\r\n\r\n" + "Et avsnitt til, med ord nok til en linje eller to. " * 2500
        assert client.post(f"/horinger/{row.pk}/utkast/", {"text": long, "summary": "Ja"}).status_code == 302
        response = row.response
        assert len(response.text) > 120_000
        assert "\r" not in response.text
        client.post(f"/horinger/{row.pk}/utkast/", {"text": TEXT, "seen_version": response.version})
        response.refresh_from_db()
        assert response.text == "Vi støtter planen.\n\nMen ikke uten krysset."

    def test_two_who_begin_at_once_have_one_and_lose_nothing(self, row, secretary, client_for):
        form = {"text": "Den andre", "summary": ""}
        make.ResponseFactory(consultation=row)
        answer = client_for(secretary).post(f"/horinger/{row.pk}/utkast/", form | {"seen_version": 0})
        assert answer.status_code == 422
        assert "Den andre" in answer.content.decode()
        assert ConsultationResponse.objects.get().text.startswith("Vi støtter")

    @pytest.mark.parametrize(
        ("who", "sees"), [("secretary", True), ("board", True), ("member", False), ("anonymous", False)]
    )
    def test_a_draft_is_read_by_few(self, row, client_for, who, sees):
        make.ResponseFactory(consultation=row, text="kanarifugl i utkastet")
        page = client_for(who).get(row.get_absolute_url())
        assert ("kanarifugl i utkastet" in page.content.decode()) is sees
        assert client_for(who).get(f"/horinger/{row.pk}/horingssvar.pdf").status_code == (200 if sees else 404)


class TestApproving:
    def test_looking_approves_nothing_and_posting_does(self, sent, chair):
        address = link_of(chair)
        assert "Men ikke uten krysset." in Client().get(address).content.decode()
        sent.refresh_from_db()
        assert sent.status == "with_chair"
        assert Client().post(address, yes(sent)).status_code == 302
        sent.refresh_from_db()
        assert (sent.status, sent.approved_by, sent.approved_on) == ("approved", chair.name, in_days(0))

    def test_clicked_twice_it_is_approved_once_and_thanked_for(self, sent, chair):
        address = link_of(chair)
        Client().post(address, yes(sent))
        assert Client().get(address).status_code == 200
        Client().post(address, yes(sent))
        assert Client().post(address, {"verdict": "no", "remark": "Nei", "seen": sent.version}).status_code == 200
        sent.refresh_from_db()
        assert sent.status == "approved"

    def test_other_words_need_the_chair_again(self, sent, chair, row, secretary, client_for):
        address = link_of(chair)
        client_for(secretary).post(f"/horinger/{row.pk}/utkast/", {"text": "Noe annet", "seen_version": sent.version})
        sent.refresh_from_db()
        assert (sent.status, sent.approver) == ("draft", None)
        assert Client().post(address, yes(sent)).status_code == 410
        sent.refresh_from_db()
        assert sent.approved_on is None

    def test_what_was_approved_and_is_changed_is_a_draft_again(self, sent, chair, row, secretary, client_for):
        actions.approve(sent, person=chair, seen=sent.version)
        client_for(secretary).post(f"/horinger/{row.pk}/utkast/", {"text": "Noe annet", "seen_version": sent.version})
        sent.refresh_from_db()
        assert (sent.status, sent.approved_by, sent.approved_on) == ("draft", "", None)

    def test_a_text_that_changed_since_it_was_read_is_not_approved(self, sent, chair):
        with pytest.raises(ValidationError):
            actions.approve(sent, person=chair, seen=sent.version - 1)
        sent.refresh_from_db()
        assert sent.status == "with_chair"

    def test_sent_back_it_says_what_should_be_otherwise_and_the_owner_hears_of_it(self, sent, chair):
        owner = make.RoleFactory().person
        Consultation.objects.filter(pk=sent.consultation_id).update(owner=owner)
        address = link_of(chair)
        assert Client().post(address, {"verdict": "no", "seen": sent.version}).status_code == 422
        Client().post(address, {"verdict": "no", "seen": sent.version, "remark": "Nevn krysset først"})
        sent.refresh_from_db()
        assert (sent.status, sent.remark) == ("sent_back", "Nevn krysset først")
        assert "Nevn krysset først" in OutgoingMail.objects.get(to=owner.email).text

    def test_one_who_has_left_the_board_approves_nothing(self, sent, chair):
        chair.appointments.update(valid_to=in_days(-1))
        assert Client().post(link_of(chair), yes(sent)).status_code == 410
        sent.refresh_from_db()
        assert sent.status == "with_chair"

    def test_only_one_of_the_board_is_asked(self, row, secretary):
        with pytest.raises(ValidationError):
            actions.send_to_chair(make.ResponseFactory(consultation=row), approver=make.PersonFactory(), by=secretary)

    def test_the_chair_signed_in_finds_it_on_the_page(self, sent, chair, row, client_for):
        client = client_for(chair.user)
        assert f"/horinger/{row.pk}/godkjenn/" in client.get(row.get_absolute_url()).content.decode()
        client.post(f"/horinger/{row.pk}/godkjenn/", yes(sent))
        sent.refresh_from_db()
        assert sent.status == "approved"

    def test_another_of_the_board_does_not_approve_in_the_chairs_place(self, sent, row, client_for):
        assert client_for("board").post(f"/horinger/{row.pk}/godkjenn/", yes(sent)).status_code == 404

    def test_a_yes_given_in_a_meeting_is_written_down_by_the_secretariat_alone(self, row, chair, secretary):
        response = make.ResponseFactory(consultation=row)
        with pytest.raises(PermissionDenied):
            actions.note_approval(response, approver=chair, day=in_days(0), by=make.viewer("board"))
        actions.note_approval(response, approver=chair, day=in_days(0), by=secretary)
        response.refresh_from_db()
        assert (response.status, response.approved_by) == ("approved", chair.name)


class TestDelivering:
    @pytest.fixture
    def approved(self, sent, chair):
        return actions.approve(sent, person=chair, seen=sent.version)

    def test_delivered_it_stands_for_everyone_and_in_the_story_of_the_case(self, approved, row, secretary, client_for):
        case = make.CaseFactory(visibility="public", slug="veien")
        row.cases.set([case])
        assert approved.summary not in Client().get("/saker/veien/").content.decode()
        client_for(secretary).post(
            f"/horinger/{row.pk}/levert/", {"day": in_days(0), "how": "I portalen, 2026/7", "visibility": "public"}
        )
        page = Client().get(row.get_absolute_url()).content.decode()
        assert "I portalen, 2026/7" in page
        assert "Men ikke uten krysset." in page
        assert approved.summary in Client().get("/saker/veien/").content.decode()

    def test_the_feed_tells_of_what_everyone_may_read_and_of_nothing_else(self, approved, row, secretary):
        make.ResponseFactory(
            consultation=make.ConsultationFactory(title="Bare for medlemmer", visibility="public"), status="delivered",
            visibility="members", approved_on=in_days(0), delivered_on=in_days(0),
        )  # fmt: skip
        actions.deliver(approved, day=in_days(0), how="Post", visibility="public", by=secretary)
        feed = feedparser.parse(Client().get("/horinger/atom/").content)
        assert [(each.title, each.link.partition("/horinger/")[2]) for each in feed.entries] == [
            (row.title, f"{row.pk}/")
        ]
        assert approved.summary in feed.entries[0].summary

    def test_for_members_only_it_is_not_shown_to_others(self, approved, row, secretary, client_for):
        actions.deliver(approved, day=in_days(0), how="Post", visibility="members", by=secretary)
        assert "krysset" not in Client().get(row.get_absolute_url()).content.decode()
        assert "krysset" in client_for("member").get(row.get_absolute_url()).content.decode()

    def test_nothing_is_delivered_that_nobody_approved(self, row, secretary):
        with pytest.raises(ValidationError):
            actions.deliver(
                make.ResponseFactory(consultation=row), day=in_days(0), how="Post", visibility="public", by=secretary
            )

    @pytest.mark.parametrize("days", [1, -1])
    def test_a_day_to_come_or_before_the_yes_is_refused(self, approved, secretary, days):
        with pytest.raises(ValidationError) as refused:
            actions.deliver(approved, day=in_days(days), how="Post", visibility="public", by=secretary)
        assert "day" in refused.value.message_dict

    def test_after_the_deadline_the_page_says_so(self, approved, row, secretary, client_for):
        row.deadline_day = in_days(-1)
        row.save()
        response = actions.deliver(approved, day=in_days(0), how="Post", visibility="public", by=secretary)
        assert response.is_late
        assert "was after the deadline" in client_for("anonymous").get(f"/en{row.get_absolute_url()}").content.decode()

    def test_what_is_delivered_is_not_rewritten(self, approved, row, secretary, client_for):
        actions.deliver(approved, day=in_days(0), how="Post", visibility="public", by=secretary)
        answer = client_for(secretary).post(
            f"/horinger/{row.pk}/utkast/", {"text": "Nytt", "seen_version": approved.version}
        )
        assert answer.status_code == 422
        assert ConsultationResponse.objects.get().text.startswith("Vi støtter")


def test_the_letter_is_read_back_with_whom_what_and_who_approved_it(sent, chair, row, secretary, client_for, tmp_path):
    actions.approve(sent, person=chair, seen=sent.version)
    body = client_for(secretary).get(f"/horinger/{row.pk}/horingssvar.pdf").content
    (tmp_path / "brev.pdf").write_bytes(body)
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "brev.pdf").pages)
    for part in (row.title, str(row.authority), "Men ikke uten krysset.", chair.name):
        assert " ".join(part.split()) in " ".join(text.split())
