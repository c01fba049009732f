"""What leaves the house: calendars, papers, sheets; each read back by another library."""

import csv
import io

import ics
import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from sterke.connections import mails_rounds as mails
from sterke.connections.models import ConnectionChoice, TimetableRun
from tests import factories as make
from tests.connections.rounded import meet, people, published
from tests.rounded import REPORT

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return published(4)


def read(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_ones_programme_as_a_calendar_with_when_where_and_whom(client, round):
    one, two, *_rest = people(round)
    two.about = "Sveis, og mer; sveis"
    two.save()
    answer = client.get(reverse("connections:round_calendar", args=[mails.token_of(one)]))
    (event,) = ics.Calendar(answer.content.decode()).events
    assert two.name in event.name
    assert event.begin.datetime == round.times[0].starts
    assert event.end.datetime == round.times[0].ends
    assert "1" in event.location
    assert "Sveis, og mer; sveis" in event.description


def test_nothing_leaves_before_it_is_published(client, round):
    one = people(round)[0]
    round.published_at = None
    round.save()
    token = mails.token_of(one)
    assert client.get(reverse("connections:round_calendar", args=[token])).status_code == 404
    assert client.get(reverse("connections:own_programme_paper", args=[token])).status_code == 404
    assert client.get(reverse("connections:round_programme", args=[token])).status_code == 302


def test_a_booked_partner_of_somebody_who_hides_still_sees_the_meeting(client, round):
    hidden = make.ParticipantFactory(round=round, person=make.PersonFactory(name="Skjult Person"))
    ConnectionChoice.objects.create(person=hidden.registration.person, hidden=True)
    one = people(round)[0]
    meet(one, hidden, round.times[1])
    token = mails.token_of(one)
    assert "Skjult Person" in client.get(reverse("connections:round_programme", args=[token])).content.decode()
    assert "Skjult Person" in client.get(reverse("connections:round_calendar", args=[token])).content.decode()
    assert "Skjult Person" not in client.get(reverse("connections:book_meeting", args=[token])).content.decode()


def test_ones_programme_on_paper(client, round):
    one, two, *_rest = people(round)
    answer = client.get(reverse("connections:own_programme_paper", args=[mails.token_of(one)]))
    said = read(answer.content)
    assert one.name in said
    assert two.name in said


@pytest.mark.parametrize("kind", ["liste", "bordskilt", "programmer"])
def test_the_papers_of_the_whole_round_name_everybody(client_for, round, kind):
    answer = client_for("secretary").get(reverse("connections:round_paper", args=[round.gathering.slug, kind]))
    said = read(answer.content)
    assert all(row.name in said for row in people(round))


def test_a_name_full_of_signs_is_only_a_name_on_paper_and_no_formula_in_a_sheet(client_for, round):
    evil = make.ParticipantFactory(round=round, name='=HYPERLINK("http://x")', company_name="#panic(1) $x$ *b*")
    meet(evil, people(round)[0], round.times[1])
    client = client_for("secretary")
    said = read(client.get(reverse("connections:round_paper", args=[round.gathering.slug, "liste"])).content)
    assert "#panic(1) $x$ *b*" in said
    sheet = client.get(reverse("connections:timetable_file", args=[round.gathering.slug, "csv"])).content
    rows = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig")), delimiter=";"))
    cells = [cell for row in rows for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


def test_why_which_wishes_were_not_met_as_a_sheet(client_for, round):
    one, two, *_rest = people(round)
    report = REPORT | {"misses": [[one.pk, two.pk, 3, "their_slots_stronger", 5]]}
    TimetableRun.objects.create(round=round, seconds=2, state="done", report=report, by="Noen", ended_at=timezone.now())
    client = client_for("secretary")
    sheet = client.get(reverse("connections:round_report_file", args=[round.gathering.slug, "csv"])).content
    rows = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0].startswith(one.name)
    assert rows[1][1].startswith(two.name)
    assert "5" in rows[1][3]


def test_whoever_arranges_it_and_takes_part_does_not_read_who_wished_for_them(client_for, round):
    leader = make.SeatFactory(is_leader=True, person=make.RoleFactory(organisation=make.OrganisationFactory()).person)
    round.gathering.network = leader.network
    round.gathering.save()
    me = make.ParticipantFactory(round=round, person=leader.person)
    fan, other, *_rest = people(round)
    report = REPORT | {"misses": [[fan.pk, me.pk, 3, "no_table", 0], [other.pk, fan.pk, 2, "no_table", 0]]}
    TimetableRun.objects.create(round=round, seconds=2, state="done", report=report, by="Noen", ended_at=timezone.now())
    page = client_for(leader.person.user).get(reverse("connections:round_report", args=[round.gathering.slug]))
    assert page.status_code == 200
    assert me.name not in page.content.decode().split("<main")[1]
    assert other.name in page.content.decode()
