"""Sheets out: no cell becomes a formula, and what was written is read back."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sterke.core import sheets

RISKY = ["=1+1", "+cmd|'/c calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "a,=1+1", "b;@x", "'=1", "''-x"]
plain_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@'\t;,|\n"), max_size=30)
tables = st.lists(st.tuples(plain_text, plain_text), min_size=1, max_size=5)


def raw_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("value", RISKY)
def test_c4_a_csv_cell_never_begins_a_formula_also_after_a_separator_or_in_a_heading(value):
    heading, row = raw_csv(sheets.write_csv([value, "x"], [[value, "x"]]))

    for cell in (heading[0], row[0]):
        for piece in cell.replace(";", ",").replace("\t", ",").replace("\r", ",").split(","):
            assert not piece or piece[0] not in "=+-@"


@pytest.mark.parametrize("value", RISKY)
def test_c4_an_xlsx_cell_that_looks_like_a_formula_is_text(value):
    book = load_workbook(io.BytesIO(sheets.write_xlsx(["a", "b"], [[value, "x"]])))

    assert book.active["A2"].data_type == "s"


@pytest.mark.parametrize("value", ["+47 62 81 00 00", "+4762810000", "-12", "-12,5"])
def test_c4_phone_numbers_and_negative_numbers_stay_as_they_are(value):
    assert raw_csv(sheets.write_csv(["a", "b"], [[value, "x"]]))[1][0] == value


def test_numbers_and_dates_stay_typed_in_xlsx():
    book = load_workbook(io.BytesIO(sheets.write_xlsx(["a", "b"], [[-12, date(2026, 11, 23)]])))

    assert book.active["A2"].value == -12
    assert book.active["B2"].value.date() == date(2026, 11, 23)


@settings(max_examples=200, deadline=None)
@given(tables)
def test_c4_a_csv_round_trip_keeps_every_value(table):
    read = sheets.read(sheets.write_csv(["a", "b"], [["x", *row] for row in table]).replace(b'"a";"b"', b'"k";"a";"b"'))

    assert [row.cells for row in read.rows] == [["x", *row] for row in table]


@settings(max_examples=60, deadline=None)
@given(tables)
def test_c4_an_xlsx_round_trip_keeps_every_value(table):
    read = sheets.read(sheets.write_xlsx(["k", "a", "b"], [["x", *row] for row in table]))

    assert [row.cells for row in read.rows] == [["x", *row] for row in table]
