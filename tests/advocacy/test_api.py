"""Cases and promises for machines: what the pages say to whoever asks, with figures as numbers."""

from datetime import date, timedelta
from typing import get_args

import pytest
from django.utils import timezone

from sterke.advocacy import api
from sterke.advocacy.models import AdvocacyCase, MeetingNote, PoliticalPromise
from tests import factories as make
from tests.asking import asking_as

pytestmark = pytest.mark.django_db
SEEN = {
    "anonymous": {"public"},
    "outsider": {"public"},
    "member": {"public", "members"},
    "board": {"public", "members", "board"},
    "secretary": {"public", "members", "board", "secretariat"},
}


@pytest.mark.parametrize("viewer", SEEN)
def test_cases_and_promises_by_audience(viewer):
    for level in SEEN["secretary"]:
        case = make.CaseFactory(slug=level, visibility=level)
        make.PromiseFactory(case=case, visibility="public", paraphrase=f"i {level}")
        make.PromiseFactory(case__visibility="public", visibility=level, paraphrase=f"for {level}")
    client = asking_as(make.viewer(viewer))
    listed = {row["slug"] for row in client.get("/api/cases").json()["items"]}
    assert listed & SEEN["secretary"] == SEEN[viewer]
    got = {level: client.get(f"/api/cases/{level}").status_code for level in SEEN["secretary"]}
    assert {level for level, status in got.items() if status == 200} == SEEN[viewer]
    promised = {row["promise"] for row in client.get("/api/promises").json()["items"]}
    assert promised == {f"{word} {level}" for level in SEEN[viewer] for word in ("i", "for")}


def test_a_case_tells_what_it_asks_for_its_figures_with_source_and_how_promises_stand(client):
    case = make.CaseFactory(
        slug="veien", visibility="public", ask="Hele veien\nFør 2030", why="Fordi.", title_en="Road"
    )
    counted = make.IndicatorFactory(slug="biler")
    make.figures(counted, make.MunicipalityFactory(), _2024=100, _2025=101)
    case.indicators.add(counted)
    case.journeys.add(make.JourneyFactory(minutes=75))
    make.PromiseFactory(case=case, visibility="public", status="broken")
    make.PositionFactory(case=case, adopted=True, visibility="public", title="Alt i ett")
    got = client.get("/api/cases/veien").json()
    assert (got["title_en"], got["ask"], got["status"]) == ("Road", ["Hele veien", "Før 2030"], "active")
    figure = got["figures"][0]
    assert (figure["value"], figure["period"], figure["credit"]) == (101.0, "2025", counted.credit)
    assert (got["journeys"][0]["minutes"], got["journeys"][0]["source"]) == (75, "Målt av oss")
    assert got["promises"] == {"open": 0, "kept": 0, "partly_kept": 0, "broken": 1, "lapsed": 0}
    assert got["position"]["title"] == "Alt i ett"
    assert got["url"].endswith("/saker/veien/")
    assert client.get("/api/cases").json()["items"][0]["figures"] == got["figures"]


def test_what_is_behind_a_case_and_hidden_is_not_told(client):
    case = make.CaseFactory(slug="veien", visibility="public")
    counted = make.IndicatorFactory(visibility="members")
    make.figures(counted, make.MunicipalityFactory(), _2025=101)
    case.indicators.add(counted)
    case.journeys.add(make.JourneyFactory(visibility="board"))
    make.PromiseFactory(case=case, visibility="members")
    make.PositionFactory(case=case, adopted=True, visibility="board")
    got = client.get("/api/cases/veien").json()
    assert (got["figures"], got["journeys"], got["position"]) == ([], [], None)
    assert set(got["promises"].values()) == {0}


def test_promises_are_narrowed(client):
    told = {"visibility": "public", "case__visibility": "public"}
    kept = make.PromiseFactory(status="kept", said_on=date(2024, 12, 31), **told)
    make.PromiseFactory(said_on=date(2025, 1, 1), **told)
    for query in ("status=kept", "year=2024", f"case={kept.case.slug}"):
        assert [row["id"] for row in client.get(f"/api/promises?{query}").json()["items"]] == [kept.pk], query
    assert client.get("/api/promises?status=lost").status_code == 422


def test_a_promise_says_who_gave_it_and_never_who_heard_it_nor_where_nobody_may_know(client):
    meeting = make.MeetingFactory(title="Lukket frokost")
    MeetingNote.objects.create(meeting=meeting, text="Sagt i fortrolighet", written_by="Noen")
    promise = make.PromiseFactory(
        visibility="public",
        case__visibility="public",
        meeting=meeting,
        witnesses="Hemmelig Vitne",
        reply="Vi holder ord",
    )
    make.PromiseFactory(
        visibility="public", case__visibility="public", paraphrase="Ikke ennå",
        embargo_until=timezone.localdate() + timedelta(days=1),
    )  # fmt: skip
    answer = client.get("/api/promises")
    [row] = answer.json()["items"]
    assert (row["office"], row["body"], row["reply"]) == (
        promise.office.title, "Samferdselsdepartementet", "Vi holder ord",
    )  # fmt: skip
    for secret in ("Lukket", "fortrolighet", "Hemmelig", "Ikke ennå"):
        assert secret not in answer.content.decode()


def test_the_words_for_how_things_stand_are_those_of_the_rows():
    assert set(get_args(api.CaseStatus)) == set(AdvocacyCase.Status.values)
    assert set(get_args(api.PromiseStatus)) == set(PoliticalPromise.Status.values)
