"""A house of its own for tests that kill: a database file or a PostgreSQL database, real processes, real signals."""

import contextlib
import copy
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.db import connection, connections

from tests.migrated import migrated_once

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 240.0
KEY = "only-for-tests-" + "x" * 40


class House:
    """Starts processes on a database; the test process itself is connected to the same one."""

    def __init__(self, folder: Path, url: str):
        self.folder, self.url = folder, url
        self.children: list[subprocess.Popen] = []

    def start(self, *command: str, **environment: str) -> subprocess.Popen:
        child = subprocess.Popen(
            [sys.executable, *command],
            env=environment_of(self.folder, self.url) | environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.children.append(child)
        return child

    def sterke(self, *command: str, **environment: str) -> subprocess.CompletedProcess:
        child = self.start("-m", "sterke.cli", *command, **environment)
        out, err = child.communicate(timeout=DEADLINE)
        return subprocess.CompletedProcess(command, child.returncode, out, err)

    def worker(self, port: int = 9) -> subprocess.Popen:
        """The worker with its mail server on this port. Its leases are short, so that tests need not wait a minute."""
        mail = {"STERKE_SMTP_HOST": "127.0.0.1", "STERKE_SMTP_PORT": str(port)}
        return self.start("-m", "tests.core.hasty_worker", **mail)

    def end(self):
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.communicate()


def environment_of(folder: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STERKE_", "PYTEST_"))}
    own = {"STERKE_DATA": str(folder), "DATABASE_URL": url, "STERKE_SECRET_KEY": KEY}
    return kept | own | {"DJANGO_SETTINGS_MODULE": "sterke.settings"}


def kill(process: subprocess.Popen):
    os.kill(process.pid, signal.SIGKILL)
    process.wait(DEADLINE)


def until(true, what: str):
    """Wait for a state of the database or of a folder, with a deadline; gives what ``true()`` gave."""
    end, pause = time.monotonic() + DEADLINE, threading.Event()
    while not (found := true()):
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {DEADLINE:.0f} seconds")
        pause.wait(0.01)
    return found


def prepare(folder: Path, url: str, commands=("migrate", "createcachetable")):
    for command in commands:
        subprocess.run(
            [sys.executable, "-m", "sterke.cli", command, "-v", "0"],
            env=environment_of(folder, url),
            check=True,
            cwd=ROOT,
        )


@contextlib.contextmanager
def server():
    """PostgreSQL beside any database, for making and dropping ours."""
    import psycopg

    access = connection.settings_dict
    with psycopg.connect(
        host=access["HOST"], port=access["PORT"] or 5432, user=access["USER"], password=access["PASSWORD"],
        dbname="postgres", autocommit=True,
    ) as line:  # fmt: skip
        yield line


@contextlib.contextmanager
def template(folder: Path):
    """A prepared database to copy: its file, or its name."""
    if connection.vendor == "sqlite":
        shutil.copy(migrated_once(), folder / "template.sqlite3")
        prepare(folder, f"sqlite:///{folder / 'template.sqlite3'}", commands=["createcachetable"])
        yield str(folder / "template.sqlite3")
        return
    with server() as line:
        name = f"sterke_template_{secrets.token_hex(4)}"
        line.execute(f'CREATE DATABASE "{name}"')
        try:
            prepare(folder, url_of(name))
            yield name
        finally:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def copy_of(original: str, folder: Path):
    """The database of one test: its address, and its name for Django."""
    if connection.vendor == "sqlite":
        path = folder / "sterke.sqlite3"
        shutil.copy(original, path)  # nobody uses the original
        yield f"sqlite:///{path}", str(path)
        return
    with server() as line:
        name = f"sterke_kill_{secrets.token_hex(4)}"
        line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
        try:
            yield url_of(name), name
        finally:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def empty(folder: Path):
    """A database without a single table: its address, and its name for Django."""
    if connection.vendor == "sqlite":
        path = folder / "empty.sqlite3"
        yield f"sqlite:///{path}", str(path)
        return
    with server() as line:
        name = f"sterke_empty_{secrets.token_hex(4)}"
        line.execute(f'CREATE DATABASE "{name}"')
        try:
            yield url_of(name), name
        finally:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def url_of(name: str) -> str:
    access = connection.settings_dict
    return f"postgres://{access['USER']}:{access['PASSWORD']}@{access['HOST']}:{access['PORT'] or 5432}/{name}"


@contextlib.contextmanager
def connected_to(name: str):
    """Let Django in this process work on another database for a while."""
    usual, own = connections["default"], connections.create_connection("default")
    own.settings_dict = copy.deepcopy(own.settings_dict) | {"NAME": name}
    connections["default"] = own
    try:
        yield
    finally:
        own.close()
        connections["default"] = usual


@contextlib.contextmanager
def writing_is_locked(table: str):
    """Nobody else can commit a change of this table meanwhile, as if the disk were very slow.

    On PostgreSQL whoever still waits for it at the end loses the connection, so that a killed worker has changed nothing.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if own.vendor == "sqlite" else "BEGIN")
            if own.vendor == "postgresql":
                cursor.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
            yield
            if own.vendor == "postgresql":  # a statement already sent would still be carried out for a client that died
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()"
                )
            cursor.execute("ROLLBACK")
    finally:
        own.close()
