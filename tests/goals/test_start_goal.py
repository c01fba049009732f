"""The secretariat sets a goal: done, told, refused, and every sort of bad input."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from sterke.core.models import Activity
from sterke.goals import actions
from sterke.goals.models import Goal
from tests import factories as make

pytestmark = pytest.mark.django_db
FACTS = {
    "statement": "Femti flere læreplasser", "statement_en": "Fifty more apprentice places", "why": "Vi mangler hender.",
    "why_en": "", "order": "1", "visibility": "public", "baseline": "120", "baseline_on": "2014-10-01",
    "target_is": "exact", "target": "170", "due": "2016-12-31", "unit": "læreplasser", "unit_en": "places",
    "measure_every_days": "90",
}  # fmt: skip
NO_NUMBERS = dict.fromkeys(("baseline", "baseline_on", "target", "due"), "")


@pytest.fixture
def send(client_for):
    client = client_for("secretary")

    def post(**changed):
        return client.post(reverse("goals:start_goal"), FACTS | changed)

    post.client = client
    return post


def errors(answer):
    assert answer.status_code == 422
    assert Goal.objects.count() == 0
    return answer.context["form"].errors


def test_start_goal_leads_to_its_page_and_stands_in_history(send):
    answer = send()
    goal = Goal.objects.get()
    assert answer.url == goal.get_absolute_url() == "/mal/femti-flere-laereplasser/"
    assert (goal.target, goal.due, goal.visibility) == (170, date(2016, 12, 31), "public")
    assert Activity.objects.about(goal).get().verb == "goal.started"


@pytest.mark.parametrize(("way", "typed", "target"), [("more", "50", 170), ("fewer", "50", 70), ("exact", "50", 50)])
def test_the_target_may_be_said_as_so_many_more_than_it_was(send, way, typed, target):
    send(target_is=way, target=typed)
    assert Goal.objects.get().target == target


def test_a_purpose_needs_no_numbers(send):
    send(**NO_NUMBERS)
    assert Goal.objects.get().aim is None


def test_a_new_goal_is_for_the_secretariat_unless_said_otherwise(client_for):
    goal = actions.start_goal(statement="Noe", by=client_for("secretary").user)
    assert goal.visibility == "secretariat"


def test_a_double_click_sets_one_goal(send):
    assert [send(once="same").status_code for _ in range(2)] == [302, 302]
    assert Goal.objects.count() == 1


def test_two_goals_of_the_same_words_have_two_addresses(send):
    send(), send()
    assert sorted(Goal.objects.values_list("slug", flat=True)) == [
        "femti-flere-laereplasser",
        "femti-flere-laereplasser-2",
    ]


def test_the_address_where_goals_are_made_is_no_goal(send):
    send(statement="Nytt")
    assert Goal.objects.get().slug == "nytt-2"


def test_the_owner_is_told(send, letters):
    owner = make.AppointmentFactory().person
    send(owner=owner.pk)
    (mail,) = letters()
    assert mail.to == owner.user.email
    assert "dette er ditt" in mail.subject
    assert "Fra 120 læreplasser til 170 læreplasser" in mail.text


def test_nobody_is_told_of_what_they_did_themselves(send, letters):
    send(owner=send.client.user.person.pk)
    assert Goal.objects.get().owner == send.client.user.person
    assert letters() == []


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"due": "2014-10-01"}, "due", "Fristen må ligge etter"),
        ({"due": "2013-01-01"}, "due", "Fristen må ligge etter"),
        ({"target": "120"}, "target", "der det står allerede"),
        ({"target_is": "more", "target": "0"}, "target", "der det står allerede"),
        ({"target_is": "more", "target": "-5"}, "target", "over null"),
        ({"target_is": "more", "target": "9999999999999"}, "target", "mer enn"),
        ({"target_is": "many"}, "target_is", ""),
        ({"target": ""}, "target", "alle tallene sine, eller ingen"),
        ({"baseline_on": ""}, "baseline_on", "alle tallene sine, eller ingen"),
        ({"baseline": "mange"}, "baseline", "Skriv et tall"),
        ({"baseline": "NaN"}, "baseline", "Skriv et tall"),
        ({"baseline": "Infinity"}, "baseline", "Skriv et tall"),
        ({"baseline": "1e9"}, "baseline", "Skriv et tall"),
        ({"baseline": "1,2,3"}, "baseline", "Skriv et tall"),
        ({"baseline": "."}, "baseline", ""),
        ({"baseline": "1,2345"}, "baseline", ""),
        ({"baseline": "99999999999999"}, "baseline", ""),
        ({"baseline_on": "i fjor"}, "baseline_on", ""),
        ({"due": "2016-02-30"}, "due", ""),
        ({"statement": ""}, "statement", ""),
        ({"statement": "!!!"}, "statement", "med ord"),
        ({"statement": "x" * 201}, "statement", ""),
        ({"visibility": "alle"}, "visibility", ""),
        ({"measure_every_days": "0"}, "measure_every_days", ""),
        ({"measure_every_days": "99999999"}, "measure_every_days", ""),
        ({"parent": "77"}, "parent", ""),
        ({"parent": "x"}, "parent", ""),
        ({"owner": "77"}, "owner", ""),
        ({"order": "-1"}, "order", ""),
    ],
)
def test_bad_input_is_told_beside_the_field_and_stores_nothing(send, changed, field, words):
    told = errors(send(**changed))
    assert words in " ".join(told[field])


@pytest.mark.parametrize(
    ("typed", "value"),
    [("8 676", "8676"), ("8\u00a0676", "8676"), ("8\u202f676,5", "8676.5"), ("12.5", "12.5"), ("−3", "-3"), ("0", "0")],
)
def test_numbers_are_read_as_people_write_them(send, typed, value):
    send(baseline=typed)
    assert Goal.objects.get().baseline == Decimal(value)


def test_in_english_a_comma_groups(send):
    with translation.override("en"):
        send.client.post(reverse("goals:start_goal"), FACTS | {"baseline": "8,676.5"})
    assert Goal.objects.get().baseline == Decimal("8676.5")


def test_a_municipality_goes_with_an_indicator(send):
    assert "indikator" in errors(send(municipality=make.MunicipalityFactory().pk))["municipality"][0]


def test_a_goal_is_for_no_more_people_than_its_indicator(send):
    indicator = make.IndicatorFactory(visibility="board")
    assert errors(send(indicator=indicator.pk))["visibility"]
    assert send(indicator=indicator.pk, visibility="board").status_code == 302


def test_what_was_typed_is_kept(send):
    answer = send(due="2013-01-01", why="Et langt hvorfor")
    assert "Et langt hvorfor" in answer.content.decode()


def test_somebody_without_a_post_cannot_be_made_owner(send):
    assert errors(send(owner=make.PersonFactory().pk))["owner"]


@pytest.mark.parametrize("who", ["outsider", "member", "main_contact", "network_leader", "board"])
def test_start_goal_refuses_all_but_the_secretariat(who):
    with pytest.raises(PermissionDenied):
        actions.start_goal(statement="Noe", by=make.viewer(who))


def test_the_action_refuses_what_the_form_would():
    by = make.viewer("secretary")
    with pytest.raises(ValidationError):
        actions.start_goal(statement="Noe", baseline=Decimal(1), by=by)
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [{"baseline": 1}, {"target": 1, "due": date(2026, 1, 1)}],
)
def test_the_database_holds_the_rule_too(facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.GoalFactory(**facts)


def test_the_database_refuses_a_goal_that_goes_nowhere():
    for wrong in ({"target": Decimal(0)}, {"due": date(2025, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.GoalFactory(numbers=True, **wrong)
