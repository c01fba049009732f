"""``sterke fetch brreg --from FILE``: stored answers come in; what is no answer changes nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sterke.directory.models import Organisation
from tests.directory.register import STORED, stored

pytestmark = pytest.mark.django_db


def fetch(*files):
    out = StringIO()
    call_command("fetch", "brreg", "--from", *map(str, files), stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "said", "count"),
    [
        ("enheter-details-response.json", "1 new", 1),
        ("enheter-search-response.json", "1 new", 1),
        ("enheter-search-page1-response.json", "2 new; page 1 of 2, 3 hits in all", 2),
        ("real_enhet_923609016_rescaped.json", "1 new", 1),
        ("real_enheter_search_asa_size5_rescaped.json", "5 new; page 1 of 44, 219 hits in all", 5),
        ("enheter-search-empty-response.json", "a search without hits", 0),
        ("enheter-details-deleted-response.json", "was deleted", 0),
        ("underenheter-details-deleted-response.json", "was deleted", 0),
        ("underenheter-search-response.json", "is a sub-unit. Use its main unit: 443 322 119", 0),
    ],
)
def test_a_stored_answer_comes_in_with_one_line(name, said, count):
    stored(name)
    lines = fetch(STORED / name).splitlines()
    assert len(lines) == 1
    assert said in lines[0]
    assert Organisation.objects.count() == count


def test_new_ones_are_seen_by_the_secretariat_only_and_carry_source_and_date():
    stored("real_enhet_923609016_rescaped.json")
    fetch(STORED / "real_enhet_923609016_rescaped.json")
    company = Organisation.objects.get()
    assert (company.name, company.visibility, company.industry_standard) == ("EQUINOR ASA", "secretariat", "SN2025")
    assert company.source
    assert company.fetched_at


def test_the_same_file_twice_makes_nobody_twice():
    stored("real_enheter_search_asa_size5_rescaped.json")
    assert "5 new" in fetch(STORED / "real_enheter_search_asa_size5_rescaped.json")
    assert "5 unchanged" in fetch(STORED / "real_enheter_search_asa_size5_rescaped.json")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"<html>", "HTML"),
        (b"{", "not JSON"),
        (b'{"a": 1}', "not an answer"),
        (b'{"rollegrupper": []}', "roles"),
    ],
)
def test_e8_what_is_no_answer_is_refused_in_one_line(tmp_path, body, said, capsys):
    path = tmp_path / "answer.json"
    path.write_bytes(body)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("fetch", "brreg", "--from", str(path), stdout=out, stderr=out)
    assert said in out.getvalue()
    assert len(out.getvalue().splitlines()) == 1
    assert not Organisation.objects.exists()


def test_a_missing_file_is_one_clear_line(tmp_path):
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("fetch", "brreg", "--from", str(tmp_path / "none.json"), stdout=out, stderr=out)
    assert "no such file" in out.getvalue()
