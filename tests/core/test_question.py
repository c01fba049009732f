"""A question compiled once answers as its queryset does, whoever asks and whenever."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sterke.core.models import Cluster
from sterke.core.question import Question
from sterke.membership.models import NetworkSeat

from ..factories import SeatFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


def seats(person, day):
    return NetworkSeat.objects.in_force(day).filter(person=person).order_by("pk").values_list("network", "is_leader")


def test_it_answers_as_the_queryset_does_for_each_person_and_day():
    rows = [SeatFactory(valid_from=DAY, is_leader=leads) for leads in (True, False)]
    question = Question(seats)

    for row in rows:
        for day in (DAY - timedelta(days=1), DAY):
            assert question(row.person_id, day) == list(seats(row.person_id, day))


def test_truths_come_back_as_truths_on_every_database():
    row = SeatFactory(valid_from=DAY, is_leader=True)

    assert Question(seats)(row.person_id, DAY)[0][1] is True


def test_the_queryset_is_built_once():
    built = []

    def build(person, day):
        built.append(person)
        return seats(person, day)

    question = Question(build)
    question(1, DAY), question(2, DAY)

    assert len(built) == 1


def test_a_call_is_one_query():
    question = Question(seats)
    question(1, DAY)

    with CaptureQueriesContext(connection) as queries:
        question(1, DAY)

    assert len(queries) == 1


def test_a_question_that_forgets_an_argument_is_refused():
    question = Question(lambda person, day: Cluster.objects.filter(pk=person).values_list("pk"))

    with pytest.raises(ImproperlyConfigured):
        question(1, DAY)
