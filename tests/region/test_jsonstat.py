"""Reading JSON-stat: the real stored answers, and what must be refused with a word."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from sterke.region.figures import cube as cubes
from sterke.region.figures import jsonstat
from sterke.region.figures.cube import BadFigures
from tests.region.figures import stored, table, written


def refused(raw: bytes) -> BadFigures:
    with pytest.raises(BadFigures) as problem:
        jsonstat.read(raw)
    return problem.value


def small(**more) -> dict:
    return table({"Region": ["3401", "3414"], "Tid": ["2025", "2026"]}, [1, 2, 3, 4], **more)


def changed(change) -> bytes:
    document = small()
    change(document)
    return written(document)


@pytest.mark.parametrize(
    ("name", "cells", "about"),
    [
        ("ssb/jsonstat1_kommuner_kvartal_2015_data.json", 4730, ("", "Statistisk sentralbyrå")),
        ("ssb/jsonstat2_07221_2024.json", 288, ("07221", "Statistisk sentralbyrå")),
        ("pxwebapi_v2_scb/TAB6471_data.json", 2772, ("TAB6471", "SCB")),
    ],
)
def test_every_stored_data_answer_is_read(name, cells, about):
    cube = jsonstat.read(stored(name))

    assert (cube.size, len(cube.values), (cube.table, cube.source)) == (cells, cells, about)
    assert cube.updated is not None and cube.updated.tzinfo


@pytest.mark.parametrize(
    ("name", "reason", "detail"),
    [
        ("ssb/jsonstat1_kommuner_kvartal_2015_small.json", "product", "Region 11, 430"),
        ("pxwebapi_v2_scb/TAB6471_metadata.json", "empty", ""),
        ("pxwebapi_v2_scb/config.json", "shape", ""),
        ("pxwebapi_v2_scb/search.json", "shape", ""),
        ("pxwebapi_v2_scb/tables.json", "shape", ""),
    ],
)
def test_every_other_stored_answer_is_refused_with_its_reason(name, reason, detail):
    problem = refused(stored(name))
    assert problem.reason == reason
    assert detail in problem.detail


def test_an_old_answer_gives_each_figure_to_its_place():
    cube = jsonstat.read(stored("ssb/jsonstat1_kommuner_kvartal_2015_data.json"))

    assert cube.at(Region="0402", ContentsCode="Folketallet1") == 17881  # Kongsvinger, 1 January 2015
    assert cube.dimension("ContentsCode").label_of("Fodte2") == "Fødde"
    assert cube.dimension("ContentsCode").units["Fodte2"] == "personar"
    assert cube.updated == datetime(2015, 6, 3, 23, 4, 40, tzinfo=UTC)
    assert {cube.values[at] for at in cube.statuses} == {None}
    assert cube.statuses == {4245: ".", 4300: "."}


def test_a_new_answer_keeps_its_last_decimal_its_signs_and_its_notes_without_links():
    cube = jsonstat.read(stored("ssb/jsonstat2_07221_2024.json"))

    assert cube.values[0] == Decimal("136.2")
    assert set(cube.statuses.values()) == {".."} and cube.values[176] is None
    assert cube.dimension("ContentsCode").decimals == {"Boligindeks": 1}
    assert cube.dimension("Region").total == "TOTAL"
    assert not any("<" in note for note in cube.notes)


def test_metadata_tells_what_can_be_asked():
    shape = jsonstat.read_shape(stored("pxwebapi_v2_scb/TAB6471_metadata.json"))

    assert (shape.size, shape.values) == (2_006_784, ())
    assert "vs_CKM03Kommun" in shape.dimension("Region").codelists


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!doctype html><title>Vedlikehold</title>", "html"),
        (b"Vedlikehold", "json"),
        (b'{"class": "dataset"', "json"),
        (b"\xff\xfe{", "json"),
        (b"[" * 200_000, "json"),
        (b'{"a":' * 200_000, "json"),
        (b'{"class": "dataset", "class": "dataset"}', "json"),
        (b"[]", "shape"),
        (b"{}", "shape"),
        (b'{"type": "Parameter error", "title": "Non-existent value", "status": 400}', "shape"),
        (b'{"class": "collection", "link": {}}', "bundle"),
        (b'{"class": "dimension"}', "shape"),
    ],
)
def test_what_is_no_table_is_refused_with_a_word(raw, reason):
    assert refused(raw).reason == reason


def test_a_bundle_of_old_tables_is_refused():
    old = {"dimension": {"id": ["Tid"], "size": [1]}, "value": [1]}
    assert refused(written({"one": old, "two": old})).reason == "bundle"


def test_the_error_of_the_service_is_told():
    assert refused(b'{"title": "Too many cells selected", "status": 403}').detail == "Too many cells selected"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d["value"].pop(), "product"),
        (lambda d: d.update(size=[2, 3]), "product"),
        (lambda d: d.update(size=[2, True]), "shape"),
        (lambda d: d.update(size=[4]), "shape"),
        (lambda d: d.update(size=["2", "2"]), "shape"),
        (lambda d: d.update(id=["Region", "Region"]), "shape"),
        (lambda d: d.update(value={"0": 1, "4": 2}), "product"),
        (lambda d: d.update(value={"0": 1, "01": 2}), "product"),
        (lambda d: d.update(value="1 2 3 4"), "shape"),
        (lambda d: d["dimension"].pop("Tid"), "dimension"),
        (lambda d: d["value"].__setitem__(0, "1"), "number"),
        (lambda d: d["value"].__setitem__(0, True), "number"),
        (lambda d: d["value"].__setitem__(0, [1]), "number"),
        (lambda d: d["value"].__setitem__(0, float("nan")), "number"),
        (lambda d: d["value"].__setitem__(0, float("inf")), "number"),
        (lambda d: d["value"].__setitem__(0, 10**15), "number"),
        (lambda d: d["dimension"]["Tid"]["category"].update(index={"2025": 0, "2026": 2}), "index"),
        (lambda d: d["dimension"]["Tid"]["category"].update(index={"2025": 0, "2026": 0}), "index"),
        (lambda d: d["dimension"]["Tid"]["category"].update(index={"2025": 0, "2026": True}), "index"),
        (lambda d: d["dimension"]["Tid"]["category"].update(index=["2025", "2025"]), "index"),
        (lambda d: d["dimension"]["Tid"]["category"].pop("index"), "index"),
        (lambda d: d["dimension"]["Tid"].pop("category"), "shape"),
        (lambda d: d["dimension"]["Tid"]["category"].update(label={"2025": 2025}), "shape"),
        (lambda d: d.update(role=["Tid"]), "shape"),
        (lambda d: d.update(status={"4": "."}), "status"),
        (lambda d: d.update(status={"-1": "."}), "status"),
        (lambda d: d.update(status=[".", "."]), "status"),
        (lambda d: d.update(status={"1": "hidden"}), "status"),
        (lambda d: d.update(status={"1": 5}), "status"),
        (lambda d: d.update(status=5), "status"),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(change, reason):
    assert refused(changed(change)).reason == reason


def test_a_huge_exponent_is_refused_and_not_worked_out():
    assert refused(written(small()).replace(b"[1, 2", b"[1e999999999, 2")).reason in {"number", "json"}


def test_too_large_an_answer_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(json, "loads", lambda *args, **options: pytest.fail("it was read"))
    assert refused(b" " * (cubes.MOST_BYTES + 1)).reason == "size"
    assert refused(b"[" + b"1," * 9_000_000 + b"1]").reason == "size"


def test_more_cells_than_two_million_are_refused_whatever_is_filled_in():
    codes = [str(n) for n in range(1500)]
    assert refused(written(table({"Region": codes, "Tid": codes}, []) | {"value": {"0": 1}})).reason == "size"


def test_unknown_signs_are_kept_as_they_are():
    assert jsonstat.read(written(small(status={"1": "e", "2": "*"}))).statuses == {1: "e", 2: "*"}


def test_a_table_that_names_no_roles_is_known_by_its_usual_names():
    cube = jsonstat.read(changed(lambda document: document.pop("role")))
    assert [dimension.role for dimension in cube.dimensions] == ["geo", "time"]


def test_a_time_without_zone_is_taken_as_utc_and_nonsense_as_none():
    assert jsonstat.read(written(small(updated="2026-02-24T08:00:00"))).updated == datetime(2026, 2, 24, 8, tzinfo=UTC)
    assert jsonstat.read(written(small(updated="i fjor"))).updated is None
