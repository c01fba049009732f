"""A gathering belongs to a case: it stands in the case's story, and its page leads there, for those who see both."""

import datetime

import pytest

from tests import factories as make

pytestmark = pytest.mark.django_db
LAST_YEAR = datetime.date(2025, 11, 20)


def test_it_stands_in_the_story_and_leads_to_the_case(client):
    case = make.CaseFactory(slug="bru", title="Ny bru", visibility="public")
    make.GatheringFactory(open=True, slug="forum", title="Industriforum", case=case, day=LAST_YEAR)
    assert "Industriforum" in client.get("/saker/bru/").content.decode()
    assert "Ny bru" in client.get("/styrketrening/forum/").content.decode()


def test_a_draft_and_what_was_called_off_stand_in_no_story(client):
    case = make.CaseFactory(slug="bru", visibility="public")
    make.GatheringFactory(title="Bare en tanke", case=case)
    make.GatheringFactory(open=True, title="Ble ikke noe av", case=case, status="cancelled")
    page = client.get("/saker/bru/").content.decode()
    assert "Bare en tanke" not in page
    assert "Ble ikke noe av" not in page


def test_a_hidden_case_is_not_told_of_by_its_gathering(client):
    make.GatheringFactory(open=True, slug="forum", case=make.CaseFactory(title="Hemmelig sak"))
    assert "Hemmelig sak" not in client.get("/styrketrening/forum/").content.decode()


def test_whoever_plans_it_chooses_the_case(client_for):
    case = make.CaseFactory(visibility="public", title="Ny bru")
    page = client_for("secretary").get("/styrketrening/ny/").content.decode()
    assert f'<option value="{case.pk}">Ny bru</option>' in page
