"""Every time limit has one rule and stands in the record of processing (trust.md J2)."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from sterke import schedule
from sterke.accounts import tasks
from sterke.accounts.purposes import PURPOSES
from sterke.accounts.retention import keep_time_limits
from sterke.core import activity
from sterke.core.house import Keeping, house
from sterke.core.models import Activity, FetchedResponse
from tests.factories import OrganisationFactory, viewer

pytestmark = pytest.mark.django_db


@translation.override("en")
def removed(purpose, label, **how):
    lines = list(keep_time_limits(**how))
    return next(count for p, words, count in lines if (p, words) == (purpose, label))


def answer(days, status=200, url="https://data.brreg.no/1"):
    at = timezone.now() - timedelta(days=days)
    return FetchedResponse.objects.create(source="brreg", url=url, status=status, body=b"{}", fetched_at=at)


def test_every_rule_belongs_to_a_purpose_of_the_record():
    assert {keeping.purpose for keeping in house.keepings} <= {purpose.key for purpose in PURPOSES}


def test_every_purpose_with_a_limit_in_days_has_a_rule_that_keeps_it():
    limited = {purpose.key for purpose in PURPOSES if purpose.days}
    assert limited <= {keeping.purpose for keeping in house.keepings}


def test_the_rules_are_kept_every_night():
    assert tasks.keep_time_limits_tonight in schedule.SCHEDULE["daily"]


def test_raw_answers_go_after_ninety_days_but_the_newest_good_one_of_an_address_stays():
    answer(200)
    newest = answer(100)
    answer(95, status=503)
    only = answer(400, url="https://data.brreg.no/2")

    assert removed("directory", "raw answers from registers", dry_run=True) == 2
    assert removed("directory", "raw answers from registers") == 2
    assert set(FetchedResponse.objects.all()) == {newest, only}


def test_changed_values_leave_the_history_after_two_years_and_the_line_stays():
    changes = {"phone": ["1", "2"]}
    old, new = [
        activity.record("organisation.edited", OrganisationFactory(), by=viewer("secretary"), changes=changes, why="x")
        for _ in range(2)
    ]
    Activity.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=731))

    assert removed("history", "earlier values of what was changed", dry_run=True) == 1
    assert removed("history", "earlier values of what was changed") == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.details, new.details) == ({"why": "x"}, {"changes": changes, "why": "x"})
    assert removed("history", "earlier values of what was changed") == 0


def test_a_rule_that_fails_is_told_and_takes_no_other_with_it(monkeypatch):
    def broken(dry_run):
        raise RuntimeError("broken")

    monkeypatch.setattr(house, "keepings", [Keeping("directory", "broken", 1, broken), *house.keepings])
    answer(200)
    answer(100)

    with pytest.raises(ExceptionGroup) as failure:
        list(keep_time_limits())

    assert [str(error) for error in failure.value.exceptions] == ["broken"]
    assert FetchedResponse.objects.count() == 1
