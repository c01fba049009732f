"""What a device at the door keeps, shows and lets go of."""

import re
import shutil

import pytest
import segno
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Error, expect

from sterke.core.text import fold
from sterke.gatherings.models import CheckIn, Registration
from tests import factories as make
from tests.browser.conftest import ARGS
from tests.browser.doors import complaints, could_do_without, counts, link_to, net, phone_at, says, tap, walk_in
from tests.browser.test_hostile_text import PAYLOADS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gathering():
    row = make.GatheringFactory(open=True, day=timezone.localdate())
    make.RegistrationFactory(gathering=row, name="Kari Nordlie", company_name="Åsnes Sag")
    return row


def test_two_tabs_of_one_device_tell_once(page_for, gathering):
    address = link_to(gathering)
    one = phone_at(page_for, address)
    two = one.context.new_page()
    two.goto(address)
    says(two, "Oppdatert")
    net(one, on=False)
    walk_in(one, "Per Nilsen", "")
    tap(two, "Kari Nordlie")
    says(one, "2 venter på nett")
    told = []
    for page in (one, two):
        page.on("request", lambda asked: told.append(asked.post_data) if asked.url.endswith("/sett/") else None)
    net(one, on=True)
    for page in (one, two):
        says(page, "Oppdatert")
        counts(page, 2, 1)
    assert len(told) == 1
    assert Registration.objects.count() == 2


def test_hostile_names_are_text_at_the_door_and_on_the_wall(page_for, gathering):
    for number, name in enumerate(PAYLOADS):
        make.RegistrationFactory(gathering=gathering, name=name[:200], company_name=PAYLOADS[number - 1][:200])
    phone = phone_at(page_for, link_to(gathering))
    expect(phone.locator(".people .name", has_text="<script>alert(1)</script>").first).to_be_visible()
    for person in phone.locator(".person").all()[:4]:
        person.click()
    walk_in(phone, '"><img src=x onerror=alert(1)>', "<svg onload=alert(1)>")
    says(phone, "Oppdatert")
    phone.get_by_role("button", name="Bytt").first.click()
    phone.keyboard.press("Escape")
    phone.locator("[data-tab=in]").click()
    wall = page_for("anonymous", width=1920)
    wall.goto(phone.url + "skjerm/")
    expect(wall.locator("ol")).to_contain_text("<svg onload=alert(1)>")
    assert phone.locator("main img, main script").count() == 0
    assert (complaints(phone), complaints(wall)) == ([], [])


def test_a_device_that_is_emptied_keeps_nothing(page_for, gathering):
    phone = phone_at(page_for, link_to(gathering))
    net(phone, on=False)
    tap(phone, "Kari Nordlie")
    phone.get_by_role("button", name="Denne enheten", exact=True).click()
    phone.get_by_role("button", name="Tøm denne enheten").click()
    expect(phone.locator("#empty")).to_contain_text("1 som ikke er sendt, går tapt")
    phone.get_by_role("button", name="Tøm den", exact=True).click()
    expect(phone.locator("main")).to_contain_text("Enheten er tom")
    kept = phone.evaluate(
        """async () => {
            const open = indexedDB.open("door");
            await new Promise((done) => (open.onsuccess = done));
            const rows = open.result.transaction("kept").objectStore("kept").getAll();
            await new Promise((done) => (rows.onsuccess = done));
            return [rows.result.length, (await caches.keys()).length, localStorage.length];
        }"""
    )
    assert kept == [0, 0, 0]


def test_no_other_page_of_the_house_is_caught(page_for, gathering):
    phone = phone_at(page_for, link_to(gathering), who="member")
    phone.goto(reverse("website:my_page"))
    assert phone.evaluate("navigator.serviceWorker.controller") is None
    net(phone, on=False)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        phone.goto(reverse("gatherings:gatherings"))


