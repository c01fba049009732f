"""A case from the first question to the members to the broken promise, and the journalist who reads all of it."""

import datetime
import re
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from sterke.advocacy.models import AdvocacyCase, Meeting, PoliticalPromise
from sterke.advocacy.tasks import remind_of_promises
from sterke.core.models import OutgoingMail
from sterke.directory.models import OfficeHolder
from tests import factories as make
from tests.browser.test_journey import letters_to, link_in, press

pytestmark = pytest.mark.django_db(transaction=True)
COMPANIES, IN_BROWSER = 60, 2
POSITION = "De siste 33 kilometerne må bygges nå"
SECRET = "hemmelighvisken"
SAID = "Byggingen begynner i 2028"
TOLD = "Det står ingen penger i budsjettet"


class Case:
    """Who takes part; the desk is the secretary's page, ``now`` moves the clock."""

    def __init__(self, page_for, clock):
        self.page_for, self.clock = page_for, clock
        self.contacts = [self.company(n) for n in range(COMPANIES)]
        self.indicator = make.IndicatorFactory(slug="dodsulykker", visibility="public")
        self.place = make.MunicipalityFactory()
        make.figures(self.indicator, self.place, _2025=40)
        make.CaseFactory(title="Fire felt på E16", slug="e16", visibility="public", ask="Hele veien i 2032")
        self.office = make.OfficeFactory(title="statssekretær")
        self.held = make.OfficeHolderFactory(office=self.office, person__name="Den Første")
        self.board = make.BodyFactory()
        self.desk = page_for("secretary")

    def company(self, number: int):
        company = make.OrganisationFactory(member=True, name=f"Verk {number:02}", employees=10, visibility="public")
        return make.RoleFactory(organisation=company, kind="main_contact")

    @property
    def promise(self) -> PoliticalPromise:
        return PoliticalPromise.objects.get()

    def at_desk(self, *parts: str):
        self.desk.goto("/" + "".join(f"{part}/" for part in parts))
        return self.desk

    def move(self, days: int) -> None:
        """So many days on; whoever was signed in a long time ago signs in again."""
        self.clock.shift(datetime.timedelta(days=days))
        self.desk = self.page_for(self.desk.user)


