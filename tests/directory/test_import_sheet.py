"""A messy sheet comes in: errors beside the row, corrected in the browser, written at once or not at all."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from sterke.core.models import Activity
from sterke.directory import actions
from sterke.directory.models import Organisation, Person, SheetImport
from tests.factories import OrganisationFactory, org_number, viewer

MESSY = f"Navn;Org.nr.;Poststed;Farge\r\nÅsnes Stål AS;{org_number(1)};Flisa;blå\r\nØde Øy;12345;Årnes;rød\r\n;{org_number(2)};Skarnes;gul\r\n"


def test_a_secretary_corrects_two_row_errors_in_the_browser_and_writes_the_sheet(client_for):
    client = client_for("secretary")
    file = SimpleUploadedFile("rot.csv", MESSY.encode("cp1252"))

    address = client.post(reverse("directory:imports"), {"kind": "organisations", "file": file}).url
    page = client.get(address)
    assert page.context["wrong"] == 2
    assert "Farge" in page.content.decode()
    client.post(address + "skriv/")
    assert not Organisation.objects.filter(name="Åsnes Stål AS").exists()
    client.post(address + "rad/3/", {"org_number": org_number(3)})
    client.post(address + "rad/4/", {"name": "Tredje AS"})
    client.post(address + "skriv/")

    assert Organisation.objects.filter(name__in=["Åsnes Stål AS", "Øde Øy", "Tredje AS"]).count() == 3
    assert client.get(address).status_code == 200
    assert SheetImport.objects.get().rows.count() == 0
    assert Activity.objects.filter(verb="sheet.written").count() == 1


def test_a_skipped_row_is_not_written(db):
    secretary = viewer("secretary")
    sheet = actions.start_import("organisations", file_name="a.csv", data=MESSY.encode(), by=secretary)

    for line in (3, 4):
        sheet = actions.correct_row(sheet, line=line, values={}, skip=True, by=secretary)
    actions.write_import(sheet, by=secretary)

    assert not Organisation.objects.filter(name="Øde Øy").exists()
    assert Organisation.objects.filter(name="Åsnes Stål AS").exists()


def test_an_organisation_with_the_same_number_is_updated_and_the_same_row_twice_is_an_error(db):
    secretary = viewer("secretary")
    known = OrganisationFactory(name="Gammelt navn", org_number=org_number(7))
    data = f"Navn;Orgnr\nNytt navn;{org_number(7)}\nIgjen;{org_number(8)}\nOg igjen;{org_number(8)}\n"

    sheet = actions.start_import("organisations", file_name="a.csv", data=data.encode(), by=secretary)
    assert [row.state for row in sheet.rows.all()] == ["updated", "new", "error"]
    assert "org_number" in sheet.rows.get(line=4).errors
    actions.write_import(actions.correct_row(sheet, line=4, values={}, skip=True, by=secretary), by=secretary)

    known.refresh_from_db()
    assert known.name == "Nytt navn"
    assert known.search_text.startswith("nytt navn")


def test_people_come_in_with_e_mail_and_place(db):
    secretary = viewer("secretary")
    OrganisationFactory(name="Åsnes Stål A/S")
    data = "Navn;E-post;Bedrift;Stilling\nOla O'Neil;OLA+x@Bjørk.no;AASNES STÅL AS;Sveiser\n"

    actions.write_import(
        actions.start_import("people", file_name="p.csv", data=data.encode(), by=secretary), by=secretary
    )

    person = Person.objects.get(name="Ola O'Neil")
    assert person.email == "ola+x@xn--bjrk-hra.no"
    assert person.roles.get().title == "Sveiser"


def test_an_import_is_refused_for_a_member(db):
    with pytest.raises(PermissionDenied):
        actions.start_import("organisations", file_name="a.csv", data=MESSY.encode(), by=viewer("member"))


@pytest.mark.parametrize("data", [b"PK\x03\x04x", b"", b"Navn;Navn\nA;B\n"])
def test_a_file_that_cannot_be_used_is_refused_beside_the_field_and_nothing_is_stored(client_for, data):
    file = SimpleUploadedFile("a.csv", data)

    answer = client_for("secretary").post(reverse("directory:imports"), {"kind": "organisations", "file": file})

    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert SheetImport.objects.count() == 0


def test_the_command_prints_row_errors_and_writes_nothing(db, tmp_path, capsys):
    path = tmp_path / "rot.csv"
    path.write_text(MESSY)

    with pytest.raises(CommandError):
        call_command("import", "organisations", str(path))

    assert "row 3" in capsys.readouterr().err
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "code"), [("anonymous", 302), ("outsider", 404), ("member", 200), ("board", 200), ("secretary", 200)]
)
def test_the_export_holds_only_what_the_viewer_may_see(client_for, who, code):
    OrganisationFactory(name="Hemmelig AS")
    OrganisationFactory(public=True, name="Åpen AS")

    answer = client_for(who).get("/eksport/organisations.csv")

    assert answer.status_code == code
    if code == 200:
        assert "Åpen AS" in answer.content.decode()
        assert ("Hemmelig AS" in answer.content.decode()) == (who == "secretary")
