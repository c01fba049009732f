"""From the ``ask`` of a query to questions that each fit in one answer."""

import json
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterke.region.figures import jsonstat, question
from sterke.region.figures.cube import BadFigures
from sterke.region.figures.question import Choice, as_params, calls_for, parts, selection_of
from tests.region.figures import table, written

YEARS = [str(year) for year in range(2005, 2027)]
SHAPE = jsonstat.read_shape(
    written(table({"Region": ["K-3401", "K-3414"], "Alder": {"020": "20 år", "021": "21 år"}, "Tid": YEARS}, []))
)


def selection(ask, numbers=()):
    return selection_of(ask, numbers, lambda: SHAPE)


def test_each_form_of_asking_is_understood():
    ask = {
        "Region": {"codelist": "agg_KommSummer"},
        "Naring": {"codelist": "vs_Naring", "codes": ["C"]},
        "Kjonn": "*",
        "ContentsCode": ["Personer1"],
        "Tid": "from(2005)",
        "Alder": {"label": "20 ÅR"},
    }
    assert selection(ask, ["3401", "3414"]) == {
        "Region": Choice(("K-3401", "K-3414"), "agg_KommSummer"),
        "Naring": Choice(("C",), "vs_Naring"),
        "Kjonn": Choice(("*",)),
        "ContentsCode": Choice(("Personer1",)),
        "Tid": Choice(("from(2005)",)),
        "Alder": Choice(("020",)),
    }


@pytest.mark.parametrize(
    "wanted", [[], "", 5, {}, {"codes": ["1"]}, [1], {"codelist": "x", "codes": "1"}, {"label": 1}]
)
def test_a_form_that_is_not_understood_is_refused(wanted):
    with pytest.raises(BadFigures) as problem:
        selection({"Region": wanted})
    assert problem.value.reason == "query"


@pytest.mark.parametrize("label", ["22 år", "år"])
def test_a_label_that_fits_none_is_refused_by_name(label):
    with pytest.raises(BadFigures) as problem:
        selection({"Alder": {"label": label}})
    assert (problem.value.reason, problem.value.detail) == ("label", f"Alder {label}")


def test_a_label_that_fits_several_is_refused():
    twins = jsonstat.read_shape(written(table({"Alder": {"1": "Netto", "2": "netto"}}, [])))
    with pytest.raises(BadFigures):
        selection_of({"Alder": {"label": "Netto"}}, [], lambda: twins)


def test_no_code_is_given_twice_whatever_its_capitals():
    assert selection({"Region": ["K-3401", "k-3401", "K-3414"]})["Region"].values == ("K-3401", "K-3414")


def test_those_who_ask_the_same_share_a_call():
    ask = {"Region": ["3401"], "Tid": "*"}
    same = {"Tid": "*", "Region": ["3401"]}
    queries = [("07459", {"ask": ask, "pick": {"Alder": ["1"]}}), ("07459", {"ask": same}), ("06913", {"ask": ask})]

    assert calls_for(queries) == [("07459", ask), ("06913", ask)]
    assert question.call_key("07459", ask) == question.call_key("07459", same)


def test_a_question_that_fits_is_left_whole():
    asked = selection({"Region": "*", "Tid": "from(2005)"})
    assert list(parts(asked, SHAPE, 44)) == [asked]


def test_a_question_too_large_is_split_along_its_largest_variable():
    asked = selection({"Region": "*", "Tid": "from(2005)"})
    pieces = list(parts(asked, SHAPE, 20))

    assert [len(piece["Tid"].values) for piece in pieces] == [10, 10, 2]
    assert [code for piece in pieces for code in piece["Tid"].values] == YEARS
    assert all(piece["Region"] == Choice(("*",)) for piece in pieces)


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4), st.integers(1, 40)
)  # fmt: skip
def test_parts_cover_every_cell_once_and_each_fits(sizes, most):
    asked = {f"V{at}": Choice(tuple(f"{at}-{n}" for n in range(size))) for at, size in enumerate(sizes)}
    pieces = list(parts(asked, None, most))

    counted = [prod(len(choice.values) for choice in piece.values()) for piece in pieces]
    assert max(counted) <= most
    assert sum(counted) == prod(sizes)


@pytest.mark.parametrize(
    ("expression", "codes"),
    [("from(2024)", 3), ("to(2006)", 2), ("range(2010,2012)", 3), ("top(5)", 5), ("*", 22), ("202?", 7), ("200*", 5)],
)
def test_the_cells_of_an_expression_are_counted(expression, codes):
    asked = selection({"Region": ["K-3401", "K-3414"], "Tid": expression})
    assert list(parts(asked, SHAPE, codes * 2)) == [asked]
    assert len(list(parts(asked, SHAPE, codes * 2 - 1))) > 1


def test_what_cannot_be_split_small_enough_is_refused():
    with pytest.raises(BadFigures) as problem:
        list(parts({"Tid": Choice(("top(30)",))}, None, 20))
    assert problem.value.reason == "size"


def test_the_address_says_the_question_and_brackets_a_comma():
    asked = {"Region": Choice(("K-3401", "K-3414"), "agg_KommSummer"), "Tid": Choice(("range(2020,2022)",))}
    assert as_params(asked) == {
        "codelist[Region]": "agg_KommSummer",
        "valueCodes[Region]": "K-3401,K-3414",
        "valueCodes[Tid]": "[range(2020,2022)]",
    }


def test_a_code_with_a_comma_cannot_stand_in_an_address():
    assert as_params({"Region": Choice(("1,2",))}) is None


def test_the_body_says_the_same():
    body = json.loads(question.as_body({"Region": Choice(("K-3401",), "agg_KommSummer"), "Tid": Choice(("*",))}))
    assert body == {
        "selection": [
            {"variableCode": "Region", "codelist": "agg_KommSummer", "valueCodes": ["K-3401"]},
            {"variableCode": "Tid", "valueCodes": ["*"]},
        ]
    }
