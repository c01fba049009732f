"""The source on trial: asked now by a task, looked at, and taken in when somebody says so."""

import pytest
import stamina
from django.core.exceptions import PermissionDenied

from sterke.region import actions
from sterke.region.figures import pxweb
from sterke.region.models import Indicator, Observation
from tests import factories as make
from tests.core.service import Service, reply
from tests.region.figures import table, written

pytestmark = pytest.mark.django_db
ASK = {"Region": {"codelist": "agg_KommSummer"}, "ContentsCode": ["Personer1"], "Tid": "from(2025)"}
PAGE = "/regionen/tall/folk/prov/"


@pytest.fixture
def service(clock, monkeypatch):
    service = Service()
    monkeypatch.setattr(pxweb.time, "sleep", clock.shift)
    monkeypatch.setattr(pxweb.fetch, "WIRE", service.wire())
    with stamina.set_testing(True, attempts=1):
        yield service
    service.close()


@pytest.fixture
def people(db):
    place = make.MunicipalityFactory(name="Grue", slug="grue")
    make.MunicipalityCodeFactory(municipality=place, code="3417")
    make.region(place)
    query = {"ask": ASK, "pick": {"ContentsCode": ["Personer1"]}}
    return make.IndicatorFactory(slug="folk", name="Folketall", channel="ssb", table="07459", query=query)


def answers(service, *values, status=200):
    document = table({"Region": ["K-3417"], "ContentsCode": ["Personer1"], "Tid": ["2025", "2026"]}, values)
    service.answers[:] = [reply(status=status, body=written(document))]


def test_what_comes_is_seen_before_anything_is_taken_in(client_for, service, people):
    answers(service, 4500, 4463)
    page = client_for("secretary").post(PAGE, follow=True).content.decode()
    for words in ("2 tall kom.", "Ingenting er tatt inn ennå.", "Grue", "4\xa0463"):
        assert words in page
    assert not Observation.objects.exists()


def test_it_is_taken_in_with_the_answer_it_is_from_when_somebody_says_so(client_for, service, people):
    answers(service, 4500, 4463)
    client = client_for("secretary")
    where = client.post(PAGE).url
    page = client.post(where, follow=True).content.decode()
    assert "Tatt inn: 4 nye" in page
    row = Observation.objects.get(municipality__slug="grue", period="2026")
    assert (row.value, row.response.source) == (4463, "ssb")


def test_why_nothing_came_is_told_in_the_readers_language(client_for, service, people):
    people.query = {"ask": ASK, "pick": {"ContentsCode": ["Borte"]}}
    people.save()
    answers(service, 4500, 4463)
    page = client_for("secretary").post(f"/en{PAGE}", follow=True).content.decode()
    assert "The table has no such code: ContentsCode Borte." in page
    assert not Observation.objects.exists()


def test_a_source_that_refuses_is_told_of_and_changes_no_problem_on_the_desk(client_for, service, people):
    answers(service, 1, 2, status=404)
    page = client_for("secretary").post(PAGE, follow=True).content.decode()
    assert "tabellen er trukket tilbake, eller nummeret er feil" in page
    assert Indicator.objects.get().problem == ""


def test_an_answer_without_a_figure_of_ours_is_nothing_to_take_in(client_for, service, people):
    answers(service, None, None)
    page = client_for("secretary").post(PAGE, follow=True).content.decode()
    assert "Her er ikke noe tall for kommunene i regionen." in page
    assert "Ta dem inn" not in page


def test_a_page_whose_answer_is_not_there_yet_looks_again_by_itself_and_by_a_link(client_for, people):
    client = client_for("secretary")
    page = client.get(f"{PAGE}venter/").content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert "Se igjen" in page
    part = client.get(f"{PAGE}venter/", headers={"HX-Request": "true"}).content.decode()
    assert "<title>" not in part


def test_an_answer_that_is_gone_is_not_taken_in(client_for, people):
    page = client_for("secretary").post(f"{PAGE}borte/", follow=True).content.decode()
    assert "Her er ikke noe tall" in page
    assert not Observation.objects.exists()


def test_an_answer_belongs_to_its_indicator(client_for, service, people):
    answers(service, 4500, 4463)
    client = client_for("secretary")
    key = client.post(PAGE).url.split("/")[-2]
    other = make.IndicatorFactory(slug="annet", channel="ssb", query=people.query)
    assert actions.tried(other, key) is None


@pytest.mark.parametrize("channel", ["sheet", "worked_out"])
def test_only_what_is_asked_for_can_be_tried(client_for, people, channel):
    Indicator.objects.update(channel=channel)
    assert client_for("secretary").get(PAGE).status_code == 404


def test_try_source_refuses_a_member(people):
    with pytest.raises(PermissionDenied):
        actions.try_source(people, key="x", by=make.viewer("member"))
    with pytest.raises(PermissionDenied):
        actions.take_tried(people, "x", by=make.viewer("member"))
