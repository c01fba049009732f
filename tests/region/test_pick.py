"""From a table to the figures of an indicator: what is summed, what is missing, and which code counts."""

from datetime import date
from decimal import Decimal

import pytest

from sterke.region.figures import jsonstat
from sterke.region.figures.cube import BadFigures
from sterke.region.figures.pick import Figure, pick
from tests.region.figures import PLACES, stored, table, written

TWO = {"3401": "Kongsvinger", "0402": "Kongsvinger", "3417": "Grue", "0423": "Grue"}


def cube(dimensions, values, **more):
    return jsonstat.read(written(table(dimensions, values, **more)))


def values(picked):
    return {(figure.place, figure.period): (figure.value, figure.status) for figure in picked.figures}


def refused(*question, **options) -> BadFigures:
    with pytest.raises(BadFigures) as problem:
        pick(*question, **options)
    return problem.value


def one_place(dimension, numbers, **more):
    """A table of one place and year, with one more dimension."""
    return cube({"Region": ["3401"], **dimension, "Tid": ["2026"]}, numbers, **more)


def single(picked):
    assert len(picked.figures) == 1
    return picked.figures[0].value, picked.figures[0].status


AGES = {"Alder": ["019", "020", "021", "022", "023"]}


def test_a_figure_has_its_place_period_first_day_value_and_sign():
    made = cube({"Region": ["3401"], "Tid": ["2025", "2025K3", "2025M11"]}, [1, 2.5, None], status={"2": ":"})

    assert pick(made, {}, {"3401": 7}).figures == (
        Figure(7, "2025", date(2025, 1, 1), Decimal(1), ""),
        Figure(7, "2025K3", date(2025, 7, 1), Decimal("2.5"), ""),
        Figure(7, "2025M11", date(2025, 11, 1), None, ":"),
    )


def test_a_range_of_ages_takes_both_ends_with_it():
    made = one_place(AGES, [1, 10, 100, 1000, 10000])
    assert single(pick(made, {"pick": {"Alder": {"from": 20, "to": 22}}}, TWO)) == (1110, "")


def test_a_range_of_ages_leaves_groups_of_ages_alone():
    made = one_place({"Alder": ["020", "021", "020-024", "Alle"]}, [1, 2, 99, 999])
    assert single(pick(made, {"pick": {"Alder": {"from": 20, "to": 21}}}, TWO)) == (3, "")


def test_the_open_end_counts_as_its_first_year():
    made = one_place({"Alder": ["103", "104", "105+"]}, [1, 2, 4])
    assert single(pick(made, {"pick": {"Alder": {"from": 104, "to": 120}}}, TWO)) == (6, "")
    assert single(pick(made, {"pick": {"Alder": {"from": 104}}}, TWO)) == (6, "")


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        (["020", "022"], {"from": 20, "to": 22}),
        (["020", "021"], {"from": 20, "to": 22}),
        (["020-024", "025-029"], {"from": 20, "to": 24}),
        (["020", "021"], {"from": 21, "to": 20}),
        (["020", "021"], {"from": 10**9, "to": 10**12}),
    ],
)
def test_a_range_with_a_year_that_is_not_there_is_refused(codes, wanted):
    made = one_place({"Alder": codes}, [1] * len(codes))
    assert refused(made, {"pick": {"Alder": wanted}}, TWO).reason == "ages"


def test_codes_are_picked_as_they_stand_and_labels_whatever_their_capitals():
    made = one_place({"Flytting": {"1": "Inn", "2": "Ut", "3": "Netto"}}, [5, 7, -2])

    assert single(pick(made, {"pick": {"Flytting": ["1", "2"]}}, TWO)) == (12, "")
    assert single(pick(made, {"pick": {"Flytting": {"label": "NETTO"}}}, TWO)) == (-2, "")


def test_what_is_left_out_or_starred_is_summed_whole():
    made = one_place({"Kjonn": ["1", "2"]}, [3, 4])
    assert single(pick(made, {}, TWO)) == single(pick(made, {"pick": {"Kjonn": "*"}}, TWO)) == (7, "")


@pytest.mark.parametrize(
    "labels", [{"0": "Begge kjønn", "1": "Menn", "2": "Kvinner"}, {"1": "a", "2": "b", "TOT": "I alt"}]
)
def test_a_total_among_the_codes_is_not_added_to_its_parts(labels):
    total = [7 if label in {"Begge kjønn", "I alt"} else 3.5 for label in labels.values()]
    assert single(pick(one_place({"Kjonn": labels}, total), {}, TWO)) == (7, "")


