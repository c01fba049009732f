"""A hundred and twenty people say whom they want to meet, get a programme each, and one falls ill."""

import random
import threading
from itertools import pairwise

import ics
import pytest
from django.db import connections
from django.urls import reverse

from sterke.connections import mails_rounds as mails
from sterke.connections.actions.letters import write_letters
from sterke.connections.actions.timetables import perform_run
from sterke.connections.actions.wishing import Stated, state_wishes
from sterke.connections.models import RoundParticipant, TimetableEntry, TimetableRun, Wish
from sterke.connections.reports_rounds import candidates, choices_for
from tests import factories as make
from tests.browser.test_journey import letters_to, link_in, press

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, BY_PHONE, SECONDS = 120, 3, 6


@pytest.fixture
def worker_apart(settings):
    """Background work waits for a worker, as it does outside tests."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def a_gathering():
    round = make.a_round(people=0, slots=10, tables=30)
    companies = [make.OrganisationFactory(member=True) for _each in range(50)]
    for number in range(PEOPLE):
        make.ParticipantFactory(
            round=round,
            organisation=companies[number % 50] if number < 100 else None,
            name=f"Navn {number:03} Nordmann",
        )
    return round


@pytest.mark.timeout(300)
def test_a_hundred_and_twenty_people_meet(page_for, client, worker_apart):
    round = a_gathering()
    secretary = page_for("secretary")
    asks_for_wishes(secretary, round)
    people = list(candidates(round))
    for number, row in enumerate(people[:BY_PHONE]):
        wishes_by_phone(page_for("anonymous", width=390, script=number != 1), row)
    all_others_wish(round, people[BY_PHONE:])
    has_the_timetable_made(secretary, round)
    locks_two_meetings(secretary, round)
    reads_how_good_it_is(secretary, round)
    press_in(secretary, "connections:round_timetable", round, "Send ut programmene")
    the_letters_are_written(secretary, round)
    every_programme_opens(client, people)
    one_falls_ill(page_for, round)
    assert secretary.problems == []


def press_in(page, view: str, round, button: str) -> None:
    page.goto(reverse(view, args=[round.gathering.slug]))
    press(page, button)


def asks_for_wishes(page, round):
    page.goto(round.gathering.get_absolute_url())
    page.get_by_role("link", name="Møterunde").click()
    press(page, "Spør alle om ønsker")
    assert "åpent for ønsker" in page.inner_text("main")
    assert f"{PEOPLE} e-poster skrives" in page.inner_text("#progress")
    the_letters_are_written(page, round)


def the_letters_are_written(page, round):
    """By the worker; the page tells when it is through."""
    assert write_letters(type(round).objects.get(pk=round.pk)) == PEOPLE
    page.locator("#progress progress").wait_for(state="detached")


def wishes_by_phone(page, row):
    """By the link in the mail: one tap for each, then save. With script, the list narrows while one types."""
    page.goto(link_in(letters_to(row.registration.email)[-1]))
    names = page.locator(".wish legend strong").all_inner_texts()
    first, second, third = names[5], names[11], names[40]
    if page.evaluate("1 + 1") and page.get_by_label("Finn et navn eller en bedrift").is_visible():
        tap(page, first, "må")
    tap(page, second, "vil")
    tap(page, third, "gjerne")
    page.get_by_label("Det vil jeg gjerne snakke om").fill("Robotcelle på små serier")
    press(page, "Lagre ønskene mine")
    assert "Lagret" in page.inner_text("main")
    assert page.locator(".wish input:checked:not([value=''])").count() == 3
    assert Wish.objects.filter(wisher=row).count() == 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.problems == []


def tap(page, name: str, strength: str) -> None:
    page.locator(".wish", has_text=name).get_by_text(strength, exact=True).click()


def all_others_wish(round, people):
    """Half of the times suit; who is popular is wished for by many."""
    chance, slots = random.Random(1), [slot.pk for slot in round.times]
    for row in people:
        row.round.refresh_from_db()
        others = [each.row.pk for each in choices_for(row)]
        wishes = {
            pk: chance.choice((1, 2, 2, 3)) for pk in chance.sample(others[:30], 4) + chance.sample(others[30:], 5)
        }
        cannot = frozenset(chance.sample(slots, 4))
        state_wishes(row, Stated(wishes=wishes, shown=frozenset(wishes), cannot=cannot), by=row)


def has_the_timetable_made(page, round):
    """The page tells how far it is, without being loaded anew; the worker is a thread here."""
    press_in(page, "connections:round", round, "Steng for ønsker nå")
    page.get_by_role("link", name="Lag timeplanen").click()
    page.get_by_label("Sekunder å arbeide").fill(str(SECONDS))
    press(page, "Lag timeplanen")
    assert "venter på tur" in page.inner_text("#progress")
    worker = threading.Thread(target=work, args=[TimetableRun.objects.get().pk])
    worker.start()
    page.get_by_text("Leter etter den beste").wait_for(timeout=20_000)
    assert page.locator("#progress progress").count() == 1
    page.get_by_text("Utkastet er laget.").wait_for(timeout=60_000)
    worker.join()
    page.get_by_role("link", name="Se over").click()
    assert "Utkast til timeplan" in page.inner_text("h1")


def work(pk: int) -> None:
    try:
        perform_run(TimetableRun.objects.select_related("round__gathering").get(pk=pk))
    finally:
        connections.close_all()


def locks_two_meetings(page, round):
    for _each in range(2):
        meeting = page.locator("li.meeting:not(.locked)").first
        meeting.locator("summary").click()
        meeting.get_by_role("button", name="Lås", exact=True).click()
        page.wait_for_load_state()
    assert "2 låste" in page.inner_text("main")
    assert TimetableEntry.objects.filter(round=round, locked=True).count() == 2


def reads_how_good_it_is(page, round):
    report = TimetableRun.objects.get().report
    page.goto(reverse("connections:round_report", args=[round.gathering.slug]))
    said = page.inner_text("main")
    for figure in (report["value"], report["bound"], report["most_meetings"], report["fewest_meetings"]):
        assert str(figure) in said
    assert report["value"] > 0.95 * report["bound"]
    assert "Hvorfor ønsker ikke ble oppfylt" in said
    assert page.locator("tbody tr").count() == len(report["misses"][:300])


def every_programme_opens(client, people):
    """In a calendar of another library: as many meetings as the timetable has, and none at the same time."""
    for row in people:
        own = TimetableEntry.objects.of(row).standing().count()
        assert letters_to(row.registration.email)[-1].subject.startswith("Møtene dine")
        text = client.get(reverse("connections:round_calendar", args=[mails.token_of(row)])).content.decode()
        events = sorted(ics.Calendar(text).events, key=lambda event: event.begin)
        assert len(events) == own
        assert all(before.end <= after.begin for before, after in pairwise(events))


def programmes() -> dict[int, set[tuple[int, int, int | None]]]:
    """What stands in each one's programme: with whom, when, where."""
    found: dict[int, set[tuple[int, int, int | None]]] = {}
    for entry in TimetableEntry.objects.standing():
        for one, other in ((entry.one_id, entry.other_id), (entry.other_id, entry.one_id)):
            found.setdefault(one, set()).add((other, entry.slot_id, entry.table))
    return found


def one_falls_ill(page_for, round):
    """One tap on a phone at the door; at most five programmes get something new, and only those touched are told."""
    before = programmes()
    ill = RoundParticipant.objects.by_name().get(pk=max(before, key=lambda pk: len(before[pk])))
    partners = {other for other, _slot, _table in before[ill.pk]}
    letters = {row.pk: len(letters_to(row.registration.email)) for row in candidates(round)}
    page = page_for("secretary", width=390)
    page.goto(reverse("connections:round_day", args=[round.gathering.slug]))
    page.get_by_label("Navn eller bedrift").fill(ill.name)
    page.locator("li.missing", has_text=ill.name).get_by_role("button", name="Kommer ikke").click()
    page.wait_for_load_state()
    assert f"{ill.name} er notert" in page.inner_text("main")
    after = programmes()
    changed = {pk for pk in before if after.get(pk, set()) - before[pk]}
    assert ill.pk not in after
    assert len(changed) <= 5
    told = {row.pk for row in candidates(round) if len(letters_to(row.registration.email)) > letters[row.pk]}
    assert told == partners | changed
    assert page.problems == []