def fill(page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def test_e16_from_the_question_to_the_members_to_the_broken_promise(page_for):
    with time_machine.travel(timezone.now(), tick=True) as clock:
        life = Case(page_for, clock)
        the_board_asks_the_members(life)
        sixty_companies_stand_behind_it(life)
        the_board_adopts_it(life)
        a_figure_changes_and_the_claim_is_flagged(life)
        a_visit_is_briefed_on_two_pages(life)
        it_is_logged_on_a_phone(life)
        a_promise_is_written_down(life)
        the_minister_changes_and_the_day_passes(life)
        it_is_told_that_it_was_broken(life)
        a_journalist_reads_the_story_and_nothing_from_the_room(life)
        assert life.desk.problems == []


def the_board_asks_the_members(life):
    page = life.at_desk("saker", "e16", "standpunkt", "ny")
    fill(page, title=POSITION, text="Bygg hele strekningen i ett.")
    press(page, "Lagre")
    page.get_by_role("link", name="Legg til en setning med et tall").click()
    fill(page, sentence="Vi har hatt [tall] ulykker", indicator=str(life.indicator.pk))
    press(page, "Lagre")
    page.get_by_role("link", name="Spør medlemmene").click()
    press(page, "Send")
    assert OutgoingMail.objects.filter(key__startswith="position-ask").count() == COMPANIES


def sixty_companies_stand_behind_it(life):
    for role in life.contacts[:IN_BROWSER]:
        page = life.page_for("anonymous", width=390)
        page.goto(link_in(letters_to(role.person.email)[-1]))
        page.locator("[name=stance][value=endorses]").check()
        press(page, "Svar")
        assert page.problems == []
    for role in life.contacts[IN_BROWSER:]:
        address = link_in(letters_to(role.person.email)[-1])
        assert Client().post(address, {"stance": "endorses", "shows_name": "on"}).status_code == 302
    page = life.at_desk("saker", "e16", "standpunkt", "1")
    assert "bedrifter med 600 ansatte står bak dette" in page.inner_text("main")


def the_board_adopts_it(life):
    page = life.desk
    page.get_by_role("link", name="Det er vedtatt").click()
    fill(page, body=str(life.board.pk))
    press(page, "Lagre")
    visitor = life.page_for("anonymous")
    visitor.goto("/saker/e16/")
    assert POSITION in visitor.inner_text("main")
    assert str(COMPANIES) in visitor.inner_text("main .mandate")


def a_figure_changes_and_the_claim_is_flagged(life):
    life.move(2)
    make.figures(life.indicator, life.place, _2026=55)
    page = life.at_desk("skrivebord")
    assert "Tallet har flyttet seg: «Vi har hatt 40" in page.inner_text("main")


def a_visit_is_briefed_on_two_pages(life):
    page = life.at_desk("moter", "nytt")
    day = timezone.localdate() + datetime.timedelta(days=3)
    fill(page, title="Statssekretæren på besøk", day=day.isoformat(), met=str(life.office.pk))
    page.get_by_label("Fire felt på E16").check()
    press(page, "Lagre")
    brief = page.context.request.get(f"/moter/{Meeting.objects.get().pk}/samtaleark.pdf")
    read = PdfReader(BytesIO(brief.body()))
    text = " ".join(" ".join(each.extract_text().split()) for each in read.pages)
    assert len(read.pages) <= 2
    for part in ("Statssekretæren på besøk", POSITION, "Hele veien i 2032", "600 ansatte", "statssekretær"):
        assert part in text


def it_is_logged_on_a_phone(life):
    life.move(3)
    phone = life.page_for(life.desk.user, width=390)
    row = Meeting.objects.get()
    phone.goto(f"/moter/{row.pk}/notater/")
    fill(phone, text=f"Statssekretæren virket lei. {SECRET}")
    press(phone, "Skriv ned")
    phone.goto(f"/moter/{row.pk}/rediger/")
    fill(phone, summary="Vi viste fram kjøretiden.", status="held", visibility="public")
    press(phone, "Lagre")
    assert SECRET not in phone.inner_text("main")
    assert row.notes.count() == 1
    assert phone.problems == []


def a_promise_is_written_down(life):
    page = life.at_desk("lofter", "nytt", "e16")
    due = timezone.localdate() + datetime.timedelta(days=200)
    fill(
        page, office=str(life.office.pk), paraphrase=SAID, meeting=str(Meeting.objects.get().pk), due=due.isoformat(),
        visibility="public", witnesses=SECRET,
    )  # fmt: skip
    press(page, "Lagre")
    assert (life.promise.holder, life.promise.status) == (life.held.person, "open")
    AdvocacyCase.objects.update(owner=make.RoleFactory(person__name="Sakseier Saksen").person)


def the_minister_changes_and_the_day_passes(life):
    life.move(100)
    today = timezone.localdate()
    OfficeHolder.objects.filter(pk=life.held.pk).update(valid_to=today)
    make.OfficeHolderFactory(
        office=life.office, person__name="Den Andre", valid_from=today + datetime.timedelta(days=1)
    )
    life.move(90)
    remind_of_promises.func()
    owner = AdvocacyCase.objects.get().owner
    assert SAID in letters_to(owner.email)[-1].text
    life.move(15)
    assert f"Ble det innfridd? «{SAID}»" in life.at_desk("skrivebord").inner_text("main")
    page = life.at_desk("lofter", str(life.promise.pk))
    assert "Den Andre" in page.inner_text("main")


def it_is_told_that_it_was_broken(life):
    page = life.desk
    page.get_by_role("link", name=re.compile("Si hvordan det står til")).first.click()
    fill(page, status="broken", evidence=TOLD, evidence_url="https://example.no/budsjett")
    press(page, "Lagre")
    assert life.promise.status == "broken"


def a_journalist_reads_the_story_and_nothing_from_the_room(life):
    page = life.page_for("anonymous")
    page.goto("/saker/e16/historien/")
    story = page.inner_text("main")
    for part in ("Vi viste fram kjøretiden.", SAID, TOLD, POSITION):
        assert part in story
    assert page.locator('a[href="https://example.no/budsjett"]').count() == 1
    page.goto("/saker/e16/presse/")
    press_page = page.inner_text("main")
    assert all(part in press_page for part in (POSITION, str(COMPANIES), "600"))
    assert "brutt" in page_text(page, "/lofter/")
    row, client = Meeting.objects.get(), page.context.request
    asked = ("/sok/", "/sok/forslag/", "/lofter/", "/moter/")
    addresses = [f"{each}?q={SECRET[:-3]}" for each in asked]
    addresses += ["/saker/e16/", "/saker/e16/en-side/", "/saker/e16/kort/", f"/moter/{row.pk}/", "/lofter/atom/"]
    addresses += ["/lofter.csv", "/api/cases", "/api/promises", f"/lofter/{life.promise.pk}/", "/aktuelt/"]
    for address in addresses:
        answer = client.get(address)
        assert answer.status < 500
        assert SECRET not in answer.text()
    for address in (f"/moter/{row.pk}/notater/", f"/moter/{row.pk}/samtaleark.pdf", "/eksport/contacts.csv"):
        assert "/logg-inn/" in client.get(address).url or client.get(address).status in (403, 404)
    assert page.problems == []


def page_text(page, address: str) -> str:
    page.goto(address)
    return page.inner_text("main").lower()
