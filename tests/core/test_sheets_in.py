"""Sheets in: what a Norwegian Excel saves is read; what cannot be read gets one clear sentence."""

import io
import re
import zipfile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from sterke.core import sheets

TABLE = "Navn;Sted;Merknad\r\nÅsnes Stål;Flisa;ja\r\nØde Øy;Årnes;nei\r\n"
WANTED = [["Åsnes Stål", "Flisa", "ja"], ["Øde Øy", "Årnes", "nei"]]


def rows_of(data: bytes) -> list[list[str]]:
    return [row.cells for row in sheets.read(data).rows]


def xlsx(fill) -> bytes:
    book = Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_in_every_encoding_excel_writes(encoding):
    assert rows_of(TABLE.encode(encoding)) == WANTED


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_read_with_any_usual_separator(separator):
    assert rows_of(TABLE.replace(";", separator).encode()) == WANTED


def test_a_quoted_line_break_stays_in_its_cell_and_rows_keep_their_spreadsheet_numbers():
    sheet = sheets.read(b'Navn;Om\r\n"A";"to\r\nlinjer"\r\n\r\nB;en\r\n')

    assert [(row.line, row.cells) for row in sheet.rows] == [(2, ["A", "to\r\nlinjer"]), (4, ["B", "en"])]


def test_one_bad_row_in_the_middle_is_marked_and_the_others_are_whole():
    sheet = sheets.read(b"Navn;Sted\nA;x\nB;y;z\nC;w\n")

    assert [bool(row.problem) for row in sheet.rows] == [False, True, False]


def test_a_title_above_the_headings_is_passed_over():
    sheet = sheets.read(b"Medlemsliste 2026\n\nNavn;Sted\nA;x\n")
    assert (sheet.titles, sheet.columns) == (["Medlemsliste 2026"], ["Navn", "Sted"])


def test_a_sheet_of_one_column_is_read():
    sheet = sheets.read("Navn\nÅsnes Stål\n".encode())

    assert (sheet.columns, sheet.rows[0].cells) == (["Navn"], ["Åsnes Stål"])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Navn;Sted\n",
        b"Navn;navn\nA;B\n",
        b'Navn;Sted\n"A;x\nB;y\n',
        b"\xd0\xcf\x11\xe0 old excel",
        b"Navn;Sted\nA\x00;b\n",
        b"PK\x03\x04 not a zip at all",
    ],
    ids=["empty", "headings only", "two alike", "open quote", "xls", "binary", "broken zip"],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(data):
    with pytest.raises(ValidationError) as refusal:
        sheets.read(data)

    assert refusal.value.messages[0].endswith(".")


def test_fifty_thousand_rows_are_read_and_one_more_is_refused():
    data = b"Navn;Sted\n" + b"A;x\n" * 50_000

    assert len(sheets.read(data).rows) == 50_000
    with pytest.raises(ValidationError, match="50"):
        sheets.read(data + b"A;x\n")


def test_dates_and_whole_numbers_in_xlsx_become_plain_text():
    from datetime import date

    data = xlsx(
        lambda sheet: [sheet.append(["Dato", "Nr", "Tall"]), sheet.append([date(2026, 1, 2), 923609016.0, 1.5])]
    )

    assert rows_of(data) == [["2026-01-02", "923609016", "1.5"]]


def test_a_formula_without_a_stored_result_is_a_row_error_that_names_the_cell():
    data = xlsx(lambda sheet: [sheet.append(["Navn", "Sum"]), sheet.append(["A", "=1+1"]), sheet.append(["B", 2])])
    first, second = sheets.read(data).rows

    assert "B2" in first.problem
    assert second.problem == ""


def test_a_formula_with_a_stored_result_gives_the_result():
    data = xlsx(lambda sheet: [sheet.append(["Navn", "Sum"]), sheet.append(["A", "=1+1"])])
    data = repacked(data, lambda part, body: re.sub(rb"(<f>1\+1</f>)<v\s*(/>|></v>)", rb"\1<v>2</v>", body))

    assert rows_of(data) == [["A", "2"]]


def test_cells_merged_downwards_are_filled_and_cells_merged_sideways_are_a_row_error():
    def fill(sheet):
        for row in (["Navn", "Sted"], ["A", "x"], ["B", None], ["C", "y"]):
            sheet.append(row)
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("A4:B4")

    rows = sheets.read(xlsx(fill)).rows

    assert rows[1].cells == ["B", "x"]
    assert "A4:B4" in rows[2].problem


def test_a_zip_bomb_is_refused_by_its_declared_size():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for n in range(3):
            bomb.writestr(f"xl/worksheets/sheet{n}.xml", b"0" * (80 * 1024 * 1024))

    with pytest.raises(ValidationError, match="MB"):
        sheets.read(out.getvalue())


def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (8 * 1024 * 1024))
    data = out.getvalue().replace((8 * 1024 * 1024).to_bytes(4, "little"), (1000).to_bytes(4, "little"))

    with pytest.raises(ValidationError):
        sheets.read(data)


def test_entity_definitions_in_xlsx_are_refused_before_any_parser_sees_them():
    data = xlsx(lambda sheet: [sheet.append(["Navn", "Sted"]), sheet.append(["A", "x"])])
    data = repacked(data, lambda part, body: b'<!DOCTYPE a [<!ENTITY b "c">]>' + body if "sheet1" in part else body)

    with pytest.raises(ValidationError):
        sheets.read(data)


def test_a_row_far_out_in_the_sheet_does_not_make_the_reader_walk_there():
    data = xlsx(lambda sheet: [sheet.append(["Navn", "Sted"]), sheet.append(["A", "x"])])
    data = repacked(data, lambda part, body: re.sub(rb'r="([AB]?)2"', rb'r="\g<1>99999999"', body))

    with pytest.raises(ValidationError):
        sheets.read(data)
