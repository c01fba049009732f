"""What the pages of goals show, and to whom."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from sterke.core.house import Contribution, house
from sterke.core.visibility import Visibility
from tests import factories as make

pytestmark = pytest.mark.django_db


def goals_on(page):
    def walk(branches):
        for branch in branches:
            yield branch.goal
            yield from walk(branch.children)

    return set(walk(page.context["branches"]))


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        ("anonymous", {"public"}),
        ("outsider", {"public"}),
        ("member", {"public", "members"}),
        ("board", {"public", "members", "board"}),
        ("secretary", {"public", "members", "board", "secretariat"}),
    ],
)
def test_the_tree_shows_only_what_the_viewer_may_see(client_for, viewer, seen):
    rows = {level: make.GoalFactory(visibility=level) for level in Visibility.values}
    client = client_for(viewer)
    assert goals_on(client.get(reverse("goals:goals"))) == {rows[level] for level in seen}
    for level, row in rows.items():
        assert client.get(row.get_absolute_url()).status_code == (200 if level in seen else 404)


def test_whoever_owns_a_goal_sees_it(client_for):
    user = make.viewer("outsider")
    goal = make.GoalFactory(owner=make.PersonFactory(user=user))
    client = client_for(user)
    assert client.get(goal.get_absolute_url()).status_code == 200
    assert goals_on(client.get(reverse("goals:goals"))) == {goal}


def test_the_tree_is_a_tree(client_for):
    top = make.GoalFactory(visibility="public")
    child = make.GoalFactory(parent=top, visibility="public")
    make.GoalFactory(parent=child, visibility="public")
    (branch,) = client_for("anonymous").get(reverse("goals:goals")).context["branches"]
    assert (branch.goal, branch.children[0].goal, len(branch.children[0].children)) == (top, child, 1)


def test_a_goal_below_a_hidden_one_stands_at_the_top_and_does_not_name_it(client_for):
    hidden = make.GoalFactory(statement="Hysj")
    child = make.GoalFactory(parent=hidden, visibility="public")
    client = client_for("anonymous")
    assert goals_on(client.get(reverse("goals:goals"))) == {child}
    page = client.get(child.get_absolute_url())
    assert [label for label, _url in page.context["trail"]] == ["Mål"]
    assert "Hysj" not in page.content.decode()


def test_the_bar_says_in_words_what_it_draws(client_for):
    row = make.MeasurementFactory(goal__visibility="public", value=25, day=date(2026, 1, 1))
    page = client_for("anonymous").get(row.goal.get_absolute_url()).content.decode()
    assert 'aria-label="25 prosent av veien; den rette linja var på 24"' in page
    assert "25 plasser den 1. januar 2026. Målet er 100 plasser innen 1. januar 2029." in page
    assert "i rute" in page
    assert "høyst en tjuedel av hele veien bak" in page  # the rule


def test_the_figures_stand_in_a_table_beside_the_drawing(client_for):
    row = make.MeasurementFactory(goal__visibility="public", value=25, day=date(2026, 1, 1))
    (line,) = client_for("anonymous").get(row.goal.get_absolute_url()).context["lines"]
    assert (line.day, line.value, line.expected) == (date(2026, 1, 1), "25 plasser", "25")


def test_the_owner_is_named_only_to_those_who_may_see_them(client_for):
    role = make.RoleFactory(visibility="members", organisation__visibility="public")
    goal = make.GoalFactory(visibility="public", owner=role.person)
    for viewer, seen in (("anonymous", False), ("member", True)):
        page = client_for(viewer).get(goal.get_absolute_url()).content.decode()
        assert (role.person.name in page) is seen


def test_who_measured_is_for_members(client_for):
    row = make.MeasurementFactory(goal__visibility="public", measured_by="Målerud")
    for viewer, seen in (("anonymous", False), ("member", True)):
        assert ("Målerud" in client_for(viewer).get(row.goal.get_absolute_url()).content.decode()) is seen


def test_a_goal_measured_by_an_indicator_changes_state_when_a_new_year_arrives(client_for, clock):
    place, indicator = make.MunicipalityFactory(), make.IndicatorFactory()
    goal = make.GoalFactory(numbers=True, indicator=indicator, visibility="public")
    client, seen = client_for("anonymous"), []
    for year, value in ((2026, 26), (2027, 30), (2028, 100)):
        clock.move_to(datetime(year, 6, 1, tzinfo=UTC))
        make.figures(indicator, place, **{f"_{year}": value})
        page = client.get(goal.get_absolute_url())
        seen.append(page.context["progress"].state)
    assert seen == ["on_track", "behind", "reached"]
    assert "Kilde: Statistisk sentralbyrå" in page.content.decode()


def test_a_goal_for_one_municipality_is_measured_there(client_for):
    here, there, indicator = make.MunicipalityFactory(), make.MunicipalityFactory(), make.IndicatorFactory()
    make.figures(indicator, here, _2026=30)
    make.figures(indicator, there, _2026=5)
    goal = make.GoalFactory(numbers=True, indicator=indicator, municipality=here, visibility="public")
    page = client_for("anonymous").get(goal.get_absolute_url())
    assert page.context["progress"].figure.value == 30


def test_figures_of_a_hidden_indicator_are_not_told_by_the_goal(client_for):
    place, indicator = make.MunicipalityFactory(), make.IndicatorFactory(visibility="secretariat")
    make.figures(indicator, place, _2026=30)
    goal = make.GoalFactory(numbers=True, indicator=indicator, visibility="public")
    page = client_for("anonymous").get(goal.get_absolute_url())
    assert (page.context["progress"].figure, page.context["chart"].points) == (None, [])


@pytest.fixture
def a_room():
    """A room that did one public and one hidden thing for whichever goal."""

    def give(goal, since, until, user):
        assert since <= until
        yield Contribution("Samlinger", "Kveld for elever", date(2026, 3, 1), "/samling/", "40 fra 30 bedrifter")
        if user.is_authenticated and user.is_secretary:
            yield Contribution("Møter", "Møte bak dørene", date(2026, 4, 1))

    house.contributions.append(give)
    yield
    house.contributions.remove(give)


def test_what_a_room_does_for_a_goal_stands_on_its_page_for_those_who_may_see_it(client_for, a_room):
    goal = make.GoalFactory(numbers=True, visibility="public")
    page = client_for("anonymous").get(goal.get_absolute_url())
    assert [each.title for each in page.context["contributions"]] == ["Kveld for elever"]
    assert "40 fra 30 bedrifter" in page.content.decode()
    page = client_for("secretary").get(goal.get_absolute_url())
    assert [each.title for each in page.context["contributions"]] == ["Møte bak dørene", "Kveld for elever"]
    assert dict(page.context["kinds"]) == {"Samlinger": 1, "Møter": 1}


def test_the_page_is_in_english_where_the_words_are(client_for):
    goal = make.GoalFactory(statement="Flere unge", statement_en="More young people", visibility="public")
    norwegian = make.GoalFactory(statement="Bare norsk", visibility="public")
    client = client_for("anonymous")
    with translation.override("en"):
        page = client.get(goal.get_absolute_url()).content.decode()
        other = client.get(norwegian.get_absolute_url()).content.decode()
    assert "<h1>More young people</h1>" in page
    assert '<h1 lang="nb">Bare norsk</h1>' in other
