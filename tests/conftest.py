import datetime
import os
import shutil
import tempfile

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.migrated import migrated_once
from tests.strict_templates import StrictVariable


def pytest_configure(config):
    from django.conf import settings

    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = StrictVariable("%s")
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, as in production: in memory, all threads of a browser test would share one connection and trip over it.
        folder = tempfile.mkdtemp(prefix="sterke-tests-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        database.setdefault("TEST", {})["NAME"] = f"{folder}/test.sqlite3"
        worker = os.environ.get("PYTEST_XDIST_WORKER")
        shutil.copy(migrated_once(), f"{folder}/test.sqlite3{f'_{worker}' if worker else ''}")
        config.option.reuse_db = True


NOON = datetime.datetime(2026, 11, 23, 11, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def nothing_kept():
    """Each test begins as a house that was just started."""
    from sterke.core import kept, pages, rates

    kept.forget()
    rates.forget()
    pages.memory.clear()


@pytest.fixture
def client_for(db):
    """``client_for("member")`` or ``client_for(user)``: a signed-in client; "anonymous" is signed out."""

    def make(who) -> Client:
        user = factories.viewer(who) if isinstance(who, str) else who
        client = Client()
        if user is not None:
            client.force_login(user)
            factories.second_factor_for_secretary(user)
        client.user = user
        return client

    return make


@pytest.fixture
def clock():
    """Time stands at noon, 23 November 2026, until ``clock.shift(seconds)`` or ``clock.move_to(moment)``."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def letters(db):
    """The outbox, oldest first, as a callable: ``letters()`` gives the rows written so far."""
    from sterke.core.models import OutgoingMail

    return lambda: list(OutgoingMail.objects.order_by("pk"))