def test_names_that_are_due_go_when_any_page_of_the_house_is_opened(page_for, gathering):
    phone = phone_at(page_for, link_to(gathering))
    phone.evaluate("localStorage.setItem('door-sweep', '1')")
    phone.evaluate(
        """async () => {
            const open = indexedDB.open("door");
            await new Promise((done) => (open.onsuccess = done));
            const store = open.result.transaction("kept", "readwrite").objectStore("kept");
            const keys = store.getAllKeys();
            await new Promise((done) => (keys.onsuccess = done));
            const key = keys.result.find((each) => each.startsWith("list:"));
            const list = store.get(key);
            await new Promise((done) => (list.onsuccess = done));
            store.put({ ...list.result, savedAt: 0 }, key);
        }"""
    )
    phone.goto(reverse("gatherings:gatherings"))
    assert phone.evaluate(
        """async () => {
            const open = indexedDB.open("door");
            await new Promise((done) => (open.onsuccess = done));
            for (let tries = 0; tries < 100; tries++) {
                const rows = open.result.transaction("kept").objectStore("kept").getAll();
                await new Promise((done) => (rows.onsuccess = done));
                if (rows.result.length && !JSON.stringify(rows.result).includes("Kari Nordlie")) return true;
                await new Promise((done) => setTimeout(done, 50));
            }
        }"""
    )


def test_a_company_is_found_as_one_types_it_without_norwegian_keys(page_for, gathering):
    make.RegistrationFactory(gathering=gathering, name="Bjørn Ås", company_name="Sør Stål")
    phone = phone_at(page_for, link_to(gathering))
    net(phone, on=False)
    for typed, found in (("aasnes", "Kari Nordlie"), ("sor stal", "Bjørn Ås"), ("BJORN", "Bjørn Ås")):
        phone.locator("#search").fill(typed)
        expect(phone.locator(".people .name")).to_have_text([found])
    phone.locator("#search").press("Enter")
    counts(phone, 1, 1)


WORDS = [
    "Årnes Aarnes",
    "Bjørn  Sæther",
    "Đoković Łódź",
    "Öberg Ñandú ﬁn",
    "ŠÁMI Æ",
    "Straße",
    "Soeren Oeyen",
    "İstanbul",
]


def test_the_device_folds_words_as_the_house_does(page_for, gathering):
    for number, name in enumerate(WORDS):
        make.RegistrationFactory(gathering=gathering, name=name, company_name=f"Bedrift {number}")
    phone = phone_at(page_for, link_to(gathering))
    for name in WORDS:
        phone.locator("#search").fill(fold(name))
        expect(phone.locator(".people .name")).to_have_text([name])


def test_the_wall_keeps_its_numbers_without_a_net(page_for, gathering):
    address = link_to(gathering)
    phone, wall = phone_at(page_for, address), page_for("anonymous", width=1920, height=1080)
    wall.goto(address + "skjerm/")
    tap(phone, "Kari Nordlie")
    expect(wall.locator("[data-part=persons]")).to_have_text("1", timeout=15_000)
    expect(wall.locator("ol")).to_contain_text("Åsnes Sag")
    assert "Kari" not in wall.content()
    net(wall, on=False)
    expect(wall.get_by_text("Ikke oppdatert siden")).to_be_visible(timeout=15_000)  # it has asked, in vain
    expect(wall.locator("[data-part=persons]")).to_have_text("1")
    assert complaints(wall) == []


@pytest.fixture
def film(gathering, tmp_path):
    """What the camera sees: the badge of Kari, as a film of one picture."""
    picture = tmp_path / "badge.png"
    segno.make(Registration.objects.get().code, micro=False).save(picture, scale=8, border=6)
    frame = Image.new("RGB", (640, 480), "grey")
    frame.paste(Image.open(picture).convert("RGB").resize((300, 300)), (170, 90))
    path = tmp_path / "badge.mjpeg"
    for _each in range(3):
        with path.open("ab") as out:
            frame.save(out, "JPEG", quality=95)
    return path


def test_a_badge_is_read_by_the_camera_without_a_net(chromium, live_server, gathering, film, settings):
    settings.SITE_URL = live_server.url
    args = [*ARGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    browser = chromium.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=[*args, f"--use-file-for-fake-video-capture={film}"],
    )
    page = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844}).new_page()
    page.goto(link_to(gathering))
    could_do_without(page)
    says(page, "Oppdatert")
    net(page, on=False)
    page.get_by_role("button", name="Skann").click()
    expect(page.locator("[data-part=scanned]")).to_have_text(re.compile("Kari Nordlie er inne"), timeout=20_000)
    page.get_by_role("button", name="Slutt å skanne").click()
    net(page, on=True)
    says(page, "Oppdatert")
    browser.close()
    assert CheckIn.objects.get().registration.name == "Kari Nordlie"
