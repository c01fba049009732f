"""The whole life of Industriforum, from last year's to what it changed half a year later, in a browser."""

import datetime
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import time_machine
from django.utils import timezone
from pypdf import PdfReader

from sterke.core.models import OutgoingMail
from sterke.gatherings import tasks
from sterke.gatherings.models import Gathering, GatheringSeries, Invitation, Registration
from tests import factories as make
from tests.browser import doors
from tests.browser.test_journey import letters_to, link_in, press

pytestmark = pytest.mark.django_db(transaction=True)
COMPANIES, SEATS = 90, 5
AIM = "Tjue bedrifter har avtalt å dele lærlinger"


class Life:
    """Who takes part, and what they do; ``now`` moves the clock."""

    def __init__(self, page_for):
        self.page_for = page_for
        self.contacts = [self.company(n) for n in range(COMPANIES)]
        self.ola = make.RoleFactory(organisation=self.contacts[0].organisation, person__name="Ola Nordlie").person
        self.manager = make.RoleFactory(
            organisation=make.OrganisationFactory(name="Klyngekontoret"), person__name="Leder Ledersen"
        ).person
        series = GatheringSeries.objects.create(name="Industriforum", slug="industriforum")
        self.last_year = make.GatheringFactory(
            open=True, aim=None, title="Industriforum", slug="industriforum-i-fjor", series=series,
            day=timezone.localdate() - datetime.timedelta(days=350), responsible=self.manager, capacity=SEATS,
            asks_diet=False,
        )  # fmt: skip
        self.day = timezone.localdate() + datetime.timedelta(days=15)
        self.desk = page_for("secretary")

    def company(self, number: int):
        company = make.OrganisationFactory(member=True, name=f"Verk {number:02}")
        return make.RoleFactory(
            organisation=company, kind="main_contact", person__name=f"Kontakt {chr(65 + number % 26)}{number:02}"
        )

    @property
    def row(self) -> Gathering:
        return Gathering.objects.get(copied_from=self.last_year)

    def phone(self, mail: OutgoingMail):
        page = self.page_for("anonymous", width=390)
        page.goto(link_in(mail))
        return page

    def last_letter(self, number: int) -> OutgoingMail:
        return letters_to(self.contacts[number].person.email)[-1]

    def at_desk(self, *parts: str):
        self.desk.goto("/styrketrening/" + "".join(f"{part}/" for part in (self.row.slug, *parts)))
        return self.desk

    def move_to(self, days_after: int) -> None:
        """So many days after the gathering, at ten; whoever was signed in a long time ago signs in again."""
        day = self.day + datetime.timedelta(days=days_after)
        self.clock.move_to(timezone.make_aware(datetime.datetime.combine(day, datetime.time(10))))
        self.desk = self.page_for(self.desk.user)


def test_the_whole_life_of_industriforum(page_for):
    with time_machine.travel(timezone.now(), tick=True) as clock:
        life = Life(page_for)
        life.clock = clock
        copied_from_last_year_with_a_goal_and_a_date(life)
        ninety_companies_are_invited(life)
        they_sign_up_on_the_phone_until_it_is_full(life)
        a_substitute_and_a_seat_that_goes_to_the_first_in_line(life)
        one_reminder_to_the_silent(life)
        badges_for_all_who_have_a_seat(life)
        two_devices_without_a_net_and_two_walk_ins(life)
        thanks_and_what_people_thought(life)
        the_goal_is_told_of_at_the_end_after_a_month_and_after_half_a_year(life)
        the_year_tells_what_it_changed(life)
        assert life.desk.problems == []


def copied_from_last_year_with_a_goal_and_a_date(life):
    desk = life.desk
    desk.goto(life.last_year.get_absolute_url())
    desk.get_by_role("link", name="Kopier til en annen dag").click()
    desk.get_by_label("Ny dag").fill(life.day.isoformat())
    press(desk, "Kopier")
    desk.get_by_role("link", name="Sett et mål").first.click()
    desk.locator("[name=statement]").fill(AIM)
    desk.locator("[name=how]").fill("Vi ringer dem")
    desk.locator("[name=target]").fill("20")
    desk.locator("[name=unit]").fill("bedrifter")
    desk.locator("[name=days_after]").select_option("180")
    press(desk, "Sett målet")
    press(desk, "Publiser datoen")
    assert life.row.status == "save_the_date"
    assert AIM in desk.inner_text("main")
    press(desk, "Åpne for påmelding")
    assert life.row.status == "open"


def ninety_companies_are_invited(life):
    desk = life.at_desk("invitasjoner", "nye")
    desk.get_by_label("hovedkontakt").check()
    press(desk, "Se hvem det blir")
    press(desk, f"Send til {COMPANIES}")
    assert Invitation.objects.count() == COMPANIES
    assert f"{COMPANIES} av {COMPANIES} har ikke svart" in desk.inner_text("h1")


