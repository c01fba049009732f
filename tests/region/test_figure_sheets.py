"""Reading sheets of figures: the stored downloads, and how people write numbers, places and periods."""

import csv
import io
from decimal import Decimal

import pytest

from sterke.core import sheets
from sterke.region.figures import sheet
from sterke.region.figures.cube import BadFigures
from sterke.region.figures.pick import pick
from tests.region.figures import CODES, PLACES, stored

YOUNG = {"pick": {"Alder": {"from": 20, "to": 35}}}


def read(text: str, name="tall.csv"):
    return sheet.read(text.encode(), name)


def cells(text: str):
    """The values of a small long sheet, in its own order."""
    return list(read(text).values)


def refused(text: str) -> BadFigures:
    with pytest.raises(BadFigures) as problem:
        read(text)
    return problem.value


def test_every_person_in_the_stored_file_stands_where_it_should():
    raw = stored("ssb/population_7kommuner_by_sex_age_2005-2026.csv")
    cube = sheet.read(raw, "population.csv")
    steps, at = cube.strides(), {d.name: {code: n for n, code in enumerate(d.codes)} for d in cube.dimensions}
    sexes = {"male": "1", "female": "2"}

    rows = list(csv.DictReader(io.StringIO(raw.decode())))
    for row in rows:
        codes = {"Region": row["code_in_year"], "Kjonn": sexes[row["sex"]], "Alder": f"{int(row['age']):03}"}
        codes |= {"Tid": row["year"]}
        assert cube.values[sum(at[name][code] * steps[name] for name, code in codes.items())] == int(row["population"])
    assert len(rows) == 32_648 == sum(value is not None for value in cube.values)


def test_the_years_before_and_after_the_new_numbers_are_one_series():
    cube = sheet.read(stored("ssb/population_7kommuner_by_sex_age_2005-2026.csv"), "population.csv")
    picked = pick(cube, YOUNG, PLACES, region="all")
    whole = {figure.period: figure.value for figure in picked.figures if figure.place == "all"}

    assert (len(whole), whole["2005"], whole["2026"]) == (22, 9294, 8676)
    assert (picked.lacking, picked.left_out) == ((), 0)


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("ssb/statbank_07459_csv_2015-2018_old_codes_7kommuner.csv", ["2015", "2016", "2017", "2018"]),
        ("ssb/statbank_07459_csv_2021_K_codes_7kommuner.csv", ["2021"]),
    ],
)
def test_a_download_of_statbank_agrees_with_the_long_file(name, years):
    long = pick(sheet.read(stored("ssb/population_7kommuner_by_sex_age_2005-2026.csv")), YOUNG, PLACES)
    wide = pick(sheet.read(stored(name)), YOUNG, PLACES)

    known = {(figure.place, figure.period): figure.value for figure in long.figures if figure.period in years}
    assert {(figure.place, figure.period): figure.value for figure in wide.figures} == known
    assert len(known) == 7 * len(years)


def test_a_title_line_gives_the_table_and_its_label():
    cube = sheet.read(stored("ssb/statbank_07459_csv_2021_K_codes_7kommuner.csv"))
    assert (cube.table, cube.label) == ("07459", "07459: Population, by region, age, contents and year")
    assert cube.dimension("Region").label_of("K-3419") == "Våler (Hedmark)"
    assert cube.dimension("Alder").codes[-1] == "105+"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1234", 1234), ("1 234", 1234), ("1\u00a0234", 1234), ("1\u202f234 567", 1234567), ("12,5", Decimal("12.5")),
        ("1 234,50", Decimal("1234.50")), ("1.234,5", Decimal("1234.5")), ("1,234.5", Decimal("1234.5")),
        ("-3", -3), ("−3", -3), ("0,125", Decimal("0.125")), ("-", 0), ("–", 0), ("", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(written, value):
    assert cells(f'år;kommune;verdi\n2025;3401;"{written}"\n') == [value]


@pytest.mark.parametrize("sign", ["..", ":", "."])
def test_signs_are_no_values_and_keep_their_meaning(sign):
    cube = read(f"år;kommune;verdi\n2025;3401;{sign}\n")
    assert (cube.values, cube.statuses) == ((None,), {0: sign})


def test_a_number_that_can_be_read_in_two_ways_is_settled_by_the_others_or_refused():
    assert cells("år;kommune;verdi\n2025;3401;1,234\n2026;3401;0,5\n") == [Decimal("1.234"), Decimal("0.5")]
    assert cells("år;kommune;verdi\n2025;3401;1,234\n2026;3401;0.5\n") == [1234, Decimal("0.5")]
    assert refused("år;kommune;verdi\n2025;3401;1,234\n2026;3401;7\n").reason == "either"


@pytest.mark.parametrize("word", ["mange", "1 23", "12 %", "1,2,3", "=1+1", "NaN", "1e400", "9" * 40, "12 34"])
def test_what_is_no_number_is_refused_with_its_row_and_column(word):
    problem = refused(f"år;kommune;verdi\n2024;3401;1\n2025;3401;{word}\n")
    assert problem.reason == "cell"
    assert "3" in problem.detail and "verdi" in problem.detail and word[:20] in problem.detail


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2025", "2025"), ("2025K3", "2025K3"), ("2025k3", "2025K3"), ("2025 Q3", "2025K3"), ("3. kvartal 2025", "2025K3"),
        ("2025M11", "2025M11"), ("2025M1", "2025M01"),
    ],
)  # fmt: skip
def test_years_quarters_and_months_are_known(written, code):
    assert read(f"periode;kommune;verdi\n{written};3401;5\n").dimension("Tid").codes == (code,)


