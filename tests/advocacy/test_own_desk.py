"""Whoever owns a case, a meeting or a goal has a desk with that alone, member or not; others have none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.PersonFactory(user=make.viewer("outsider"))


@pytest.fixture
def due():
    return {"paraphrase": "Brua er ferdig", "due": timezone.localdate() + timedelta(days=3)}


def test_the_owner_of_a_case_finds_what_is_due_in_it_and_nothing_of_others(owner, due, client):
    make.PromiseFactory(case__owner=owner, **due)
    make.PromiseFactory(**due | {"paraphrase": "Andres sak"})
    client.force_login(owner.user)
    page = client.get("/skrivebord/")
    assert "Brua er ferdig" in page.text
    assert "Andres sak" not in page.text
    assert page.context["figures"] == []  # how the cluster stands is the board's


def test_the_owner_of_a_meeting_is_asked_what_came_of_it(owner, client):
    make.MeetingFactory(owner=owner, title="Frokost med statsråden")
    client.force_login(owner.user)
    assert "Frokost med statsråden" in client.get("/skrivebord/").text


@pytest.mark.parametrize("role", ["outsider", "member"])
def test_with_nothing_of_their_own_there_is_no_desk(role, due, client_for):
    make.PromiseFactory(case__visibility="public", visibility="public", **due)
    assert client_for(role).get("/skrivebord/").status_code == 403
