"""Schemathesis asks the API whatever its description allows, and what it does not: no 5xx, and answers as described.

In the process, against the program a server would call; the same questions each run.
"""

import json

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from ninja.responses import NinjaJSONEncoder

from sterke.api import described
from sterke.wsgi import application
from tests import world
from tests.asking import token_of

pytestmark = pytest.mark.django_db
ASKED = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def one_connection(db):
    """As Django's own test client: the questions are asked inside the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(one_connection, monkeypatch):
    monkeypatch.setattr("sterke.accounts.api.BLOCKS", 10_000)
    monkeypatch.setattr(django_settings, "PAGE_MEMORY", 0)  # each question reaches its door
    return token_of(world.build().users["secretary"])


schema = schemathesis.openapi.from_dict(json.loads(json.dumps(described(), cls=NinjaJSONEncoder)))
schema.app = application


@schema.parametrize()
@ASKED
def test_no_question_of_a_visitor_breaks_it(token, case):
    case.call_and_validate()


@schema.parametrize()
@ASKED
def test_no_question_of_the_secretariat_breaks_it(token, case):
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"})