@pytest.mark.parametrize("written", ["2025K5", "2025M13", "1. januar 2025", "25", "2025-01-01", ""])
def test_what_is_no_period_is_refused_with_its_row_and_column(written):
    problem = refused(f"periode;kommune;verdi\n{written};3401;5\n")
    assert problem.reason == "cell"
    assert "2" in problem.detail and "periode" in problem.detail


@pytest.mark.parametrize(
    ("written", "code", "label"),
    [
        ("3401", "3401", "3401"), ("402", "0402", "0402"), ("0402 Kongsvinger", "0402", "Kongsvinger"),
        ("K-3401 Kongsvinger", "K-3401", "Kongsvinger"), ("Kongsvinger", "Kongsvinger", "Kongsvinger"), ("F-34", "F-34", "F-34"),
    ],
)  # fmt: skip
def test_places_are_known_by_number_or_name(written, code, label):
    region = read(f"år;region;verdi\n2025;{written};5\n").dimension("Region")
    assert (region.codes, region.label_of(code)) == ((code,), label)


def test_a_number_and_a_name_beside_it_are_one_place():
    region = read("år;kommunenummer;navn;antall\n2025;3401;Kongsvinger;5\n").dimension("Region")
    assert (region.codes, region.label_of("3401")) == (("3401",), "Kongsvinger")


def test_of_several_codes_the_one_in_force_that_year_is_taken():
    text = "år;kode_2002;kode_2020;verdi\n2019;0402;3401;5\n2020;0402;3401;6\n2001;0402;3401;7\n"
    picked = {code: read(text).at(Region=code, Tid=year) for code, year in [("0402", "2019"), ("3401", "2020")]}
    assert picked == {"0402": 5, "3401": 6}
    assert read(text).at(Region="0402", Tid="2001") == 7


def test_the_code_said_to_be_of_the_year_goes_before_all_others():
    cube = read("år;kode_2020;code_in_year;verdi\n2024;3401;3499;5\n")
    assert cube.dimension("Region").codes == ("3499",)


def test_ages_and_sexes_get_the_codes_of_statistics_norway():
    cube = read("year;region;sex;age;value\n2025;3401;Females;7 years;1\n2025;3401;Menn;105 år eller eldre;2\n")

    assert cube.dimension("Kjonn").codes == ("2", "1")
    assert cube.dimension("Alder").codes == ("007", "105+")
    assert cube.at(Kjonn="1", Alder="105+") == 2


def test_another_column_is_a_dimension_under_its_own_name():
    cube = read("år;kommune;næring;verdi\n2025;3401;Industri;1\n2025;3401;Bygg;2\n")
    assert cube.at(næring="Bygg") == 2


def test_a_wide_sheet_with_several_contents_and_quarters():
    cube = read("region;Fødte 2025K3;Døde 2025K3;Fødte 2025K4;Døde 2025K4\n3401 Kongsvinger;1;2;3;4\n")
    assert cube.at(ContentsCode="Døde", Tid="2025K3") == 2
    assert cube.at(ContentsCode="Fødte", Tid="2025K4") == 3


def test_notes_below_the_figures_are_kept_as_notes():
    cube = read('"06913: Endringar"\n\nregion;2025;2026\n3401;5;6\n\n"Tall fra 1. januar."\n"Kilde: SSB"\n')
    assert (cube.values, cube.notes) == ((5, 6), ("Tall fra 1. januar.", "Kilde: SSB"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_every_usual_encoding_is_read(encoding):
    assert sheet.read("år;kommune;verdi\n2025;Åsnes;5\n".encode(encoding)).dimension("Region").codes == ("Åsnes",)


def test_a_spreadsheet_is_read_like_a_csv_with_numbers_that_lost_their_nought():
    raw = sheets.write_xlsx(["År", "Kommunenr", "Verdi"], [[2019, 402, 1.234], [2020, 3401, 5.0], [2021, 3401, "6,5"]])
    cube = sheet.read(raw, "tall.xlsx")

    assert cube.at(Region="0402", Tid="2019") == Decimal("1.234")
    assert (cube.at(Region="3401", Tid="2020"), cube.at(Region="3401", Tid="2021")) == (5, Decimal("6.5"))


def test_the_same_figure_twice_is_refused_with_its_row():
    problem = refused("år;kommune;verdi\n2025;3401;5\n2025;3401 Kongsvinger;6\n")
    assert problem.reason == "twice" and "3" in problem.detail


@pytest.mark.parametrize(
    "text",
    [
        "kommune;verdi\n3401;5\n",
        "år;verdi\n2025;5\n",
        "år;kommune;næring\n2025;3401;5\n",
        "år;periode;kommune;verdi\n2025;2025;3401;5\n",
        "år;kommune;2025\n2025;3401;5\n",
        "år;kommune;alder;age;verdi\n2025;3401;1;1;5\n",
    ],
)
def test_headings_that_do_not_say_what_is_what_are_refused(text):
    assert refused(text).reason == "heading"


def test_a_file_that_is_no_sheet_is_refused_in_words():
    assert refused("").reason == "file"
    assert refused("år;kommune;verdi\n").detail


def test_a_row_with_too_many_cells_is_refused_with_its_number():
    problem = refused("år;kommune;verdi\n2025;3401;5;6;7\n")
    assert problem.reason == "cell" and "2" in problem.detail


def test_the_seven_have_one_old_number_each():
    rows = csv.DictReader(io.StringIO(stored("ssb/kommunenummer_mapping_7kommuner.csv").decode()))
    mapping = {
        row["location_code_current"]: row["location_code_original"] for row in rows if row["last_year"] == "2019"
    }
    assert mapping == CODES
