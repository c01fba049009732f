"""A file that is no meeting round gets one clear line."""

import pytest

from sterke.connections.timetable import Malformed, check, read

from .rounds import data, written


def person(**changes):
    return [{"id": "a", "organisation": "o", "available": [0]} | changes]


def wish(**changes):
    return [{"from": "a", "to": "b", "weight": 1} | changes]


def less(key):
    return {name: value for name, value in data().items() if name != key}


WRONG = [
    ([], "The file should hold one object"),
    (less("slots"), "slots is missing"),
    (less("tables"), "tables is missing"),
    (less("people"), "people is missing"),
    (less("wishes"), "wishes is missing"),
    (data(slots="6"), 'slots: "6" is not a whole number'),
    (data(slots=True), "slots: true is not a whole number"),
    (data(slots=0), "slots: 0 is not from 1 to"),
    (data(slots=10**9), "slots: 1000000000 is not from 1 to"),
    (data(tables=-1), "tables: -1 is not from 0 to"),
    (data(tables=2.5), "tables: 2.5 is not a whole number"),
    (data(people={}), "people is not a list"),
    (data(people=["a"]), 'people, row 1: "a" is not an object'),
    (data(people=[{"id": "a", "organisation": "o"}], wishes=[]), "people, row 1: available is missing"),
    (data(people=person(id=7), wishes=[]), "people, row 1: id 7 is not a text"),
    (data(people=person(id=""), wishes=[]), "people, row 1: id is empty"),
    (data(people=person(organisation=None), wishes=[]), "people, row 1: organisation null is not a text"),
    (data(people=person() * 2, wishes=[]), 'people, row 2: the id "a" is used twice'),
    (data(people=person(available="0"), wishes=[]), "people, row 1: available is not a list"),
    (data(people=person(available=[2]), wishes=[]), "people, row 1: slot 2 is not from 0 to 1"),
    (data(people=person(available=[0.5]), wishes=[]), "people, row 1: slot 0.5 is not a whole number"),
    (data(people=person(most=-1), wishes=[]), "people, row 1: most: -1 is not from 0 to"),
    (data(people=person(most="3"), wishes=[]), 'people, row 1: most: "3" is not a whole number'),
    (data(people=person(stand=True), wishes=[]), "people, row 1: stand: true is not a whole number"),
    (data(people=person(stand=10**9), wishes=[]), "people, row 1: stand: 1000000000 is not from 0 to 1000"),
    (data(wishes=None), "wishes is not a list"),
    (data(wishes=wish(to="z")), 'wishes, row 1: nobody has the id "z"'),
    (data(wishes=wish(to=["b"])), 'wishes, row 1: the id ["b"] is not a text'),
    (data(wishes=wish(weight=4)), "wishes, row 1: weight 4 is not 1, 2 or 3"),
    (data(wishes=wish(weight=True)), "wishes, row 1: weight true is not 1, 2 or 3"),
    (data(wishes=wish() * 2), 'wishes, row 2: "a" wishes for "b" twice'),
    (data(wishes=[{"from": "a", "to": "b"}]), "wishes, row 1: weight is missing"),
    (data(not_with=[["a"]]), 'not_with, row 1: ["a"] is not a pair of ids'),
    (data(not_with=[["a", "z"]]), 'not_with, row 1: nobody has the id "z"'),
    (data(name=4), "name: 4 is not a text"),
]


@pytest.mark.parametrize(("given", "said"), WRONG, ids=[said for _given, said in WRONG])
def test_what_is_wrong_is_said_in_one_line(given, said):
    with pytest.raises(Malformed) as told:
        check(given)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "said"), [("{", "is not JSON"), ("[" * 100_000, "nested too deeply"), ("", "is not JSON")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, text, said):
    with pytest.raises(Malformed, match=f"round.json .*{said}"):
        read(written(tmp_path, text))


def test_a_file_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "round.json"
    path.write_bytes(b'{"name": "\xe5"}')
    with pytest.raises(Malformed, match="not text in UTF-8"):
        read(path)


def test_a_round_without_not_with_is_a_round(tmp_path):
    assert read(written(tmp_path, less("not_with"))).slots == 2
