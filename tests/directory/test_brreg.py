"""Reading answers of Enhetsregisteret: the real stored ones, and the traps."""

import json
from datetime import UTC, date, datetime

import pytest

from sterke.directory import brreg
from sterke.directory.brreg import Facts, Unreadable
from tests.directory.register import page, stored, unit


def read(document, **options):
    return brreg.read(json.dumps(document), **options)


def one(**changes):
    return read(unit(**changes)).units[0]


@pytest.mark.parametrize(
    ("name", "kind", "numbers", "total"),
    [
        ("enheter-details-response.json", "unit", ["112233445"], 1),
        ("enheter-details-deleted-response.json", "unit", ["123456789"], 1),
        ("enheter-search-response.json", "search", ["112233445"], 1),
        ("enheter-search-page1-response.json", "search", ["976030788", "971497017"], 3),
        ("enheter-search-page2-response.json", "search", ["988879134"], 3),
        ("enheter-search-empty-response.json", "search", [], 0),
        ("underenheter-details-response.json", "unit", ["776655441"], 1),
        ("underenheter-details-deleted-response.json", "unit", ["987123456"], 1),
        ("underenheter-search-response.json", "search", ["334455660"], 1),
        ("underenheter-search-empty-response.json", "search", [], 0),
        ("real_enhet_923609016_rescaped.json", "unit", ["923609016"], 1),
        (
            "real_enheter_search_asa_size5_rescaped.json",
            "search",
            ["883603362", "961095026", "913757424", "938702675", "923974709"],
            219,
        ),
    ],
)
def test_every_stored_answer_is_read(name, kind, numbers, total):
    answer = brreg.read(stored(name))
    assert (answer.kind, [facts.org_number for facts in answer.units], answer.total) == (kind, numbers, total)


@pytest.mark.parametrize("name", ["enheter-roller-enhet-response.json", "enheter-roller-person-response.json"])
def test_stored_answers_about_roles_are_refused(name):
    with pytest.raises(Unreadable) as problem:
        brreg.read(stored(name))
    assert problem.value.reason == "roles"


def test_a_real_unit_is_read_whole():
    facts = brreg.read_unit(stored("real_enhet_923609016_rescaped.json"))
    assert facts == Facts(
        org_number="923609016",
        name="EQUINOR ASA",
        org_form="ASA",
        org_form_text="Allmennaksjeselskap",
        industry_code="06.100",
        industry_standard="SN2025",
        industry="Utvinning av råolje",
        employees=21408,
        website="https://www.equinor.com",
        street="Forusbeen 50",
        postal_code="4035",
        postal_place="STAVANGER",
        municipality_code="1103",
        municipality_name="STAVANGER",
    )


def test_letters_spelled_out_in_stored_answers_are_put_back():
    streets = [facts.street for facts in brreg.read(stored("real_enheter_search_asa_size5_rescaped.json")).units]
    assert streets[0] == "Ruseløkkveien 26"
    assert streets[2] == "Karenslyst allé 4"


def test_a_stored_deleted_unit_has_its_day():
    facts = brreg.read_unit(stored("enheter-details-deleted-response.json"))
    assert (facts.status, facts.deleted_on, facts.employees_hidden) == ("deleted", date(2017, 10, 20), False)


def test_a_stored_sub_unit_names_its_main_unit():
    facts = brreg.read_unit(stored("underenheter-details-response.json"))
    assert (facts.is_subunit, facts.main_unit, facts.street) == (True, "112233445", "Tyvholmen 1")


def test_no_number_of_employees_means_fewer_than_five():
    assert (one(antallAnsatte=...).employees, one(antallAnsatte=...).employees_hidden) == (None, True)
    assert (one(antallAnsatte=0).employees, one(antallAnsatte=0).employees_hidden) == (0, False)
    assert (one().employees, one().employees_hidden) == (40, False)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "active"),
        ({"konkurs": True, "underAvvikling": True}, "bankrupt"),
        ({"underAvvikling": True}, "liquidation"),
        ({"underTvangsavviklingEllerTvangsopplosning": True}, "liquidation"),
        ({"slettedato": "2026-01-02", "konkurs": ...}, "deleted"),
        ({"slettedato": "", "konkursdato": ""}, "active"),
        ({"slettedato": None, "konkurs": None}, "active"),
    ],
)
def test_the_flags_give_the_status(changes, status):
    assert one(**changes).status == status


@pytest.mark.parametrize(
    ("day", "standard"), [(date(2025, 8, 31), "SN2007"), (date(2025, 9, 1), "SN2025"), (None, "SN2025")]
)
def test_an_industry_code_carries_its_standard(day, standard):
    assert read(unit(), on=day).units[0].industry_standard == standard


@pytest.mark.parametrize(
    ("typed", "website"),
    [
        ("www.sesam.no", "https://www.sesam.no"),
        ("http://sesam.no/om", "http://sesam.no/om"),
        ("javascript:alert(1)", ""),
        ('sesam.no"><script>', ""),
        ("se hjemmesiden vår", ""),
        (None, ""),
    ],
)
def test_only_a_plain_web_address_is_taken(typed, website):
    assert one(hjemmeside=typed).website == website


def test_l1_a_name_is_text_and_loses_its_invisible_letters():
    assert one(navn="<b>R\u202eå</b>\x00  AS ").name == "<b>Rå</b> AS"
    assert one(navn="<U+202E>RÅ AS").name == "RÅ AS"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"<!doctype html><html>", "html"),
        (b"{", "json"),
        (b"\xff\xfe{", "json"),
        (b"Vedlikehold", "json"),
        (b"[" * 100_000, "json"),
        (b"[]", "shape"),
        (b"{}", "shape"),
        (b'"tekst"', "shape"),
        (b'{"data": []}', "shape"),
        (b'{"status": 400, "feilmelding": "x", "antallFeil": 1}', "shape"),
    ],
)
def test_e8_what_is_no_answer_is_refused_with_a_word(raw, reason):
    with pytest.raises(Unreadable) as problem:
        brreg.read(raw)
    assert problem.value.reason == reason


@pytest.mark.parametrize(
    "changes",
    [
        {"organisasjonsnummer": 923609016},
        {"organisasjonsnummer": "92360901"},
        {"navn": ""},
        {"navn": ["RÅSTOFF AS"]},
        {"organisasjonsform": "AS"},
        {"naeringskode1": ["24.100"]},
        {"antallAnsatte": "40"},
        {"antallAnsatte": True},
        {"antallAnsatte": -1},
        {"forretningsadresse": "Industriveien 1"},
        {"forretningsadresse": {"adresse": "Industriveien 1"}},
        {"konkurs": "false"},
        {"slettedato": "i fjor"},
        {"slettedato": 20261123},
    ],
)
def test_e8_a_changed_shape_is_refused_rather_than_guessed_at(changes):
    with pytest.raises(Unreadable) as problem:
        one(**changes)
    assert problem.value.reason == "shape"


@pytest.mark.parametrize(
    "document", [{"page": 1, "_links": {}}, {**page(), "_embedded": {"roller": []}}, {"page": {}, "_links": {}}]
)
def test_e8_a_search_page_of_another_shape_is_refused(document):
    with pytest.raises(Unreadable):
        read(document)


def test_facts_keep_as_json_and_come_back_the_same():
    facts = one(slettedato="2026-01-02").seen(datetime(2026, 11, 23, 11, tzinfo=UTC), stale=True)
    assert Facts.from_json(json.loads(json.dumps(facts.as_json()))) == facts