def test_a_total_that_the_table_names_is_used():
    document = table({"Region": ["3401"], "Kon": ["1", "2", "S"], "Tid": ["2026"]}, [3, 4, 7])
    document["dimension"]["Kon"]["extension"] = {"eliminationValueCode": "S"}
    assert single(pick(jsonstat.read(written(document)), {}, TWO)) == (7, "")


@pytest.mark.parametrize(
    "labels", [{"1": "Industri", "9": "Alle andre næringer"}, {"020-024": "20-24 år", "020": "20 år", "030": "30 år"}]
)
def test_what_might_be_counted_twice_has_to_be_picked_by_hand(labels):
    made = one_place({"Naring": labels}, [1] * len(labels))
    assert refused(made, {}, TWO).reason == "overlap"


@pytest.mark.parametrize(
    ("signs", "sign"),
    [
        (["", "", ":"], ":"),
        (["", "..", ":"], ":"),
        ([".", "..", ""], ".."),
        (["", ".", ""], "."),
        ([".", "e", ""], "e"),
    ],
)
def test_a_sum_with_a_missing_part_is_missing_with_the_gravest_sign(signs, sign):
    numbers = [None if mark else 5 for mark in signs]
    status = {str(at): mark for at, mark in enumerate(signs) if mark}
    made = cube(
        {"Region": ["3401"], "Tid": ["2026", "2025"], "Kjonn": ["1", "2", "3"]}, [*numbers, 1, 2, 3], status=status
    )
    assert values(pick(made, {}, TWO)) == {("Kongsvinger", "2026"): (None, sign), ("Kongsvinger", "2025"): (6, "")}


def test_a_zero_with_the_sign_of_a_hidden_figure_is_hidden():
    assert single(pick(one_place({"Kjonn": ["1", "2"]}, [0, 4], status={"0": ":"}), {}, TWO)) == (None, ":")


def test_a_figure_with_a_sign_of_its_own_keeps_both():
    assert single(pick(one_place({}, [4], status={"0": "e"}), {}, TWO)) == (4, "e")


@pytest.mark.parametrize(
    ("old", "new", "status", "found"),
    [
        (5, None, {}, (5, "")),
        (None, 5, {"0": "."}, (5, "")),
        (0, 5, {}, (5, "")),
        (5, 0, {}, (5, "")),
        (0, 0, {}, (0, "")),
        (None, 0, {"0": "."}, (0, "")),
        (0, None, {"1": ":"}, (None, ":")),
        (None, None, {"0": ".", "1": ".."}, (None, "..")),
    ],
)
def test_of_an_old_and_a_new_number_the_one_in_use_counts(old, new, status, found):
    made = cube({"Region": ["0402", "3401"], "Tid": ["2026"]}, [old, new], status=status)
    assert single(pick(made, {}, TWO)) == found


def test_two_codes_with_a_figure_for_one_place_are_refused_and_never_added():
    made = cube({"Region": ["0402", "K-3401"], "Tid": ["2025", "2026"]}, [5, 5, None, 6])
    problem = refused(made, {}, TWO)
    assert (problem.reason, problem.detail) == ("two", "Kongsvinger 2026")


@pytest.mark.parametrize("code", ["3401", "K-3401", "K_3401", "3401 Kongsvinger", "K-3401 Kongsvinger"])
def test_a_number_is_known_in_each_of_its_spellings(code):
    assert pick(cube({"Region": [code], "Tid": ["2026"]}, [5]), {}, TWO).figures[0].place == "Kongsvinger"


def test_a_name_is_known_where_places_have_names():
    made = cube({"Region": {"a": "Våler (Innlandet)"}, "Tid": ["2026"]}, [5])
    assert pick(made, {}, {"3419": 1, "Våler": 1}).figures[0].value == 5


def test_a_place_not_asked_for_is_counted_and_one_that_lacks_is_named():
    made = cube({"Region": ["3401", "3403", "0301", "3417"], "Tid": ["2026"]}, [5, 6, 7, None], status={"3": "."})
    picked = pick(made, {}, TWO | {"3418": "Åsnes"})

    assert values(picked) == {("Kongsvinger", "2026"): (5, "")}
    assert (picked.left_out, picked.lacking) == (2, ("Grue", "Åsnes"))


