"""Meetings: logged in two minutes; who was there in which office that day; the notes apart, and who read them."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from sterke.advocacy import actions, brief
from sterke.advocacy.models import Ask, FollowUp, Meeting, MeetingNote, NoteReading
from sterke.core.house import house
from sterke.core.models import Activity
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def owner():
    """Somebody who leads a case, and is no secretary."""
    user = make.viewer("main_contact")
    make.CaseFactory(owner=user.person, title="Bru", slug="bru", visibility="members")
    return user


def log(client, **facts):
    return client.post("/moter/nytt/", {"title": "På fabrikken", "day": str(TODAY()), "format": "visit"} | facts)


def test_whoever_leads_a_case_logs_a_meeting_with_office_and_notes_in_one_form(client_for, owner):
    office = make.OfficeHolderFactory(person__name="Statsråd Demo", office__title="Statsråd").office
    case = owner.person.cases.get()
    answer = log(client_for(owner), cases=[case.pk], met=office.pk, notes="De sa at de så på det.")
    meeting = Meeting.objects.get()
    assert answer.status_code == 302
    assert (meeting.status, meeting.owner, list(meeting.cases.all())) == ("held", owner.person, [case])
    met = meeting.attendances.get()
    assert (met.name, met.title, met.is_ours) == ("Statsråd Demo", "Statsråd", False)
    assert meeting.notes.get().text == "De sa at de så på det."


def test_a_day_to_come_makes_it_a_plan(client_for, secretary):
    log(client_for(secretary), day=str(TODAY() + timedelta(days=3)))
    assert Meeting.objects.get().status == "planned"


def test_somebody_who_leads_no_case_logs_no_meeting(client_for):
    assert log(client_for("member")).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.plan_meeting(title="X", day=TODAY(), by=make.viewer("outsider"))


def test_the_label_of_who_came_stays_as_it_was_that_day(secretary):
    held = make.OfficeHolderFactory(office__title="Statsråd", valid_from=date(2024, 1, 1))
    meeting = make.MeetingFactory(day=date(2025, 1, 2))
    row = actions.note_who_came(meeting, actions.Comer(office=held.office), by=secretary)
    held.office.title = "Noe annet"
    held.office.save()
    row.refresh_from_db()
    assert str(row) == f"{held.person.name}, Statsråd"


def test_one_of_ours_is_named_by_the_post_of_that_day(secretary):
    seat = make.AppointmentFactory(post="chair", valid_from=date(2024, 1, 1), body__name="Styret")
    meeting = make.MeetingFactory(day=date(2025, 1, 2))
    row = actions.note_who_came(meeting, actions.Comer(is_ours=True, person=seat.person), by=secretary)
    assert row.name == seat.person.name
    assert "Styret" in row.title


def test_nobody_at_all_is_nobody(secretary):
    with pytest.raises(ValidationError):
        actions.note_who_came(make.MeetingFactory(), actions.Comer(), by=secretary)


def test_five_asks_are_enough(secretary):
    meeting, case = make.MeetingFactory(), make.CaseFactory()
    for n in range(5):
        actions.put_ask(Ask(meeting=meeting, case=case, text=f"Krav {n}"), by=secretary)
    with pytest.raises(ValidationError):
        actions.put_ask(Ask(meeting=meeting, case=case, text="Enda et"), by=secretary)
    assert meeting.asks.count() == 5


@pytest.mark.parametrize("facts", [{"starts": "12:00", "ends": "11:00"}, {"status": "held", "day": "2999-01-01"}])
def test_a_meeting_that_cannot_be_is_refused(client_for, secretary, facts):
    meeting = make.MeetingFactory(owner=secretary.person)
    sent = {
        "title": "Møte", "day": str(meeting.day), "format": "meeting", "status": "held", "visibility": "secretariat",
        "seen_version": meeting.version,
    } | facts  # fmt: skip
    assert client_for(secretary).post(f"/moter/{meeting.pk}/rediger/", sent).status_code == 422


def test_notes_are_for_the_secretariat_and_whoever_wrote_them(client_for, owner, secretary):
    meeting = make.MeetingFactory(owner=owner.person, visibility="public")
    actions.write_note(meeting, text="Skrevet av eieren", by=owner)
    actions.write_note(meeting, text="Skrevet i sekretariatet", by=secretary)
    own = client_for(owner).get(f"/moter/{meeting.pk}/notater/").content.decode()
    assert "Skrevet av eieren" in own
    assert "Skrevet i sekretariatet" not in own
    assert "Skrevet av eieren" in client_for(secretary).get(f"/moter/{meeting.pk}/notater/").content.decode()
    assert client_for("board").get(f"/moter/{meeting.pk}/notater/").status_code == 404


def test_that_notes_were_read_is_written_down_once_a_day(client_for, secretary):
    meeting = make.MeetingFactory()
    actions.write_note(meeting, text="Noe", by=secretary)
    client = client_for(secretary)
    client.get(f"/moter/{meeting.pk}/notater/")
    client.get(f"/moter/{meeting.pk}/notater/")
    assert list(NoteReading.objects.values_list("meeting", "reader")) == [(meeting.pk, str(secretary))]


def test_history_says_that_there_is_a_note_and_never_what_it_says(secretary):
    actions.write_note(make.MeetingFactory(), text="Kanari i gruva", by=secretary)
    lines = Activity.objects.filter(verb="meeting.noted")
    assert lines.count() == 1
    assert not any("Kanari" in str(line.details) + line.subject for line in Activity.objects.all())


@pytest.mark.parametrize("words", ["Hun er sykemeldt", "Han er fagorganisert i ei bedrift"])
def test_a_note_about_health_or_union_is_asked_of_once_more(client_for, secretary, words):
    meeting = make.MeetingFactory()
    client = client_for(secretary)
    answer = client.post(f"/moter/{meeting.pk}/notater/", {"text": words})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not MeetingNote.objects.exists()
    client.post(f"/moter/{meeting.pk}/notater/", {"text": words, "sure": "on"})
    assert MeetingNote.objects.get().text == words


def test_an_identity_number_is_never_kept(client_for, secretary):
    meeting = make.MeetingFactory()
    text = {"text": "Nummeret er 010170 00080"[:14] + " " + "13097248022", "sure": "on"}
    assert client_for(secretary).post(f"/moter/{meeting.pk}/notater/", text).status_code == 422
    assert not MeetingNote.objects.exists()


def test_notes_nobody_looked_through_are_forgotten_where_no_open_case_needs_them():
    forget = next(rule.remove for rule in house.keepings if rule.purpose == "advocacy")
    long_ago = TODAY() - timedelta(days=800)
    facts = {"text": "Gammelt", "written_by": "Noen", "reviewed_on": long_ago}
    needed = make.MeetingFactory(day=long_ago)
    needed.cases.add(make.CaseFactory())
    over = make.MeetingFactory(day=long_ago)
    over.cases.add(make.CaseFactory(archived_on=long_ago))
    looked_at = make.MeetingFactory(day=long_ago)
    MeetingNote.objects.create(meeting=needed, **facts)
    MeetingNote.objects.create(meeting=over, **facts)
    MeetingNote.objects.create(meeting=looked_at, **facts | {"reviewed_on": TODAY()})
    assert (forget(True), MeetingNote.objects.count()) == (1, 3)
    forget(False)
    assert set(MeetingNote.objects.values_list("meeting", flat=True)) == {needed.pk, looked_at.pk}


def test_a_follow_up_is_mailed_stands_on_the_desk_and_is_done_once(client_for, secretary, letters):
    board = make.viewer("board")
    row = FollowUp(meeting=make.MeetingFactory(), what="Send tallene", owner=board.person, due=TODAY())
    actions.take_on(row, by=secretary)
    assert [(mail.to, "Send tallene" in mail.subject) for mail in letters()] == [(board.email, True)]
    client = client_for(board)
    assert "Send tallene" in client.get("/skrivebord/").content.decode()
    assert client.post(f"/oppfolging/{row.pk}/ferdig/").status_code == 302
    row.refresh_from_db()
    assert row.done_on == TODAY()
    assert "Send tallene" not in client.get("/skrivebord/").content.decode()


def test_a_stranger_cannot_finish_what_others_took_on(client_for, secretary):
    row = FollowUp(meeting=make.MeetingFactory(), what="Send tallene", due=TODAY())
    actions.take_on(row, by=secretary)
    assert client_for("member").post(f"/oppfolging/{row.pk}/ferdig/").status_code == 404


def briefed(**facts):
    office = make.OfficeHolderFactory(office__title="Statsråd", person__name="Statsråd Demo").office
    case = make.CaseFactory(title="Fire felt", ask="Hele veien i 2032\nUten nye bommer", visibility="public")
    make.PositionFactory(case=case, adopted=True)
    meeting = make.MeetingFactory(
        title="Statsråden på besøk", day=TODAY() + timedelta(days=2), status="planned", **facts
    )
    meeting.cases.add(case)
    secretary = make.viewer("secretary")
    actions.note_who_came(meeting, actions.Comer(office=office), by=secretary)
    make.PromiseFactory(case=case, office=office, paraphrase="Planen kommer i år")
    return meeting


def test_the_brief_is_two_pages_with_asks_position_promises_and_whom_one_meets():
    pdf = pypdf.PdfReader(io.BytesIO(brief.brief(briefed(host=make.OrganisationFactory(member=True)), TODAY())))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert len(pdf.pages) <= 2
    for words in (
        "Statsråden på besøk",
        "Hele veien i 2032",
        "Bygg hele strekningen",
        "Planen kommer i år",
        "Statsråd Demo",
    ):
        assert words in text


def test_the_brief_holds_nothing_of_the_notes(secretary):
    meeting = briefed()
    actions.write_note(meeting, text="Kanari i gruva", by=secretary)
    assert "Kanari" not in str(brief.facts(meeting, TODAY()))


def test_text_from_outside_changes_nothing_in_the_brief():
    meeting = briefed(programme='#panic("nei") $x$\n= Tittel\n*fet*')
    pdf = pypdf.PdfReader(io.BytesIO(brief.brief(meeting, TODAY())))
    assert '#panic("nei") $x$' in " ".join(page.extract_text() for page in pdf.pages)


def test_contacts_go_out_as_a_register_asks_for_them(client_for, secretary):
    meeting = make.MeetingFactory(day=date(2025, 8, 2), title="Møte")
    meeting.cases.add(make.CaseFactory(title="Fire felt"))
    office = make.OfficeHolderFactory(office__title="Statsråd", person__name="Statsråd Demo").office
    actions.note_who_came(meeting, actions.Comer(office=office), by=secretary)
    sheet = client_for(secretary).get("/eksport/contacts.csv").content.decode("utf-8-sig")
    for words in ("2025/2", "Statsråd Demo", "Samferdselsdepartementet", "Fire felt"):
        assert words in sheet


def test_what_was_asked_about_a_hidden_case_is_not_told_on_the_page_of_an_open_meeting(client, client_for, secretary):
    meeting = make.MeetingFactory(visibility="public")
    Ask.objects.create(meeting=meeting, case=make.CaseFactory(), text="Stille krav")
    Ask.objects.create(meeting=meeting, case=make.CaseFactory(visibility="public"), text="Åpent krav")
    page = client.get(f"/moter/{meeting.pk}/").content.decode()
    assert "Åpent krav" in page
    assert "Stille krav" not in page
    assert "Stille krav" in client_for(secretary).get(f"/moter/{meeting.pk}/").content.decode()
