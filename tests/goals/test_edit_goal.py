"""The secretariat changes, ends and takes up a goal."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from sterke.core import links
from sterke.core.models import Activity
from sterke.goals import actions, mails
from sterke.goals.models import Goal
from tests import factories as make
from tests.goals.test_start_goal import FACTS

pytestmark = pytest.mark.django_db


def edit(client, goal, **changed):
    facts = FACTS | {"seen_version": goal.version, "owner": goal.owner_id or "", "parent": goal.parent_id or ""}
    return client.post(reverse("goals:edit_goal", args=[goal.slug]), facts | changed)


@pytest.fixture
def goal():
    return make.GoalFactory(numbers=True, visibility="public", owner=make.AppointmentFactory().person)


def test_edit_goal_keeps_the_address_and_tells_what_changed_in_words(client_for, goal):
    other = make.AppointmentFactory().person
    assert edit(client_for("secretary"), goal, owner=other.pk).status_code == 302
    changes = Activity.objects.get(verb="goal.edited").details["changes"]
    assert changes["eier"] == [str(goal.owner), str(other)]
    assert changes["måltall"] == ["100", "170"]
    assert Goal.objects.get().slug == goal.slug


def test_the_owner_who_stays_is_told_that_it_changed(client_for, goal, letters):
    edit(client_for("secretary"), goal)
    (mail,) = letters()
    assert (mail.to, "endret" in mail.subject) == (goal.owner.user.email, True)


def test_a_save_that_changes_nothing_tells_nobody(client_for, goal, letters):
    client = client_for("secretary")
    edit(client, goal)
    goal.refresh_from_db()
    before = len(letters()), Activity.objects.count()
    edit(client, goal)
    assert (len(letters()), Activity.objects.count()) == before


def test_a_new_owner_is_told_and_the_link_of_the_old_one_stops(client_for, goal, letters):
    token = links.make(mails.MEASURE, goal, holder=goal.owner.email, person=goal.owner_id)
    new = make.AppointmentFactory().person
    edit(client_for("secretary"), goal, owner=new.pk)
    assert [mail.to for mail in letters()] == [new.user.email]
    with pytest.raises(links.LinkProblem, match="revoked"):
        links.read(token, mails.MEASURE)


def test_two_editing_at_once_the_second_sees_the_difference(client_for, goal):
    client = client_for("secretary")
    edit(client, goal)
    second = edit(client, goal, statement="Noe helt annet")
    assert second.status_code == 422
    assert any(typed == "Noe helt annet" for _label, _now, typed in second.context["form"].conflicts)
    assert Goal.objects.get().statement == FACTS["statement"]


def test_a_goal_cannot_serve_itself(client_for, goal):
    answer = edit(client_for("secretary"), goal, parent=goal.pk)
    assert "kan ikke tjene seg selv" in answer.context["form"].errors["parent"][0]


def test_a_goal_cannot_serve_a_goal_that_serves_it(client_for, goal):
    child = make.GoalFactory(parent=goal)
    grandchild = make.GoalFactory(parent=child)
    answer = edit(client_for("secretary"), goal, parent=grandchild.pk)
    assert "kan ikke tjene seg selv" in answer.context["form"].errors["parent"][0]
    goal.refresh_from_db()
    assert goal.parent is None


def test_a_tree_that_is_broken_already_is_no_endless_walk(client_for):
    one, other = make.GoalFactory(visibility="public"), make.GoalFactory(visibility="public")
    Goal.objects.filter(pk=one.pk).update(parent=other)
    Goal.objects.filter(pk=other.pk).update(parent=one)
    client = client_for("secretary")
    assert client.get(one.get_absolute_url()).status_code == 200
    assert client.get(reverse("goals:goals")).status_code == 200
    one.refresh_from_db()
    assert edit(client, one, parent=other.pk).status_code == 422


def test_a_tree_grows_twelve_deep_and_no_deeper(client_for):
    row = None
    for _ in range(12):
        row = make.GoalFactory(parent=row)
    answer = client_for("secretary").post(reverse("goals:start_goal"), FACTS | {"parent": row.pk})
    assert answer.context["form"].errors["parent"]


def test_end_goal_says_what_came_of_it_and_tells_the_owner(client_for, goal, letters):
    token = links.make(mails.MEASURE, goal, holder=goal.owner.email, person=goal.owner_id)
    facts = {"on": timezone.localdate().isoformat(), "outcome": "Nådd, med to i overkant."}
    client_for("secretary").post(reverse("goals:end_goal", args=[goal.slug]), facts)
    goal.refresh_from_db()
    assert (goal.ended_on, goal.outcome) == (timezone.localdate(), "Nådd, med to i overkant.")
    assert "Nådd, med to i overkant." in letters()[-1].text
    assert Activity.objects.about(goal).filter(verb="goal.ended").exists()
    with pytest.raises(links.LinkProblem):
        links.read(token, mails.MEASURE)


@pytest.mark.parametrize("on", [date(2024, 1, 1), date(2126, 1, 1), "i går"])
def test_a_last_day_before_the_first_or_in_the_future_is_refused(client_for, goal, on):
    answer = client_for("secretary").post(
        reverse("goals:end_goal", args=[goal.slug]), {"on": str(on), "outcome": "Slutt."}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["on"]
    goal.refresh_from_db()
    assert goal.is_open


def test_an_ended_goal_stands_as_it_stood_then(client_for, goal):
    make.MeasurementFactory(goal=goal, day=date(2025, 7, 1), value=5)
    Goal.objects.filter(pk=goal.pk).update(ended_on=date(2026, 1, 1))
    page = client_for("anonymous").get(reverse("goals:goals"))
    (ended,) = page.context["ended"]
    assert (ended.state, page.context["branches"]) == ("behind", [])


def test_resume_goal_opens_it_again(client_for, goal):
    client = client_for("secretary")
    actions.end_goal(goal, outcome="Slutt.", by=client.user)
    client.post(reverse("goals:resume_goal", args=[goal.slug]))
    goal.refresh_from_db()
    assert (goal.ended_on, goal.outcome) == (None, "")
    assert Activity.objects.about(goal).filter(verb="goal.resumed").exists()


@pytest.mark.parametrize("who", ["outsider", "member", "network_leader", "board"])
def test_nobody_else_ends_or_takes_up(who, goal):
    by = make.viewer(who)
    with pytest.raises(PermissionDenied):
        actions.end_goal(goal, outcome="Slutt.", by=by)
    Goal.objects.filter(pk=goal.pk).update(ended_on=timezone.localdate() - timedelta(days=1))
    goal.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.resume_goal(goal, by=by)


def test_an_indicator_that_a_goal_uses_cannot_be_deleted_and_the_office_says_so(client_for):
    indicator = make.IndicatorFactory(name="Unge voksne")
    make.GoalFactory(statement="Flere unge", indicator=indicator)
    answer = client_for("secretary").post(reverse("office_indicator:delete", args=[indicator.pk]), follow=True)
    assert "«Unge voksne» kan ikke slettes; det brukes av mål «Flere unge»" in answer.content.decode()
    indicator.refresh_from_db()
