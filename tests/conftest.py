import datetime
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.strict_templates import StrictVariable

ROOT = Path(__file__).resolve().parent.parent


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


def migrated_once():
    """A database that all migrations have run on, made anew when one of them, or a package, is another."""
    marks = [ROOT / "uv.lock", *sorted((ROOT / "src/sterke").glob("*/migrations/*.py"))]
    state = hashlib.sha256(b"".join(mark.read_bytes() for mark in marks)).hexdigest()[:16]
    path = ROOT / f"test-results/migrated/{state}.sqlite3"
    if not path.exists():
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir(parents=True)
        making = path.with_suffix(".making")
        database = {"DATABASE_URL": f"sqlite:///{making}", "STERKE_DATA": str(path.parent)}
        subprocess.run(
            [f"{Path(sys.executable).parent}/sterke", "migrate", "-v", "0"], env=os.environ | database, check=True
        )
        making.rename(path)
    return path


NOON = datetime.datetime(2026, 11, 23, 11, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def nothing_kept():
    """Each test begins as a house that was just started."""
    from sterke.core import kept, pages

    kept.forget()
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