def test_the_whole_region_is_the_sum_of_its_places_and_missing_where_one_is_hidden():
    made = cube({"Region": ["3401", "3417"], "Tid": ["2025", "2026"]}, [5, 6, 7, None], status={"3": ":"})
    picked = values(pick(made, {}, TWO, region="all"))
    assert (picked["all", "2025"], picked["all", "2026"]) == ((12, ""), (None, ":"))


def test_the_whole_region_is_missing_where_a_place_lacks():
    made = cube({"Region": ["3401"], "Tid": ["2026"]}, [5])
    assert values(pick(made, {}, TWO, region="all"))["all", "2026"] == (None, "..")


def test_several_contents_must_be_picked_from():
    made = one_place({"ContentsCode": {"a": "Fødte", "b": "Døde"}}, [5, 6])

    problem = refused(made, {}, TWO)
    assert (problem.reason, problem.detail) == ("contents", "Fødte, Døde")
    assert single(pick(made, {"pick": {"ContentsCode": {"label": "døde"}}}, TWO)) == (6, "")


def test_the_unit_comes_along_and_two_units_are_not_added():
    document = table({"Region": ["3401"], "ContentsCode": ["a", "b"], "Tid": ["2026"]}, [5, 6])
    units = {"a": {"base": "personer", "decimals": 0}, "b": {"base": "prosent", "decimals": 1}}
    document["dimension"]["ContentsCode"]["category"]["unit"] = units
    made = jsonstat.read(written(document))

    picked = pick(made, {"pick": {"ContentsCode": ["b"]}}, TWO)
    assert (picked.unit, picked.decimals) == ("prosent", 1)
    assert refused(made, {"pick": {"ContentsCode": ["a", "b"]}}, TWO).reason == "unit"


@pytest.mark.parametrize(
    ("query", "reason", "detail"),
    [
        ({"pick": {"Sivilstand": "*"}}, "dimension", "Sivilstand"),
        ({"pick": {"Kjonn": ["1", "9"]}}, "code", "Kjonn 9"),
        ({"pick": {"Kjonn": {"label": "Hunkjønn"}}}, "label", "Kjonn Hunkjønn"),
        ({"pick": {"Kjonn": []}}, "query", "Kjonn"),
        ({"pick": {"Kjonn": ["1", "1"]}}, "query", "Kjonn"),
        ({"pick": {"Kjonn": "1"}}, "query", "Kjonn"),
        ({"pick": {"Kjonn": {"from": "1"}}}, "query", "Kjonn"),
        ({"pick": {"Kjonn": {"from": True}}}, "query", "Kjonn"),
        ({"pick": {"Region": ["3401"]}}, "query", "Region"),
        ({"pick": ["Kjonn"]}, "query", "pick"),
        ({"picks": {}}, "query", "picks"),
        ({"place": "Bosted"}, "dimension", "Bosted"),
    ],
)
def test_a_query_that_does_not_fit_is_refused_by_name(query, reason, detail):
    made = one_place({"Kjonn": {"1": "Menn", "2": "Kvinner"}}, [5, 6])
    problem = refused(made, query, TWO)
    assert (problem.reason, problem.detail) == (reason, detail)


def test_of_two_places_in_a_table_the_query_says_which_counts():
    dimensions = {"Bosted": ["3401", "3417"], "Arbeidssted": ["3401", "3417"], "Tid": ["2026"]}
    made = cube(dimensions, [1, 2, 4, 8], roles={"geo": ["Bosted", "Arbeidssted"], "time": ["Tid"]})

    assert refused(made, {}, TWO).reason == "dimension"
    assert values(pick(made, {"place": "Arbeidssted"}, TWO))["Grue", "2026"] == (10, "")


def test_a_period_that_is_none_is_refused():
    assert refused(cube({"Region": ["3401"], "Tid": ["2026U07"]}, [5]), {}, TWO).reason == "period"


def test_a_real_old_answer_gives_the_seven_their_births_minus_deaths():
    made = jsonstat.read(stored("ssb/jsonstat1_kommuner_kvartal_2015_data.json"))
    picked = pick(made, {"pick": {"ContentsCode": {"label": "Fødselsoverskot"}}}, PLACES)

    births = pick(made, {"pick": {"ContentsCode": ["Fodte2"]}}, PLACES)
    deaths = pick(made, {"pick": {"ContentsCode": ["Dode3"]}}, PLACES)
    assert [figure.value for figure in picked.figures] == [
        born.value - dead.value for born, dead in zip(births.figures, deaths.figures, strict=True)
    ]
    assert (len(picked.figures), picked.left_out, picked.lacking, picked.unit) == (7, 423, (), "personar")