def they_sign_up_on_the_phone_until_it_is_full(life):
    """A contact with a colleague and one nobody knew, then two more; the next two stand in line."""
    phone = life.phone(life.last_letter(0))
    phone.get_by_label("Ola Nordlie").check()
    phone.get_by_text("En som ikke står på").click()
    phone.locator("[name=n0-name]").fill("Ny Lærling")
    phone.locator("[name=n0-email]").fill("ny@example.no")
    press(phone, "Meld på")
    assert "Du står på lista" in phone.inner_text("main")
    for number in (1, 2, 3, 4):
        press(life.phone(life.last_letter(number)), "Meld på")
    rows = Registration.objects.filter(gathering=life.row)
    assert rows.seated().count() == SEATS
    assert [row.organisation.name for row in rows.in_line()] == ["Verk 03", "Verk 04"]
    assert rows.get(email="ny@example.no").organisation == life.contacts[0].organisation


def a_substitute_and_a_seat_that_goes_to_the_first_in_line(life):
    phone = life.phone(life.last_letter(1))  # the confirmation
    phone.get_by_text("Send en annen").click()
    phone.get_by_label("Hvem som kommer i stedet").fill("Vikar Vikarsen")
    phone.get_by_label("E-post").fill("vikar@example.no")
    press(phone, "Send")
    phone = life.phone(letters_to(life.ola.email)[-1])
    phone.get_by_text("Jeg kan ikke komme").click()
    press(phone, "Meld meg av")
    press(life.phone(life.last_letter(3)), "Ta plassen")
    seated = Registration.objects.filter(gathering=life.row, state="confirmed").order_by("sort_key")
    names = [life.contacts[n].person.name for n in (0, 2, 3)]
    assert sorted(row.name for row in seated) == sorted([*names, "Ny Lærling", "Vikar Vikarsen"])


def one_reminder_to_the_silent(life):
    before = OutgoingMail.objects.count()
    desk = life.at_desk("invitasjoner", "purring")
    desk.get_by_label("En hilsen fra verten").fill("Kaffen er satt på.")
    press(desk, "Send påminnelsen")
    new = OutgoingMail.objects.order_by("pk")[before:]
    answered = {life.contacts[n].person.email for n in range(5)}
    assert {mail.to for mail in new} == {each.person.email for each in life.contacts} - answered
    assert "Kaffen er satt på." in new[0].text


def badges_for_all_who_have_a_seat(life):
    answer = life.at_desk("deltakere").request.get(f"/styrketrening/{life.row.slug}/deltakere/navneskilt.pdf")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    for name in ("Vikar Vikarsen", "Ny Lærling", life.contacts[3].person.name):
        assert name in text
    assert life.ola.name not in text


def two_devices_without_a_net_and_two_walk_ins(life):
    """Each sees some of the same people; both let somebody in who had not registered; then the net comes back."""
    life.move_to(0)
    life.at_desk("inngang").get_by_role("button", name="Lag lenke til inngangen").click()
    address = urlsplit(life.desk.locator(".address code").inner_text()).path
    gate, hall = doors.phone_at(life.page_for, address), doors.phone_at(life.page_for, address)
    for phone in (gate, hall):
        doors.net(phone, on=False)
    first, third = (life.contacts[n].person.name for n in (2, 3))
    for phone, names in ((gate, (first, "Vikar Vikarsen")), (hall, (first, third))):
        for name in names:
            doors.tap(phone, name)
    doors.walk_in(gate, "Gjest Gjestesen", "Verk 07")
    doors.walk_in(hall, "Naboen Nabosen", "")
    for phone in (gate, hall):
        doors.net(phone, on=True)
        doors.says(phone, "Oppdatert")
    doors.counts(gate, 5, 4)
    rows = Registration.objects.filter(gathering=life.row)
    assert sorted(row.name for row in rows.came()) == sorted(
        [first, third, "Vikar Vikarsen", "Gjest Gjestesen", "Naboen Nabosen"]
    )
    assert {row.name for row in rows.stayed_away()} == {life.contacts[0].person.name, "Ny Lærling"}
    assert rows.get(name="Gjest Gjestesen").organisation.name == "Verk 07"


def thanks_and_what_people_thought(life):
    life.move_to(1)
    desk = life.at_desk("takk")
    press(desk, "Takk dem")
    phone = life.phone(life.last_letter(2))
    phone.get_by_label("5", exact=True).check()
    press(phone, "Send")
    assert "5,0 av 6" in life.at_desk("etterpaa").inner_text("main")


def the_goal_is_told_of_at_the_end_after_a_month_and_after_half_a_year(life):
    for days, value in ((1, "6"), (31, "14"), (181, "23")):
        life.move_to(days)
        tasks.ask_how_goals_went.func()
        phone = life.phone(letters_to(life.manager.email)[-1])
        phone.get_by_label("Resultat").fill(value)
        phone.get_by_label("Hvordan vi vet det").fill(f"{value} bedrifter svarte ja da vi ringte")
        press(phone, "Fortell hvordan det gikk")
        assert "Takk. Det var alt." in phone.inner_text("main")
    page = life.at_desk().inner_text("main")
    for value in ("6 bedrifter", "14 bedrifter", "23 bedrifter"):
        assert value in page
    assert "nådd" in page


def the_year_tells_what_it_changed(life):
    life.desk.goto("/styrketrening/resultater/")
    page = life.desk.inner_text("main")
    assert "Industriforum" in page
    assert f"{life.day.year}" in page
