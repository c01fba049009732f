import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sterke.core import links
from sterke.core.models import OutgoingMail
from sterke.gatherings import actions, reports
from sterke.gatherings.models import GatheringFeedback, GatheringFollowUp, GoalResult, Material
from sterke.goals.models import Goal
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def held(days_ago: int = 1, **facts):
    day = timezone.localdate() - days_ago * DAY
    return make.GatheringFactory(open=True, aim=None, day=day, **facts)


def link_in(mail: OutgoingMail) -> str:
    return (
        next(word for word in mail.text.split() if "/" in word and word.startswith("http"))
        .split("://")[1]
        .partition("/")[2]
    )


def test_those_who_had_a_seat_are_thanked_once():
    row = held()
    make.RegistrationFactory(gathering=row)
    make.RegistrationFactory(gathering=row, state="cancelled")
    secretary = make.viewer("secretary")
    assert actions.thank(row, words="Vi fikk det til.", by=secretary) == 1
    with pytest.raises(ValidationError):
        actions.thank(row, by=secretary)
    mail = OutgoingMail.objects.get()
    assert "Vi fikk det til." in mail.text


def test_nobody_is_thanked_before_it_is_over_or_by_just_anybody():
    with pytest.raises(ValidationError):
        actions.thank(make.GatheringFactory(open=True), by=make.viewer("secretary"))
    with pytest.raises(PermissionDenied):
        actions.thank(held(), by=make.viewer("member"))


def test_three_questions_are_answered_once_by_link_and_carry_no_name(client):
    row = held()
    registration = make.RegistrationFactory(gathering=row)
    actions.thank(row, by=make.viewer("secretary"))
    path = "/" + link_in(OutgoingMail.objects.get())
    assert client.get(path).status_code == 200
    assert client.post(path, {"send": "1"}).status_code == 422
    answer = {"useful": "5", "takes_home": "Ringe naboen"}
    assert client.post(path, answer).status_code == 200
    assert client.post(path, answer).status_code == 410
    found = GatheringFeedback.objects.get()
    assert (found.useful, found.takes_home) == (5, "Ringe naboen")
    assert registration.name not in str(vars(found))


@pytest.mark.parametrize(("days_after", "asked_on"), [(0, [1]), (30, [1, 30]), (180, [1, 30, 180])])
def test_how_a_goal_went_is_asked_for_at_the_end_after_a_month_and_after_half_a_year(days_after, asked_on):
    person = make.PersonFactory(with_user=True)
    row = held()
    make.GatheringGoalFactory(gathering=row, days_after=days_after, asked=person)
    asked = []
    for day in range(200):
        actions.ask_how_goals_went(row.last_day + day * DAY)
        if OutgoingMail.objects.count() > len(asked):
            asked.append(day)
    assert asked == asked_on


def test_the_one_who_was_asked_tells_by_link_and_it_stands_beside_the_goal(client):
    person = make.PersonFactory(with_user=True)
    row = held(days_ago=2)
    goal = make.GatheringGoalFactory(gathering=row, asked=person)
    actions.ask_how_goals_went()
    path = "/" + link_in(OutgoingMail.objects.get())
    assert client.post(path, {"value": "9", "evidence": "Ni hender i været"}).status_code == 200
    result = GoalResult.objects.get()
    assert (result.goal, result.value, result.told_by) == (goal, Decimal(9), person.name)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Ni hender i været" in page and "nådd" in page


def test_where_nobody_was_named_whoever_answers_for_the_gathering_is_asked_and_may_tell(client):
    person = make.PersonFactory(with_user=True)
    row = held(days_ago=2, responsible=person)
    make.GatheringGoalFactory(gathering=row)
    actions.ask_how_goals_went()
    path = "/" + link_in(OutgoingMail.objects.get())
    assert client.post(path, {"value": "9", "evidence": "Ni hender"}).status_code == 200
    assert GoalResult.objects.get().told_by == person.name


