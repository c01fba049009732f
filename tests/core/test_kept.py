"""Large numbers are remembered until something happens; small ones are counted each time."""

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from sterke.core import activity, kept, stamps
from sterke.core.models import OutgoingMail
from sterke.core.question import Question

from ..factories import OrganisationFactory, viewer

pytestmark = pytest.mark.django_db
mails = Question(lambda: OutgoingMail.objects.order_by("pk"))


def write(number):
    first = OutgoingMail.objects.count()
    OutgoingMail.objects.bulk_create(
        OutgoingMail(key=f"{n}", purpose="test", to="a@example.no", subject="", text="", html="", message_id=f"<{n}>")
        for n in range(first, first + number)
    )


def test_a_small_number_is_always_the_number():
    write(3)
    kept.number_of(mails())
    write(1)

    assert kept.number_of(mails()) == 4


def test_a_large_number_is_not_counted_again_while_nothing_happens(clock):
    write(kept.MANY + 1)
    kept.number_of(mails())

    with CaptureQueriesContext(connection) as queries:
        assert kept.number_of(mails()) == kept.MANY + 1

    assert [query["sql"] for query in queries if "COUNT" in query["sql"]] == []


def test_a_large_number_is_counted_again_when_something_happens(clock):
    write(kept.MANY + 1)
    kept.number_of(mails())
    write(1)
    activity.record("organisation.edited", OrganisationFactory(), by=viewer("secretary"))

    assert kept.number_of(mails()) == kept.MANY + 2


def test_a_large_number_is_counted_again_after_a_minute(monkeypatch):
    write(kept.MANY + 1)
    kept.number_of(mails())
    write(1)
    later = kept.time.monotonic() + kept.LONGEST
    monkeypatch.setattr(kept.time, "monotonic", lambda: later)

    assert kept.number_of(mails()) == kept.MANY + 2


def test_sums_over_few_rows_are_made_each_time():
    write(1)
    states = Question(lambda: OutgoingMail.objects.order_by().values_list("state").annotate(Count("pk")))
    kept.sums_of(states())
    write(1)

    assert kept.sums_of(states()) == [("queued", 2)]


def test_sums_over_many_rows_are_kept_until_something_happens(clock):
    states = Question(lambda: OutgoingMail.objects.order_by().values_list("state").annotate(Count("pk")))
    write(kept.MANY + 1)
    kept.sums_of(states())
    write(1)
    before = kept.sums_of(states())
    activity.record("organisation.edited", OrganisationFactory(), by=viewer("secretary"))

    assert (before[0][1], kept.sums_of(states())[0][1]) == (kept.MANY + 1, kept.MANY + 2)


def part(made):
    return kept.remembered("part", lambda: made.append(1) or len(made))


def test_a_part_of_a_page_is_made_once_for_each_state_of_the_house():
    made = []
    with kept.one_moment(stamps.stamp()):
        part(made)
    with kept.one_moment(stamps.stamp()):
        assert part(made) == 1

    OrganisationFactory()
    with kept.one_moment(stamps.stamp()):
        assert part(made) == 2


def test_outside_the_drawing_of_a_page_nothing_is_kept():
    made = []
    with kept.one_moment(stamps.stamp()):
        part(made)

    assert part(made) == 2
    with kept.one_moment(None):
        assert part(made) == 3


def test_what_was_written_while_a_part_was_made_is_seen_by_the_next_reader():
    made = []
    with kept.one_moment(stamps.stamp()):
        OrganisationFactory()
        part(made)
    with kept.one_moment(stamps.stamp()):
        assert part(made) == 2
