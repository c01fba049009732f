"""How tests stand at a door: a phone with the link, the net that comes and goes, what it may complain of."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from sterke.gatherings import actions
from tests import factories as make


def link_to(gathering) -> str:
    return reverse("gatherings:door_app", args=[actions.open_door(gathering, by=make.viewer("secretary"))])


def phone_at(page_for, address, *, who="anonymous"):
    """A phone that has opened the door and could do without a net from now on."""
    phone = page_for(who, width=390)
    phone.goto(address)
    could_do_without(phone)
    expect(phone.locator("[data-part=state]")).to_have_text("Oppdatert")
    return phone


def could_do_without(phone) -> None:
    phone.evaluate(
        """async () => {
            const workers = navigator.serviceWorker;
            await workers.ready;
            if (!workers.controller) await new Promise((done) => workers.addEventListener("controllerchange", done));
        }"""
    )


def net(phone, *, on: bool) -> None:
    phone.context.set_offline(not on)


def tap(phone, name) -> None:
    phone.locator("#search").fill(name)
    phone.locator(".person", has_text=name).first.click()
    phone.locator("#search").fill("")


def walk_in(phone, name, company) -> None:
    phone.get_by_role("button", name="Slipp inn en som ikke står på lista").click()
    phone.get_by_label("Navn", exact=True).fill(name)
    phone.get_by_label("Bedrift", exact=True).fill(company)
    phone.get_by_role("button", name="Slipp inn", exact=True).click()


def says(phone, words) -> None:
    expect(phone.locator("[data-part=state]")).to_have_text(re.compile(words), timeout=15_000)


def counts(phone, persons, companies) -> None:
    expect(phone.locator("[data-part=persons]")).to_have_text(str(persons), timeout=15_000)
    expect(phone.locator("[data-part=companies]")).to_have_text(str(companies))


def complaints(phone) -> list[str]:
    """What went wrong on the page; that there was no net is no fault."""
    return [each for each in phone.problems if "ERR_INTERNET_DISCONNECTED" not in each and "status of 5" not in each]
