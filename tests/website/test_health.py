from datetime import timedelta
from unittest import mock

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from sterke.core import clock
from sterke.core.models import OutgoingMail, Pulse
from sterke.core.outbox import Letter, post
from sterke.website import health

pytestmark = pytest.mark.django_db


def a_well_house():
    Pulse.objects.create(name="worker a")
    clock.tick()


def asked(client_for):
    answer = client_for("anonymous").get(reverse("website:health"))
    return answer.status_code, {name: part["well"] for name, part in answer.json()["parts"].items()}


def test_a_well_house_answers_200(client_for):
    a_well_house()
    status, parts = asked(client_for)
    assert status == 200
    assert set(parts) == {"web", "database", "worker", "schedule", "queue"}


def test_a_silent_worker_gives_503(client_for):
    a_well_house()
    Pulse.objects.filter(name="worker a").update(at=timezone.now() - timedelta(minutes=2))
    status, parts = asked(client_for)
    assert status == 503
    assert [name for name, well in parts.items() if not well] == ["worker"]


def test_a_mail_that_nobody_fetches_gives_503(client_for):
    a_well_house()
    post(Letter("x", ["x"]), to="a@example.no", key="k", purpose="test")
    OutgoingMail.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert asked(client_for)[1]["queue"] is False


def test_a_clock_that_stands_gives_503(client_for):
    a_well_house()
    Pulse.objects.filter(name="schedule hourly").update(at=timezone.now() - timedelta(hours=3))
    assert asked(client_for)[1]["schedule"] is False


def test_a_dead_database_gives_503_and_no_error_page(client_for):
    with mock.patch.object(health, "signs", side_effect=DatabaseError):
        status, parts = asked(client_for)
    assert (status, parts["database"]) == (503, False)


def test_the_watcher_is_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/helse/").status_code in {200, 503}
