"""Gatherings for machines: what the pages say, and never who comes."""

import datetime

import pytest
from django.utils import timezone

from sterke.gatherings.models import GoalResult, ProgrammeItem, Speaker
from tests import factories as make

pytestmark = pytest.mark.django_db


def listed(client, query=""):
    return [row["slug"] for row in client.get(f"/api/gatherings{query}").json()["items"]]


def test_those_to_come_are_listed_soonest_first_and_those_that_were_on_demand(client):
    today = timezone.localdate()
    for slug, days in (("senere", 40), ("snart", 2), ("var", -20)):
        make.GatheringFactory(open=True, slug=slug, day=today + datetime.timedelta(days=days))
    assert listed(client) == ["snart", "senere"]
    assert listed(client, "?when=past") == ["var"]


def test_a_network_s_own(client):
    network = make.NetworkFactory(slug="hms", visibility="public")
    make.GatheringFactory(open=True, slug="deres", network=network)
    make.GatheringFactory(open=True, slug="andres")
    assert listed(client, "?network=hms") == ["deres"]


def test_one_with_its_goals_results_and_programme(client):
    row = make.GatheringFactory(open=True, slug="null-avvik", aim=None, capacity=10)
    goal = make.GatheringGoalFactory(gathering=row, statement_en="Eight companies take apprentices")
    GoalResult.objects.create(goal=goal, days_after=0, value=9, evidence="Hender i været", told_by="Noen")
    item = ProgrammeItem.objects.create(gathering=row, title="Omvisning", starts_at=row.starts_at)
    Speaker.objects.create(item=item, name="Vert Vertsen", title="verksmester")
    make.RegistrationFactory(gathering=row)
    got = client.get("/api/gatherings/null-avvik").json()
    assert (got["stage"], got["seats"], got["seats_left"]) == ("open", 10, 9)
    assert got["goals"][0]["statement_en"] == "Eight companies take apprentices"
    assert got["goals"][0]["results"] == [{"days_after": 0, "value": 9.0, "evidence": "Hender i været"}]
    assert got["programme"][0]["speakers"] == [{"name": "Vert Vertsen", "title": "verksmester"}]


def test_who_comes_and_where_the_meeting_is_online_is_not_given(client):
    row = make.GatheringFactory(open=True, slug="null-avvik")
    make.RegistrationFactory(gathering=row, name="Hemmelig Deltaker", company_name="Skjult Verk")
    text = client.get("/api/gatherings/null-avvik").content.decode()
    assert "Hemmelig" not in text
    assert "Skjult" not in text
    assert "video" not in text
