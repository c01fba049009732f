"""A sheet that comes again changes what has changed, says so first, and makes nobody twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sterke.core import house
from sterke.directory.models import ContactDetails, Organisation, Person, SheetImport, SheetRow
from tests.directory.sheets import rows_on, upload, write
from tests.factories import MunicipalityFactory, OrganisationFactory, PersonFactory, RoleFactory

PEOPLE = "Navn;E-post;Telefon;Bedrift;Stilling\nKari Li;kari@x.no;62 81 00 00;Stål AS;Sveiser\n"


@pytest.fixture
def client(client_for):
    OrganisationFactory(name="Stål AS")
    client = client_for("secretary")
    write(client, upload(client, PEOPLE, kind="people"))
    return client


def states(page):
    return [state for _line, state, _cell in rows_on(page)]


def test_the_same_sheet_again_is_unchanged(client):
    assert states(upload(client, PEOPLE, kind="people")) == ["unchanged"]


def test_a_new_title_is_shown_and_then_written_to_the_role(client):
    page = upload(client, PEOPLE.replace("Sveiser", "Formann"), kind="people")
    assert page.context["page"][0].remarks == ["Tittel: Sveiser → Formann"]

    write(client, page)

    assert [role.title for role in Person.objects.get(name="Kari Li").roles.all()] == ["Formann"]


def test_a_new_number_replaces_the_old_and_keeps_its_audience(client):
    ContactDetails.objects.filter(kind="phone").update(seen_by="members")

    write(client, upload(client, PEOPLE.replace("62 81 00 00", "62 81 11 11"), kind="people"))

    row = ContactDetails.objects.get(person__name="Kari Li", kind="phone")
    assert (row.value, row.seen_by) == ("+47 62 81 11 11", "members")


def test_somebody_without_an_address_is_known_by_name_and_company(client):
    sheet = "Navn;Bedrift\nOla Bo;Stål AS\n"
    write(client, upload(client, sheet, kind="people"))

    write(client, upload(client, sheet, kind="people"))

    assert Person.objects.filter(name="Ola Bo").count() == 1


def test_another_address_is_another_person_though_the_name_is_the_same(client):
    write(client, upload(client, PEOPLE.replace("kari@x.no", "kari2@x.no"), kind="people"))

    assert Person.objects.filter(name="Kari Li").count() == 2


def test_an_address_that_is_shared_renames_nobody(client):
    write(client, upload(client, PEOPLE.replace("Kari Li", "Per Mo"), kind="people"))

    assert Person.objects.filter(name="Kari Li").exists()
    assert not Person.objects.filter(name="Per Mo").exists()


def test_a_role_column_left_out_adds_no_second_role(client):
    person = PersonFactory(name="Leder Lie")
    ContactDetails.objects.create(person=person, kind="email", value="leder@x.no")
    RoleFactory(person=person, organisation=Organisation.objects.get(), kind="main_contact")

    write(client, upload(client, "Navn;E-post;Bedrift\nLeder Lie;leder@x.no;Stål AS\n", kind="people"))

    assert [role.kind for role in person.roles.all()] == ["main_contact"]


def test_a_company_gets_place_text_and_ways_to_be_reached(client):
    place = MunicipalityFactory(name="Åsnes")
    sheet = "Navn;Kommune;E-post;Telefon;Om\nStål AS;AASNES;post@staal.no;62 81 00 00;Vi bøyer stål.\n"

    write(client, upload(client, sheet))

    stored = Organisation.objects.get(name="Stål AS")
    assert (stored.municipality, stored.about) == (place, "Vi bøyer stål.")
    found = stored.contact_details.values_list("kind", "value", "seen_by")
    assert set(found) == {("email", "post@staal.no", "hidden"), ("phone", "+47 62 81 00 00", "hidden")}


def test_a_municipality_outside_the_region_is_left_out_and_said(client):
    page = upload(client, "Navn;Kommune\nNy AS;Hamar\n")

    assert states(page) == ["new"]
    assert "Hamar" in page.context["page"][0].remarks[0]


def test_rows_never_written_are_forgotten_after_thirty_days(client):
    upload(client, PEOPLE, kind="people")
    forget = next(rule.remove for rule in house.house.keepings if "forget_sheets" in rule.remove.__name__)
    assert forget(False) == 0

    SheetImport.objects.update(created_at=timezone.now() - timedelta(days=31))

    assert (forget(True), SheetRow.objects.count()) == (1, 1)
    assert (forget(False), SheetRow.objects.count()) == (1, 0)


def test_a_sheet_nobody_has_finished_stands_on_the_desk_until_it_is_dropped(client_for, client):
    secretary = client_for("secretary")
    sheet = upload(client, PEOPLE, kind="people").context["sheet"]
    address = reverse("directory:import_sheet", args=[sheet.pk])
    assert address in secretary.get("/skrivebord/").content.decode()
    assert address not in client_for("board").get("/skrivebord/").content.decode()

    client.post(reverse("directory:drop_import", args=[sheet.pk]))

    assert address not in secretary.get("/skrivebord/").content.decode()
