"""Every kind of messy file the secretariat may send: a clear word, the rows that are right kept, nothing written."""

import io
import re
import zipfile

import pytest

from sterke.directory.models import ContactDetails, Organisation, Person, SheetImport
from tests.directory.sheets import rows_on, upload, write, xlsx
from tests.factories import OrganisationFactory, org_number

TABLE = "Navn;Sted\r\nÅsnes Stål;Flisa\r\nØde Øy;Årnes\r\n"
BOTH = [(2, "new", "Åsnes Stål"), (3, "new", "Øde Øy")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_letters_are_right_in_every_encoding(client_for, encoding):
    assert rows_on(upload(client_for("secretary"), TABLE.encode(encoding))) == BOTH


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_separator_is_read(client_for, separator):
    assert rows_on(upload(client_for("secretary"), TABLE.replace(";", separator))) == BOTH


def test_a_quoted_line_break_stays_in_the_text_about_the_company(client_for):
    client = client_for("secretary")

    write(client, upload(client, 'Navn;Om\r\nStål AS;"Vi lager\r\nbjelker"\r\n'))

    assert Organisation.objects.get().about.splitlines() == ["Vi lager", "bjelker"]


def test_one_bad_row_in_the_middle_stops_the_writing_and_only_that_row(client_for):
    client = client_for("secretary")
    page = upload(client, "Navn;Ansatte\nA;1\nB;mange\nC;3\n")

    after = write(client, page)

    assert [state for _line, state, _cell in rows_on(page)] == ["new", "error", "new"]
    assert "1" in after.content.decode()
    assert Organisation.objects.count() == 0


def test_a_row_with_a_column_too_many_is_an_error_and_a_column_missing_is_empty(client_for):
    page = upload(client_for("secretary"), "Navn;Sted;Bransje\nA;x;y;z\nB\n")

    assert [state for _line, state, _cell in rows_on(page)] == ["error", "new"]


def test_fifty_thousand_rows_are_shown_a_page_at_a_time_and_one_can_be_corrected(client_for):
    client = client_for("secretary")
    lines = "".join(f"Bedrift {n} AS;{n}\n" for n in range(49_998))

    page = upload(client, "Navn;Ansatte\n" + lines + "Siste AS;mange\nAller siste AS;2\n")

    assert len(page.context["page"].object_list) < 200
    assert (page.context["sheet"].total_rows, page.context["wrong"]) == (50_000, 1)
    sheet = page.context["sheet"]
    client.post(f"/import/{sheet.pk}/rad/50000/", {"employees": "7"})
    assert sheet.rows.filter(state="new").count() == 50_000


def test_one_row_more_is_refused_beside_the_field(client_for):
    page = upload(client_for("secretary"), "Navn;Sted\n" + "A;x\n" * 50_001)

    assert page.status_code == 422
    assert "50" in str(page.context["form"].errors["file"])
    assert SheetImport.objects.count() == 0


def test_a_cell_that_begins_with_an_equals_sign_stays_text(client_for):
    client = client_for("secretary")

    page = write(client, upload(client, 'Navn;Bransje\n"=HYPERLINK(""http://ond.example"")";x\n'))

    assert Organisation.objects.get().name.startswith("=HYPERLINK")
    export = client.get("/eksport/organisations.csv").content.decode("utf-8-sig")
    assert page.status_code == 200
    assert "\"'=HYPERLINK" in export


def test_a_formula_without_a_result_and_cells_merged_sideways_name_their_cells(client_for):
    def fill(sheet):
        for row in (["Navn", "Ansatte"], ["A", "=1+1"], ["B", 2], ["C", None]):
            sheet.append(row)
        sheet.merge_cells("A4:B4")

    body = upload(client_for("secretary"), xlsx(fill), name="ark.xlsx").content.decode()

    assert "B2" in body
    assert "A4:B4" in body


def test_a_formula_with_a_stored_result_and_a_date_come_in_as_they_are_seen(client_for):
    from datetime import date

    data = xlsx(
        lambda sheet: [sheet.append(["Navn", "Ansatte", "Bransje"]), sheet.append(["A", "=6*7", date(2026, 1, 2)])]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, re.sub(rb"(<f>6\*7</f>)<v\s*(/>|></v>)", rb"\1<v>42</v>", old.read(part)))
    client = client_for("secretary")

    write(client, upload(client, out.getvalue(), name="ark.xlsx"))

    stored = Organisation.objects.get()
    assert (stored.employees, stored.industry) == (42, "2026-01-02")


def test_a_zip_bomb_is_refused_beside_the_field(client_for):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for n in range(3):
            bomb.writestr(f"xl/worksheets/sheet{n}.xml", b"0" * (80 * 1024 * 1024))

    page = upload(client_for("secretary"), out.getvalue(), name="ark.xlsx")

    assert page.status_code == 422
    assert "MB" in str(page.context["form"].errors["file"])


@pytest.mark.parametrize("typed", ["123", "abcdefghi", "923609017", "9236090167"])
def test_a_bad_organisation_number_is_an_error_on_its_row(client_for, typed):
    page = upload(client_for("secretary"), f"Navn;Orgnr\nA;{typed}\nB;\n")

    assert [state for _line, state, _cell in rows_on(page)] == ["error", "new"]
    assert list(page.context["page"][0].errors) == ["org_number"]


@pytest.mark.parametrize("typed", ["923 609 016", "923609016", "NO 923 609 016 MVA"])
def test_an_organisation_number_is_read_as_people_type_it(client_for, typed):
    client = client_for("secretary")

    write(client, upload(client, f"Navn;Orgnr\nA;{typed}\n"))

    assert Organisation.objects.get().org_number == "923609016"


def test_the_same_company_twice_as_as_and_a_s_is_an_error_on_the_second(client_for):
    page = upload(client_for("secretary"), f"Navn;Orgnr\nÅsnes Stål AS;{org_number(1)}\nAASNES STÅL A/S;\n")

    assert [state for _line, state, _cell in rows_on(page)] == ["new", "error"]


def test_e_mails_are_stored_as_they_are_used(client_for):
    client = client_for("secretary")
    OrganisationFactory(name="Stål AS")

    write(client, upload(client, "Navn;E-post;Bedrift\nKari;KARI+Liste@Bjørk.no;Stål AS\n", kind="people"))

    assert Person.objects.get(name="Kari").email == "kari+liste@xn--bjrk-hra.no"


def test_a_bad_e_mail_is_an_error_on_its_row(client_for):
    page = upload(client_for("secretary"), "Navn;E-post\nKari;kari@\nOla;ola@x.no\n", kind="people")

    assert [state for _line, state, _cell in rows_on(page)] == ["error", "new"]
    assert ContactDetails.objects.count() == 0
