"""An article begun from what a gathering has to tell: a draft, with its figures filled in, once."""

import datetime

import pytest
from django.utils import timezone

from sterke.gatherings.models import GatheringFeedback, GoalResult
from sterke.publishing.models import ArticlePage
from tests import editorial
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def held():
    editorial.news()
    day = timezone.localdate() - datetime.timedelta(days=3)
    row = make.GatheringFactory(
        open=True, aim=None, title="Null avvik", title_en="No faults", slug="null-avvik", place="Solør", day=day
    )
    for n in range(3):
        make.RegistrationFactory(gathering=row, organisation=make.OrganisationFactory(name=f"Verk {n // 2}"))
    goal = make.GatheringGoalFactory(gathering=row, unit="bedrifter")
    GoalResult.objects.create(goal=goal, days_after=0, value=9, evidence="Hender i været", told_by="Noen")
    return row


def path(row):
    return f"/aktuelt/utkast/gatherings.gathering:{row.pk}/"


def test_the_draft_has_the_figures_the_goals_and_nobody_s_name(client_for, held):
    answer = client_for("secretary").post(path(held))
    page = ArticlePage.objects.get()
    assert answer.url == f"/kontoret/pages/{page.pk}/edit/"
    assert not page.live
    assert page.title == "Null avvik: 3 personer fra 3 bedrifter"
    assert page.title_en == "No faults: 3 people from 3 companies"
    body = str(page.body)
    assert "Målet var 8 bedrifter." in body
    assert "9 bedrifter. Hender i været" in body
    assert "Deltaker" not in body + page.lead


def test_asked_for_twice_it_is_the_draft_that_was_begun(client_for, held):
    client = client_for("secretary")
    assert client.post(path(held)).url == client.post(path(held)).url
    assert ArticlePage.objects.count() == 1


def test_a_gathering_that_has_not_been_has_nothing_to_tell(client_for):
    editorial.news()
    row = make.GatheringFactory(open=True)
    answer = client_for("secretary").post(path(row), follow=True)
    assert "Det er ingenting å fortelle om den ennå." in answer.content.decode()
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("key", ["gatherings.gathering:0", "accounts.user:1", "tull", "gatherings.gathering:x"])
def test_what_has_no_story_is_not_found(client_for, key):
    editorial.news()
    assert client_for("secretary").post(f"/aktuelt/utkast/{key}/").status_code == 404


@pytest.mark.parametrize("viewer", ["member", "board"])
def test_only_the_secretariat_writes_in_the_office(client_for, held, viewer):
    assert client_for(viewer).post(path(held)).status_code == 403
    assert not ArticlePage.objects.exists()


def test_what_members_saw_is_told_to_members(client_for, held):
    held.visibility, held.opens_to = "members", "members"
    held.save()
    client_for("secretary").post(path(held))
    assert ArticlePage.objects.get().visibility == "members"


def test_few_answers_say_nothing_of_what_people_thought(client_for, held):
    GatheringFeedback.objects.create(gathering=held, useful=1)
    client_for("secretary").post(path(held))
    assert "svarte etterpå" not in str(ArticlePage.objects.get().body)


def test_the_way_to_it_is_where_one_writes_what_came_of_the_gathering(client_for, held):
    assert path(held) in client_for("secretary").get("/styrketrening/null-avvik/etterpaa/").content.decode()
