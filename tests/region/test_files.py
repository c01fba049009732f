"""Figures out of stored answers and sheets, whole: to the last person what the source says."""

import csv
import io
from collections import Counter
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from sterke.accounts.models import User
from sterke.core import profile
from sterke.region.actions import take_file
from sterke.region.demo import FIGURES
from sterke.region.models import Indicator, Observation
from sterke.region.profile import open_region
from tests.region.figures import stored

pytestmark = pytest.mark.django_db
PEOPLE = "ssb/population_7kommuner_by_sex_age_2005-2026.csv"


@pytest.fixture
def opened(db):
    opening = profile.Opening(profile.read(profile.find("7sterke")))
    open_region(opening)
    return User.objects.clockwork()


def counted(keep):
    """Sums of the stored file by number and year, made here and not by the program."""
    sums = Counter()
    for row in csv.DictReader(io.StringIO(stored(PEOPLE).decode())):
        if keep(row):
            sums[row["code_2020"], row["year"]] += int(row["population"])
    return sums


def kept(slug):
    rows = Observation.objects.filter(series__indicator__slug=slug).exclude(municipality=None)
    found = rows.filter(municipality__codes__code__startswith="34")
    return {
        (code, period): value
        for code, period, value in found.values_list("municipality__codes__code", "period", "value")
    }


def age(row):
    return int(row["age"])


KEEPS = {
    "folketall": lambda row: True,
    "unge-20-35": lambda row: 20 <= age(row) <= 35,
    "kvinner-20-35": lambda row: 20 <= age(row) <= 35 and row["sex"] == "female",
    "barn-0-19": lambda row: age(row) <= 19,
    "eldre-67": lambda row: age(row) >= 67,
}


def test_the_series_of_the_seven_equals_the_stored_file_to_the_last_person(opened):
    take_file(stored(PEOPLE), "people.csv", by=opened)
    for slug, keep in KEEPS.items():
        assert kept(slug) == dict(counted(keep)), slug


def test_the_region_in_2026_is_what_the_region_facts_say(opened):
    take_file(stored(PEOPLE), "people.csv", by=opened)
    whole = Observation.objects.filter(municipality=None, period="2026", series__indicator__slug="unge-20-35")
    assert whole.get().value == 8676


def test_the_figures_of_the_demo_are_those_of_the_stored_file(opened):
    lines = [line for line in FIGURES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    new = {
        "0402": "3401",
        "0418": "3414",
        "0419": "3415",
        "0420": "3416",
        "0423": "3417",
        "0425": "3418",
        "0426": "3419",
    }
    rows = list(csv.DictReader(lines, delimiter=";"))
    for slug, keep in KEEPS.items():
        found = {(new.get(row["kommunenummer"], row["kommunenummer"]), row["år"]): int(row[slug]) for row in rows}
        assert found == dict(counted(keep)), slug


def test_a_quarter_of_moves_is_in_less_out(opened):
    take_file(stored("ssb/jsonstat1_kommuner_kvartal_2015_data.json"), "x.json", by=opened)
    quarter = {
        row.municipality.slug: row.value
        for row in Observation.objects.filter(series__indicator__slug="flytting-innenlands").exclude(municipality=None)
    }
    assert quarter["kongsvinger"] == Decimal(157 - 181)
    assert quarter["sor-odal"] == Decimal(83 - 90)


def test_a_broken_answer_is_refused_with_the_reason_and_changes_nothing(opened):
    with pytest.raises(ValidationError, match=r"430"):
        take_file(stored("ssb/jsonstat1_kommuner_kvartal_2015_small.json"), "x.json", by=opened)
    assert not Observation.objects.exists()


def test_a_table_nobody_needs_is_refused(opened):
    with pytest.raises(ValidationError) as problem:
        take_file(stored("ssb/jsonstat2_07221_2024.json"), "x.json", by=opened)
    assert problem.value.code == "nobody"


@pytest.mark.parametrize("body", [b"", b"<html><body>Feil</body></html>", b"{", b"PK\x03\x04", b"\x00" * 50])
def test_a_file_that_is_no_table_is_refused_in_words(opened, body):
    with pytest.raises(ValidationError) as problem:
        take_file(body, "x.csv", by=opened)
    assert problem.value.messages[0]


def test_a_sheet_with_nothing_but_values_is_taken_by_the_indicator_it_is_for(opened):
    sheet = "kommune;år;antall\nGrue;2025;12\nÅsnes;2025;1 020,5\nVåler;2025;..\n".encode()
    take_file(sheet, "x.csv", by=opened, only=Indicator.objects.get(slug="laerlinger"))
    rows = Observation.objects.filter(series__indicator__slug="laerlinger").exclude(municipality=None)
    found = {row.municipality.slug: (row.value, row.status) for row in rows}
    assert found["grue"] == (12, "")
    assert found["asnes"] == (Decimal("1020.5"), "")
    assert found["valer"] == (None, "..")


def test_the_command_fills_the_page_of_the_region_from_a_file(opened, tmp_path, client):
    file = tmp_path / "people.csv"
    file.write_bytes(stored(PEOPLE))
    out = io.StringIO()
    call_command("fetch", "ssb", "--from", str(file), stdout=out)
    assert "folketall: 176 new" in out.getvalue()
    assert "8\xa0676 i 2026, 618 færre enn i 2005" in client.get("/regionen/").content.decode()


def test_the_command_says_which_file_could_not_be_read(opened, tmp_path):
    file = tmp_path / "broken.json"
    file.write_bytes(b"{")
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("fetch", "ssb", "--from", str(file), str(tmp_path / "none.csv"), stdout=io.StringIO(), stderr=err)
    assert "broken.json" in err.getvalue()
    assert "none.csv: There is no such file." in err.getvalue()
