"""Figures asked for at their source: few calls, and one that fails stops no other."""

import json
from datetime import timedelta

import pytest
import stamina
from django.utils import timezone

from sterke.accounts.models import User
from sterke.core.models import Activity, FetchedResponse
from sterke.region import actions
from sterke.region.figures import pxweb
from sterke.region.models import Indicator, Observation
from tests import factories as make
from tests.core.service import Service, reply
from tests.region.figures import table, written

pytestmark = pytest.mark.django_db
ASK = {"Region": {"codelist": "agg_KommSummer"}, "ContentsCode": ["Personer1"], "Tid": "from(2025)"}


@pytest.fixture
def by(db):
    return User.objects.clockwork()


@pytest.fixture
def grue(db):
    place = make.MunicipalityFactory(name="Grue", slug="grue")
    make.MunicipalityCodeFactory(municipality=place, code="3417")
    make.region(place)
    return place


@pytest.fixture
def service(db, clock, monkeypatch):
    service = Service()
    monkeypatch.setattr(pxweb.time, "sleep", clock.shift)
    monkeypatch.setattr(pxweb.fetch, "WIRE", service.wire())
    with stamina.set_testing(True, attempts=1):
        yield service
    service.close()


def answers(service, *documents):
    service.answers[:] = [each if isinstance(each, bytes) else reply(body=written(each)) for each in documents]


def people(*values):
    return table({"Region": ["K-3417"], "ContentsCode": ["Personer1"], "Tid": ["2025", "2026"]}, values)


def indicator(slug, **more):
    given = {"channel": "ssb", "table": "07459", "query": {"ask": ASK, "pick": {"ContentsCode": ["Personer1"]}}}
    return make.IndicatorFactory(slug=slug, **given | more)


def test_indicators_that_ask_the_same_share_one_call(service, grue, by):
    indicator("a"), indicator("b")
    answers(service, people(4500, 4463))
    told = actions.fetch(Indicator.objects.all(), by=by)
    assert sorted(row.slug for row in told.taken) == ["a", "b"]
    assert len(service.requests) == 1


def test_a_fetched_figure_keeps_the_answer_it_is_from(service, grue, by):
    indicator("a")
    answers(service, people(4500, 4463))
    actions.fetch(Indicator.objects.all(), by=by)
    row = Observation.objects.get(municipality=grue, period="2026")
    assert row.value == 4463
    assert json.loads(bytes(row.response.body))["value"] == [4500, 4463]


def test_one_that_fails_stops_no_other_and_says_why_on_the_desk(service, grue, by, client_for):
    indicator("a", query={"ask": ASK, "pick": {"ContentsCode": ["Gone"]}}), indicator("b")
    answers(service, people(4500, 4463))
    told = actions.fetch(Indicator.objects.order_by("slug"), by=by)
    assert [row.slug for row in told.taken] == ["b"]
    assert "Gone" in Indicator.objects.get(slug="a").problem
    assert "lot seg ikke hente" in client_for("secretary").get("/skrivebord/").content.decode()


def test_an_answer_without_figures_deletes_nothing(service, grue, by):
    indicator("a")
    answers(service, people(4500, 4463), people(None, None))
    actions.fetch(Indicator.objects.all(), by=by)
    FetchedResponse.objects.all().delete()
    told = actions.fetch(Indicator.objects.all(), by=by)
    assert list(told.failed)
    assert Observation.objects.get(municipality=grue, period="2026").value == 4463


def test_a_failure_is_told_once_in_history_however_often_it_is_tried(service, grue, by):
    indicator("a", query={"ask": ASK, "pick": {"ContentsCode": ["Gone"]}})
    answers(service, people(1, 2), people(1, 2))
    for _turn in range(2):
        actions.fetch(Indicator.objects.all(), by=by)
    assert Activity.objects.filter(verb="figures.failed").count() == 1


def test_a_table_whose_number_is_not_known_is_found_and_kept(service, grue, by):
    query = {"find": {"words": "folk", "must_have": ["region"]}, "ask": ASK, "pick": {"ContentsCode": ["Personer1"]}}
    indicator("a", table="", query=query)
    found = {"tables": [{"id": "09999", "label": "09999: Folk", "updated": "2026", "variableNames": ["region", "år"]}]}
    answers(service, reply(body=json.dumps(found | {"page": {"totalPages": 1}}).encode()), people(4500, 4463))
    actions.fetch(Indicator.objects.all(), by=by)
    assert Indicator.objects.get().table == "09999"
    assert "/tables/09999/data" in service.requests[1]


def test_what_was_asked_for_lately_is_not_due(service, grue, by):
    row = indicator("a")
    assert list(actions.due()) == [row]
    answers(service, people(4500, 4463))
    actions.fetch(Indicator.objects.all(), by=by)
    assert list(actions.due()) == []
    Indicator.objects.update(problem="away", tried_at=timezone.now() - timedelta(hours=25))
    assert list(actions.due()) == [row]
