"""The door without a net, in a real browser: devices part, see the same and different people, and meet again."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sterke.core import links
from sterke.core.models import SignedLink
from sterke.gatherings.models import CheckIn, Registration
from tests import factories as make
from tests.browser.doors import complaints, counts, link_to, net, phone_at, says, tap, walk_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gathering():
    row = make.GatheringFactory(open=True, day=timezone.localdate(), title="Industriforum")
    company = make.OrganisationFactory(member=True, name="Åsnes Sag AS")
    for name in ("Kari Nordlie", "Ola Dahl"):
        make.RegistrationFactory(gathering=row, name=name, organisation=company)
    make.RegistrationFactory(gathering=row, name="Bjørn Aas", company_name="Mekaniske")
    return row


@pytest.fixture
def address(gathering):
    return link_to(gathering)


def came(gathering):
    return sorted(
        Registration.objects.filter(gathering=gathering, check_in__present=True).values_list("name", flat=True)
    )


def test_two_devices_without_a_net_let_in_the_same_and_different_people_and_everybody_is_in_once(
    page_for, gathering, address
):
    one, two = phone_at(page_for, address), phone_at(page_for, address)
    for phone in (one, two):
        net(phone, on=False)
    tap(one, "Kari Nordlie")
    tap(one, "Ola Dahl")
    walk_in(one, "Per Nilsen", "Åsnes sag")
    walk_in(one, "Eva Moen", "Ny Bedrift")
    tap(two, "Kari Nordlie")
    tap(two, "Bjørn Aas")
    walk_in(two, "Per  Nilsen", "Åsnes Sag AS")
    walk_in(two, "Liv Berg", "Mekaniske")
    says(one, "4 venter på nett")
    counts(one, 4, 2)
    assert not CheckIn.objects.exists()
    net(two, on=True)
    says(two, "Oppdatert")
    net(one, on=True)
    says(one, "Oppdatert")
    for phone in (one, two):
        counts(phone, 6, 3)
    assert came(gathering) == ["Bjørn Aas", "Eva Moen", "Kari Nordlie", "Liv Berg", "Ola Dahl", "Per Nilsen"]
    assert Registration.objects.get(name="Per Nilsen").organisation.name == "Åsnes Sag AS"
    assert (complaints(one), complaints(two)) == ([], [])


def test_the_page_opens_without_a_net_and_remembers_what_waits(page_for, gathering, address, monkeypatch):
    phone, asked = phone_at(page_for, address), []
    read = links.read
    net(phone, on=False)
    monkeypatch.setattr(links, "read", lambda *args: asked.append(args) or read(*args))
    tap(phone, "Kari Nordlie")
    phone.reload()
    says(phone, "1 venter på nett")
    phone.close()
    assert asked == []  # nobody reached the house
    phone = phone_again(phone, address)
    says(phone, "1 venter på nett")
    counts(phone, 1, 1)
    net(phone, on=True)
    says(phone, "Oppdatert")
    assert came(gathering) == ["Kari Nordlie"]


def phone_again(closed, address):
    """The tab was closed; the same device opens the door once more."""
    page = closed.context.new_page()
    page.problems = []
    page.goto(address)
    return page


def test_tapped_again_they_are_out_and_a_slip_can_be_undone(page_for, gathering, address):
    phone = phone_at(page_for, address)
    tap(phone, "Kari Nordlie")
    phone.get_by_role("button", name="Angre").click()
    counts(phone, 0, 0)
    net(phone, on=False)
    walk_in(phone, "Feil Person", "")
    phone.get_by_role("button", name="Angre").click()
    tap(phone, "Ola Dahl")
    net(phone, on=True)
    says(phone, "Oppdatert")
    assert came(gathering) == ["Ola Dahl"]
    assert [row.name for row in Registration.objects.filter(gathering=gathering).stayed_away()] != ["Feil Person"]
    assert Registration.objects.get(name="Feil Person").state == "cancelled"


def test_somebody_comes_instead_of_somebody_and_takes_their_seat(page_for, gathering, address):
    phone = phone_at(page_for, address)
    net(phone, on=False)
    phone.locator(".people li", has_text="Ola Dahl").get_by_role("button", name="Bytt").click()
    expect(phone.get_by_text("Kommer i stedet for Ola Dahl")).to_be_visible()
    phone.get_by_label("Navn", exact=True).fill("Tone Lund")
    phone.get_by_role("button", name="Slipp inn", exact=True).click()
    expect(phone.locator("[data-part=out]")).to_have_text("2")
    net(phone, on=True)
    says(phone, "Oppdatert")
    row = Registration.objects.get(name="Tone Lund")
    assert (row.substitute_for.name, row.substitute_for.state, row.organisation.name) == (
        "Ola Dahl", "cancelled", "Åsnes Sag AS",
    )  # fmt: skip


def test_who_was_erased_or_taken_off_the_list_meanwhile_is_said_and_never_lost_in_silence(page_for, gathering, address):
    phone = phone_at(page_for, address)
    net(phone, on=False)
    for name in ("Kari Nordlie", "Ola Dahl"):
        tap(phone, name)
    Registration.objects.filter(name="Ola Dahl").delete()
    kari = Registration.objects.get(name="Kari Nordlie")
    Registration.objects.filter(pk=kari.pk).update(name="–", who=f"erased:{kari.pk}", search_text="")
    net(phone, on=True)
    says(phone, "Oppdatert")
    box = phone.locator("[data-part=trouble]")
    expect(box).to_contain_text("Ola Dahl, Åsnes Sag AS finnes ikke lenger på lista.")
    expect(box).to_contain_text("Kari Nordlie, Åsnes Sag AS er slettet fra lista.")
    expect(phone.locator(".people")).not_to_contain_text("Kari Nordlie")
    counts(phone, 1, 1)
    box.get_by_role("button", name="Skriv inn").click()
    phone.get_by_role("button", name="Slipp inn", exact=True).click()
    box.get_by_role("button", name="Sett").click()
    expect(box).to_be_hidden()
    says(phone, "Oppdatert")
    assert came(gathering) == ["Ola Dahl", "–"]


def test_a_clock_that_is_five_hours_slow_is_put_right(page_for, gathering, address):
    phone = page_for("anonymous", width=390)
    phone.clock.set_system_time(timezone.now() - datetime.timedelta(hours=5))
    phone.goto(address)
    says(phone, "Oppdatert")
    tap(phone, "Kari Nordlie")
    says(phone, "Oppdatert")
    counts(phone, 1, 1)
    wrong = abs(timezone.now() - CheckIn.objects.get().at)
    assert wrong < datetime.timedelta(minutes=1)


def test_a_link_that_ended_takes_the_names_and_leaves_what_waits_for_the_next_link(page_for, gathering, address):
    phone = phone_at(page_for, address)
    net(phone, on=False)
    tap(phone, "Kari Nordlie")
    fresh = link_to(gathering)
    net(phone, on=True)
    says(phone, "Denne lenka er stengt.*1 venter på nett")
    expect(phone.locator(".people")).not_to_contain_text("Bjørn")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("På denne enheten er 1 ikke sendt ennå.")
    phone.goto(fresh)
    says(phone, "Oppdatert")
    assert came(gathering) == ["Kari Nordlie"]
    assert complaints(phone) == []


def test_when_the_door_s_time_is_up_the_names_go_without_a_net_too(page_for, gathering, address):
    phone = phone_at(page_for, address)
    net(phone, on=False)
    tap(phone, "Kari Nordlie")
    until = SignedLink.objects.get(revoked_at=None).expires_at
    phone.clock.set_system_time(until + datetime.timedelta(minutes=1))
    phone.reload()
    says(phone, "Denne lenka er stengt.*1 venter på nett")
    expect(phone.locator(".people")).not_to_contain_text("Bjørn")


def test_who_is_seen_while_something_is_being_sent_is_told_next(page_for, gathering, address):
    phone, held = phone_at(page_for, address), []
    phone.route("**/sett/", lambda route: held.append(route) if not held else route.continue_())
    with phone.expect_request("**/sett/"):
        tap(phone, "Kari Nordlie")
    tap(phone, "Ola Dahl")
    counts(phone, 2, 1)
    held[0].continue_()
    says(phone, "Oppdatert")
    counts(phone, 2, 1)
    assert came(gathering) == ["Kari Nordlie", "Ola Dahl"]


ODD_ANSWERS = [(403, "<h1>Nei</h1>"), (500, "Au"), (200, "<html>Logg inn på nettet</html>"), (200, "{}"), (200, "[]")]


def test_whatever_the_house_answers_what_waits_is_kept(page_for, gathering, address):
    phone, met = phone_at(page_for, address), []

    def odd(route):
        status, body = ODD_ANSWERS[len(met) % len(ODD_ANSWERS)]
        met.append(status)
        route.fulfill(status=status, body=body, content_type="text/html")

    phone.route("**/sett/", odd)
    tap(phone, "Kari Nordlie")
    for number in range(len(ODD_ANSWERS)):
        phone.wait_for_timeout(50)
        phone.evaluate("dispatchEvent(new Event('online'))")
        phone.wait_for_function("n => n", arg=number + 1)
    says(phone, "1 venter på nett")
    assert len(met) >= len(ODD_ANSWERS)
    phone.unroute("**/sett/")
    phone.evaluate("dispatchEvent(new Event('online'))")
    says(phone, "Oppdatert")
    assert came(gathering) == ["Kari Nordlie"]
