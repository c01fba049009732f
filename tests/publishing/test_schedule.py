"""A page published, and taken down, by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sterke.core import clock as runner
from sterke.core.models import Activity
from tests import editorial

pytestmark = pytest.mark.django_db


def scheduled(**times):
    page = editorial.article(published=False, title="Fire felt", slug="fire-felt")
    for name, hours in times.items():
        setattr(page, name, timezone.now() + timedelta(hours=hours))
    page.save_revision().publish(skip_permission_checks=True)
    return page


def status(client):
    return client.get("/aktuelt/fire-felt/").status_code


def test_a_page_is_there_in_the_minute_it_was_set_for(client, clock):
    scheduled(go_live_at=1)
    runner.tick()
    clock.shift(3540)
    runner.tick()
    before = status(client)
    clock.shift(120)
    runner.tick()
    assert (before, status(client)) == (404, 200)


def test_a_page_is_gone_after_its_day(client, clock):
    scheduled(expire_at=2)
    runner.tick()
    before = status(client)
    clock.shift(2 * 3600 + 60)
    runner.tick()
    assert (before, status(client)) == (200, 404)


def test_a_time_that_has_passed_publishes_at_once(client, clock):
    scheduled(go_live_at=-5)
    assert status(client) == 200


def test_history_tells_that_the_clock_published(clock):
    scheduled(go_live_at=1)
    runner.tick()
    clock.shift(3700)
    runner.tick()
    told = Activity.objects.filter(subject="Fire felt").order_by("pk").values_list("verb", "actor")
    assert list(told)[-2:] == [("page.scheduled", "Klokka"), ("page.published", "Klokka")]