def test_the_link_stops_when_somebody_else_is_asked(client):
    row = held(days_ago=2)
    goal = make.GatheringGoalFactory(gathering=row, asked=make.PersonFactory(with_user=True))
    actions.ask_how_goals_went()
    goal.asked = make.PersonFactory()
    goal.save()
    path = "/" + link_in(OutgoingMail.objects.get())
    assert client.post(path, {"value": "9", "evidence": "x"}).status_code == 410
    assert not GoalResult.objects.exists()


def test_what_somebody_took_on_is_done_by_the_link_in_their_mail(client):
    person = make.PersonFactory(with_user=True)
    row = held()
    actions.take_on(row, what="Ringe skolen", owner=person, due=timezone.localdate(), by=make.viewer("secretary"))
    path = "/" + link_in(OutgoingMail.objects.get())
    assert client.get(path).status_code == 200
    assert GatheringFollowUp.objects.get().done_on is None
    assert client.post(path, {"outcome": "De kommer"}).status_code == 200
    assert GatheringFollowUp.objects.get().outcome == "De kommer"


def test_a_follow_up_lies_on_the_desk_of_the_secretariat_until_it_is_done(client_for):
    row = held()
    taken = actions.take_on(row, what="Ringe skolen", owner=None, due=timezone.localdate(), by=make.viewer("secretary"))
    client = client_for("secretary")
    assert "Ringe skolen" in client.get("/skrivebord/").content.decode()
    actions.finish_follow_up(taken, by=make.viewer("secretary"))
    assert "Ringe skolen" not in client.get("/skrivebord/").content.decode()


@pytest.mark.parametrize(("for_all", "viewer", "status"), [
    (False, "anonymous", 404), (False, "member", 404), (False, "secretary", 200), (True, "anonymous", 200),
])  # fmt: skip
def test_material_is_for_those_who_came_unless_it_is_for_all(for_all, viewer, status, client_for, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row = held()
    file = SimpleUploadedFile("tall.pdf", b"%PDF-1.7")
    material = actions.share_material(
        row, Material(title="Tallene", file=file, for_all=for_all), by=make.viewer("secretary")
    )
    answer = client_for(viewer).get(f"{row.get_absolute_url()}materiell/{material.pk}/")
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["vondt.html", "vondt.svg", "vondt.exe", "vondt"])
def test_files_that_could_do_harm_are_refused(name):
    with pytest.raises(ValidationError):
        file = SimpleUploadedFile(name, b"<script>")
        actions.share_material(held(), Material(title="X", file=file), by=make.viewer("secretary"))


def test_the_sums_count_people_companies_and_goals_that_were_reached():
    company = make.OrganisationFactory(member=True)
    for _ in range(2):
        row = held(days_ago=400)
        make.RegistrationFactory(gathering=row, organisation=company)
        goal = make.GatheringGoalFactory(gathering=row)
    actions.tell_result(goal, days_after=0, value=Decimal(8), evidence="Telt", by=make.viewer("secretary"))
    held(days_ago=400, visibility="secretariat", opens_to="invited")
    (year,) = reports.roll_up(AnonymousUser(), timezone.localdate())["year"]
    assert (year.gatherings, year.people, len(year.companies)) == (2, 2, 1)
    assert (year.goals, year.told, year.reached) == (2, 1, 1)


def test_a_gathering_counts_for_the_goal_it_serves(client_for):
    long_ago = timezone.localdate() - 90 * DAY
    goal = make.GoalFactory(statement="Flere læreplasser", visibility="public", made_on=long_ago)
    row = held(title="Verksted om lærlinger")
    make.GatheringGoalFactory(gathering=row, serves=goal)
    assert (
        "Verksted om lærlinger" in client_for("anonymous").get(Goal.objects.get().get_absolute_url()).content.decode()
    )


def test_a_link_for_one_thing_is_not_a_link_for_another(client):
    registration = make.RegistrationFactory(gathering=held())
    token = links.make("registration", registration, holder=registration.email, single_use=False)
    assert client.get(f"/tilbakemelding/{token}/").status_code == 404
