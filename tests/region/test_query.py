"""The query of an indicator is edited in the office: with help, and with an error that says where and what."""

import tomllib

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from sterke.core.profile import SHIPPED
from sterke.region.models import Indicator
from sterke.region.query import QueryField, check_query
from tests import editorial
from tests import factories as make

ASK = {"Region": {"codelist": "agg_KommSummer"}, "ContentsCode": ["Personer1"], "Tid": "from(2005)"}
QUERY = {"ask": ASK, "pick": {"Alder": {"from": 20, "to": 35}, "ContentsCode": ["Personer1"]}}


def said(query, language="nb"):
    with translation.override(language), pytest.raises(ValidationError) as problem:
        check_query(query)
    with translation.override(language):
        return problem.value.messages[0]


@pytest.mark.parametrize(
    "query",
    [
        {}, QUERY, QUERY | {"minus": {"ContentsCode": ["Personer2"]}}, QUERY | {"place": "Arbeidssted"},
        {"ask": {"Tid": "*", "Alder": {"label": "I alt"}}, "pick": {"Alder": "*"}},
        {"find": {"words": "flytting", "must_have": ["region"]}, "ask": {"Tid": "top(3)"}},
    ],
)  # fmt: skip
def test_the_forms_that_are_told_of_are_understood(query):
    check_query(query)


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ([], "[]"), ({"aks": {}}, "aks"), ({"ask": []}, "ask"), ({"ask": {"Tid": 2005}}, "ask → Tid"),
        ({"ask": {"Tid": []}}, "ask → Tid"), ({"ask": {"Region": {"list": "x"}}}, "ask → Region"),
        ({"ask": {"Region": {"codelist": "x", "codes": "1"}}}, "ask → Region"),
        ({"pick": {"Alder": {"from": "20"}}}, "pick → Alder"), ({"pick": {"Alder": ["1", "1"]}}, "pick → Alder"),
        ({"pick": {"Alder": {"label": 7}}}, "pick → Alder"), ({"minus": {"Alder": None}}, "minus → Alder"),
        ({"place": 3}, "place"), ({"find": {"must_have": []}}, "find"), ({"find": "flytting"}, "find"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named_with_what_may_stand_there(query, part):
    assert said(query).startswith(f"«{part}» er ikke til å forstå. Delene er ask, pick, minus, place og find.")


def test_it_is_said_in_english_to_who_reads_english():
    assert said({"ask": {"Tid": 2005}}, "en").startswith("“ask → Tid” is not understood.")


@pytest.mark.parametrize(("language", "words"), [("nb", "se på linje 2, tegn 12"), ("en", "look at line 2, sign 12")])
def test_what_is_not_json_is_told_by_line(language, words):
    with translation.override(language), pytest.raises(ValidationError, match=words):
        QueryField().clean('{\n "ask": {} "pick": {}}')


def test_the_queries_of_every_profile_are_understood():
    for profile in SHIPPED.glob("*/profile.toml"):
        for row in tomllib.loads(profile.read_text()).get("indicators", []):
            check_query(row.get("query", {}))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"), [({"query": {}, "table": "07459"}, "query"), ({"query": {"ask": ASK}, "table": ""}, "table")]
)
def test_statistics_norway_is_asked_for_something_in_some_table(facts, field):
    row = make.IndicatorFactory.build(channel="ssb", **facts)
    with pytest.raises(ValidationError) as problem:
        row.clean()
    assert list(problem.value.error_dict) == [field]


@pytest.fixture
def office(client_for):
    editorial.home()
    return client_for("secretary")


def form_of(row, query):
    values = {name: getattr(row, name) for name in (
        "name", "name_en", "slug", "unit", "unit_en", "decimals", "good", "kind", "source", "table", "credit",
        "channel", "cadence_days", "visibility", "order",
    )}  # fmt: skip
    return values | {"query": query}


@pytest.mark.django_db
def test_the_office_shows_the_query_in_lines_with_help_and_a_way_to_try_it(office):
    row = make.IndicatorFactory(slug="folk", channel="ssb", query=QUERY)
    page = office.get(reverse("office_indicator:edit", args=[row.pk])).content.decode()
    assert "&quot;Alder&quot;: {\n" in page
    assert "Det tabellen spørres om, som JSON." in page
    assert 'href="/regionen/tall/folk/prov/"' in page


@pytest.mark.django_db
def test_an_indicator_read_in_from_sheets_has_nothing_to_try(office):
    row = make.IndicatorFactory(slug="folk", channel="sheet")
    assert "/prov/" not in office.get(reverse("office_indicator:edit", args=[row.pk])).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "words"),
    [('{"ask": ', "Dette er ikke JSON"), ('{"ask": {"Tid": 5}}', "«ask → Tid» er ikke til å forstå")],
)
def test_a_wrong_query_is_refused_beside_its_field_and_nothing_is_stored(office, typed, words):
    row = make.IndicatorFactory(channel="ssb", query=QUERY)
    answer = office.post(reverse("office_indicator:edit", args=[row.pk]), form_of(row, typed))
    assert words in answer.context["form"].errors["query"][0]
    assert Indicator.objects.get(pk=row.pk).query == QUERY


@pytest.mark.django_db
def test_a_good_query_is_saved_as_data(office):
    row = make.IndicatorFactory(channel="ssb", table="07459", query={"ask": ASK})
    answer = office.post(reverse("office_indicator:edit", args=[row.pk]), form_of(row, '{"ask": {"Tid": "*"}}'))
    assert answer.status_code == 302, answer.context["form"].errors
    assert Indicator.objects.get(pk=row.pk).query == {"ask": {"Tid": "*"}}
