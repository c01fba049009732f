"""From a messy spreadsheet and a letter of application to a company a visitor finds: the whole way, in a browser."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from sterke.core.models import Cluster, OutgoingMail
from sterke.directory.models import Organisation
from sterke.membership.models import Membership, MembershipApplication
from tests import factories, world
from tests.factories import org_number

pytestmark = pytest.mark.django_db(transaction=True)
ANSWERS = world.ROOT.parent / "shared" / "opendata" / "brreg"


def letters_to(address: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=address).order_by("pk"))


def link_in(mail: OutgoingMail) -> str:
    """The path of the one link in a letter."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.text.replace("-- ", "")).group(1)


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_the_secretary_brings_a_messy_spreadsheet_and_mends_two_rows(page_for, tmp_path):
    good, other = org_number(11), org_number(12)
    rows = f"Navn;Orgnr;Ansatte;Sted\r\nØstre Smie;{good};12;Skarnes\r\nBlå Såg;123;4;Flisa\r\nÅs Verk;{other};mange;Sand\r\n"
    sheet = tmp_path / "medlemmer fra Excel.csv"
    sheet.write_bytes(rows.encode("cp1252"))
    page = page_for("secretary")
    page.goto("/import/")
    page.locator("input[type=file]").set_input_files(sheet)
    press(page, "Vis meg radene")
    for line, field, value in ((3, "org_number", org_number(13)), (4, "employees", "7")):
        page.get_by_role("link", name=f"Rad {line}", exact=True).click()
        page.locator(f"[name={field}]").fill(value)
        press(page, "Lagre raden")
    press(page, "Skriv alle radene")
    assert page.get_by_role("status").get_by_text("3 nye").is_visible()
    assert set(Organisation.objects.values_list("name", flat=True)) >= {"Østre Smie", "Blå Såg", "Ås Verk"}
    assert page.problems == []


def test_stored_register_answers_become_organisations():
    if not ANSWERS.exists():
        pytest.skip("the folder with recorded answers from Enhetsregisteret is not beside this checkout")
    files = [str(path) for path in sorted(Path(ANSWERS).glob("enheter-search-page*.json"))]
    call_command("fetch", "brreg", "--from", *files)
    assert Organisation.objects.exclude(fetched_at=None).exists()


def test_from_application_to_a_company_that_a_visitor_finds(page_for):
    Cluster.objects.create(slug="test", name="Testklyngen", quorum=2)
    factories.CategoryFactory()
    board = [factories.viewer("board") for _ in range(2)]

    page = page_for("anonymous", width=390)
    page.goto("/bli-medlem/")
    for name, value in {
        "org_number": org_number(21),
        "company_name": "Ny Åmot Sveis",
        "contact_name": "Kari Ny",
        "contact_email": "kari@example.no",
    }.items():
        page.locator(f"main form[method=post] [name={name}]").fill(value)
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/takk/")

    secretary = page_for("secretary")
    secretary.goto("/skrivebord/")
    secretary.get_by_text("Ny Åmot Sveis").first.wait_for()
    application = MembershipApplication.objects.get()
    secretary.goto(application.get_absolute_url())
    secretary.locator("form[action$='/til-styret/'] button").click()
    secretary.wait_for_load_state()

    for member in board:
        reader = page_for("anonymous", width=390)
        reader.goto(link_in(letters_to(member.email)[-1]))
        reader.locator("button[name=favours][value=yes]").click()
        reader.wait_for_load_state()
    assert application.has_quorum

    secretary.goto(application.get_absolute_url())
    secretary.locator("form[action$='/vedta/'] button").click()
    secretary.wait_for_load_state()
    assert Membership.objects.on().filter(organisation__name="Ny Åmot Sveis").exists()

    contact = page_for("anonymous", width=390)
    contact.goto(link_in(letters_to("kari@example.no")[-1]))
    contact.locator("main form[method=post] button").first.click()
    contact.wait_for_load_state()
    contact.context.clear_cookies()

    contact.goto("/logg-inn/")
    contact.locator("[name=email]").fill("kari@example.no")
    contact.locator("main form[method=post] button[type=submit]").first.click()
    contact.wait_for_url("**/logg-inn/kode/")
    code = re.search(r"\b\d{4}-\d{4}\b", letters_to("kari@example.no")[-1].text).group()
    contact.locator("[name=code]").fill(code)
    contact.locator("main form[method=post] button[type=submit]").first.click()
    contact.wait_for_url("**/min-side/")

    company = Organisation.objects.get(name="Ny Åmot Sveis")
    contact.goto(f"/medlemmer/{company.slug}/rediger/")
    contact.locator("textarea[name=about]").fill("Vi sveiser det andre ikke får tak i.")
    press(contact, "Lagre")

    visitor = page_for("anonymous")
    visitor.goto("/medlemmer/?q=aamot")
    visitor.get_by_role("link", name="Ny Åmot Sveis").click()
    visitor.get_by_text("Vi sveiser det andre ikke får tak i.").wait_for()
    assert page.problems + secretary.problems + contact.problems + visitor.problems == []
