"""A question compiled once answers as its queryset does, whoever asks and whenever."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sterke.core.models import Cluster
from sterke.core.question import Question, today
from sterke.directory.models import Organisation, Role
from sterke.membership.models import NetworkSeat

from ..factories import MunicipalityFactory, OrganisationFactory, RoleFactory, SeatFactory, viewer

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


def seats(person, day):
    return NetworkSeat.objects.in_force(day).filter(person=person).order_by("pk").values_list("network", "is_leader")


def seen(user):
    return Organisation.objects.visible_to(user).select_related("municipality")


def test_it_answers_as_the_queryset_does_for_each_person_and_day():
    rows = [SeatFactory(valid_from=DAY, is_leader=leads) for leads in (True, False)]
    question = Question(seats)

    for row in rows:
        for day in (DAY - timedelta(days=1), DAY):
            assert list(question(row.person_id, day)) == list(seats(row.person_id, day))


def test_each_viewer_gets_what_the_queryset_gives_that_viewer():
    for visibility in ("public", "members", "board", "secretariat"):
        OrganisationFactory(visibility=visibility)
    viewers = [AnonymousUser(), *(viewer(who) for who in ("outsider", "member", "board", "secretary"))]
    colleagues = [RoleFactory(organisation__visibility="secretariat", person__user=viewer("outsider")) for _ in "ab"]
    question = Question(seen)

    answers = [list(question(user)) for user in [*viewers, *(role.person.user for role in colleagues)]]

    assert answers == [list(seen(user)) for user in [*viewers, *(role.person.user for role in colleagues)]]
    assert len({tuple(rows) for rows in answers}) == 6  # an outsider sees what a visitor sees; nobody else does


def test_the_rows_come_with_what_was_joined_to_them():
    OrganisationFactory(visibility="public", municipality=MunicipalityFactory(name="Kongsvinger"))

    row = Question(seen)(AnonymousUser()).first()
    with CaptureQueriesContext(connection) as queries:
        assert str(row.municipality) == "Kongsvinger"

    assert len(queries) == 0


def test_truths_come_back_as_truths_on_every_database():
    row = SeatFactory(valid_from=DAY, is_leader=True)

    assert Question(seats)(row.person_id, DAY)[0][1] is True


def test_the_queryset_is_built_once():
    built = []

    def build(person, day):
        built.append(person)
        return seats(person, day)

    question = Question(build)
    list(question(1, DAY)), list(question(2, DAY))

    assert len(built) == 1


def test_a_call_is_one_query():
    question = Question(seats)
    list(question(1, DAY))

    with CaptureQueriesContext(connection) as queries:
        list(question(1, DAY))

    assert len(queries) == 1


@pytest.mark.parametrize("wanted", [0, 1, 2, 3, 5])
def test_a_list_of_any_length_finds_its_rows(wanted):
    rows = [OrganisationFactory() for _ in range(6)]
    question = Question(lambda numbers: Organisation.objects.filter(pk__in=numbers).order_by("pk"))

    assert list(question([row.pk for row in rows[:wanted]])) == rows[:wanted]
    assert question([row.pk for row in rows[:wanted]]).count() == wanted


def test_a_part_and_the_number_are_the_querysets():
    for number in range(5):
        OrganisationFactory(name=f"Verk {number}")
    question = Question(lambda: Organisation.objects.order_by("name"))

    assert [row.name for row in question()[1:3]] == ["Verk 1", "Verk 2"]
    assert question().count() == 5
    assert question().first().name == "Verk 0"


def test_a_distinct_list_is_counted_as_it_is():
    organisation = OrganisationFactory()
    RoleFactory(organisation=organisation), RoleFactory(organisation=organisation)

    assert Question(lambda: Role.objects.order_by().values_list("organisation").distinct())().count() == 1


def test_the_day_it_is_is_asked_each_time(clock):
    SeatFactory(valid_from=timezone.localdate() + timedelta(days=1))
    question = Question(lambda: NetworkSeat.objects.in_force())

    before = question().count()
    clock.shift(timedelta(days=1))

    assert (before, question().count()) == (0, 1)


def test_what_a_question_decides_by_is_given_by_name():
    SeatFactory(is_leader=True), SeatFactory(is_leader=False)
    question = Question(lambda *, leaders: NetworkSeat.objects.filter(is_leader=leaders))

    assert [question(leaders=leads).first().is_leader for leads in (True, False)] == [True, False]
    with pytest.raises(ImproperlyConfigured):
        Question(lambda leads: NetworkSeat.objects.filter(is_leader=leads))(True).count()


def test_a_question_that_forgets_an_argument_is_refused():
    question = Question(lambda person, day: Cluster.objects.filter(pk=person))

    with pytest.raises(ImproperlyConfigured):
        question(1, DAY).first()


@pytest.mark.parametrize(
    ("before", "now"), [("valid_from__lt", timezone.localdate), ("person__erased_at__lt", timezone.now)]
)
def test_a_question_that_reads_the_clock_is_refused(before, now):
    question = Question(lambda: Role.objects.filter(**{before: now()}))

    with pytest.raises(ImproperlyConfigured):
        question().first()
    assert today() == timezone.localdate()
