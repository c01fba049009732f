"""What goals give the house: desk, search, export, sitemap, card, piece, API, a person's data and its erasure."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from sterke.core.house import Individual, house
from sterke.directory.actions.merging import merge
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(clock):
    return clock


def kinds_on_desk(user):
    return {item.kind for give in house.desk for item in give(user) if item.kind.startswith("goal_")}


def owned(**facts):
    return make.GoalFactory(**{"numbers": True, "owner": make.PersonFactory(with_user=True)} | facts)


@pytest.mark.parametrize(
    ("facts", "figures", "kinds"),
    [
        ({}, [], {"goal_unmeasured"}),
        ({}, [(date(2026, 11, 1), 60)], set()),
        ({}, [(date(2026, 11, 1), 10)], {"goal_behind"}),
        ({"due": date(2026, 6, 1)}, [(date(2026, 5, 1), 10)], {"goal_missed"}),
        ({"due": date(2026, 6, 1)}, [(date(2026, 5, 1), 100)], set()),
        ({"ended_on": date(2026, 6, 1)}, [], set()),
        ({"owner": None}, [(date(2026, 11, 1), 60)], {"goal_ownerless"}),
    ],
)
def test_the_desk_of_the_secretariat(facts, figures, kinds):
    goal = owned(**facts)
    for day, value in figures:
        make.MeasurementFactory(goal=goal, day=day, value=value)
    assert kinds_on_desk(make.viewer("secretary")) == kinds


def test_an_owner_meets_their_own_on_their_page_and_nobody_elses(client_for):
    mine, other = owned(statement="Mitt eget mål"), owned(statement="En annens mål")
    page = client_for(mine.owner.user).get(reverse("website:my_page")).content.decode()
    assert reverse("goals:measure_goal", args=[mine.slug]) in page
    assert other.statement not in page


def test_goals_without_owners_are_one_line(client_for):
    for _ in range(4):
        make.GoalFactory()
    items = [item for give in house.desk for item in give(make.viewer("secretary")) if item.kind == "goal_ownerless"]
    assert [item.title for item in items] == ["4 mål har ingen eier"]


def test_erased_an_owner_leaves_a_goal_on_the_desk_and_a_figure_without_a_name():
    goal = owned()
    row = make.MeasurementFactory(goal=goal, measured_by=goal.owner.name, measured_by_key=f"directory.person:{goal.owner_id}",
                                  day=date(2026, 11, 1), value=60)  # fmt: skip
    house.erasers["goals"](Individual(name="x", person_id=goal.owner_id, user_id=goal.owner.user_id))
    goal.refresh_from_db()
    row.refresh_from_db()
    assert (goal.owner, row.measured_by, row.measured_by_key, row.value) == (None, "–", "", 60)
    assert kinds_on_desk(make.viewer("secretary")) == {"goal_ownerless"}


def test_a_person_gets_the_goals_they_own_and_what_they_measured():
    goal = owned(statement="Mitt mål")
    make.MeasurementFactory(goal=goal, measured_by_key=f"accounts.user:{goal.owner.user_id}", evidence="Telt av meg")
    given = house.data_of["goals"](Individual(name="x", person_id=goal.owner_id, user_id=goal.owner.user_id))
    assert given["owns"][0]["statement"] == "Mitt mål"
    assert given["measured"][0]["evidence"] == "Telt av meg"
    other = house.data_of["goals"](Individual(name="y", person_id=make.PersonFactory().pk))
    assert other == {"owns": [], "measured": []}


def test_an_export_holds_what_one_may_see_and_no_formula(client_for):
    make.GoalFactory(statement="=HYPERLINK(0)", visibility="members")
    make.GoalFactory(statement="Hysj")
    body = client_for("member").get(reverse("directory:export", args=["goals", "csv"])).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["'=HYPERLINK(0)"]


def test_measurements_are_exported_with_their_evidence(client_for):
    make.MeasurementFactory(goal__visibility="members", evidence="+47 er ikke et telefonnummer her")
    make.MeasurementFactory(evidence="Hysj")
    for kind in ("csv", "xlsx"):
        answer = client_for("member").get(reverse("directory:export", args=["measurements", kind]))
        assert answer.status_code == 200
    body = client_for("member").get(reverse("directory:export", args=["measurements", "csv"])).content.decode()
    assert "'+47" in body
    assert "Hysj" not in body


def test_public_goals_stand_in_the_sitemap_in_the_languages_they_have(client):
    both = make.GoalFactory(statement_en="More", visibility="public")
    one, hidden = make.GoalFactory(visibility="public"), make.GoalFactory()
    body = client.get("/sitemap.xml").content.decode()
    assert all(f"/mal/{goal.slug}/" in body for goal in (both, one))
    assert f"/en/mal/{both.slug}/" in body
    assert f"/en/mal/{one.slug}/" not in body
    assert hidden.slug not in body


def test_a_card_is_given_of_public_goals_only(client_for):
    public, hidden = make.GoalFactory(visibility="public"), make.GoalFactory(visibility="members")
    assert 'property="og:title"' in client_for("anonymous").get(public.get_absolute_url()).content.decode()
    assert 'property="og:title"' not in client_for("member").get(hidden.get_absolute_url()).content.decode()
    assert house.cards["goals:goal"](slug=hidden.slug) is None


def test_the_piece_shows_what_serves_the_one_purpose():
    purpose = make.GoalFactory(visibility="public")
    below = make.GoalFactory(parent=purpose, visibility="public")
    given = house.pieces["goals"].give(make.viewer("outsider"))
    assert (given["purpose"], [branch.goal for branch in given["branches"]]) == (purpose, [below])


def test_a_purpose_says_how_those_below_it_stand():
    purpose = make.GoalFactory(visibility="public")
    below = make.GoalFactory(parent=make.GoalFactory(parent=purpose, visibility="public"), visibility="public")
    make.MeasurementFactory(goal__parent=below, goal__visibility="public", day=date(2026, 11, 1), value=10)
    make.GoalFactory(numbers=True, parent=below, visibility="public")
    given = house.pieces["goals"].give(make.viewer("outsider"))
    assert [text for _tone, text in given["branches"][0].counts] == ["ikke målt ennå: 1", "bakpå: 1"]


def test_no_goals_no_piece():
    assert house.pieces["goals"].give(make.viewer("outsider")) is None


def test_the_api_says_how_goals_stand(client):
    row = make.MeasurementFactory(goal__visibility="public", goal__slug="plasser", value=25)
    hidden = make.GoalFactory(parent=row.goal)
    answer = client.get("/api/goals").json()
    assert (answer["total"], answer["items"][0]["state"], answer["items"][0]["covered"]) == (1, "on_track", 25)
    whole = client.get("/api/goals/plasser").json()
    assert whole["measurements"][0] == {
        "day": "2026-01-01",
        "value": 25.0,
        "evidence": "Telt.",
        "evidence_url": None,
    }
    assert (whole["children"], whole["target"]) == ([], {"day": "2029-01-01", "value": 100.0})
    assert client.get(f"/api/goals/{hidden.slug}").status_code == 404


def test_who_measured_is_not_told_to_machines(client):
    make.MeasurementFactory(goal__visibility="public", goal__slug="plasser", measured_by="Målerud")
    assert "Målerud" not in client.get("/api/goals/plasser").content.decode()


def test_a_merged_owner_leaves_the_goal_with_the_one_who_stays():
    kept, gone = make.PersonFactory(), make.PersonFactory()
    goal = make.GoalFactory(owner=gone)
    merge(kept, gone, by=make.viewer("secretary"))
    goal.refresh_from_db()
    assert goal.owner == kept
