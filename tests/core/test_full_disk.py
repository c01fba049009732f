"""No room left, for real: a limit on the size of files, a database that may not grow (trust.md H4)."""

import contextlib

import pytest
from django.db import OperationalError, connection
from django.test import Client

from sterke.core import backup
from sterke.core.models import Cluster
from sterke.membership.models import MembershipApplication
from tests.core.house import KEY
from tests.factories import ApplicationFactory

pytestmark = pytest.mark.timeout(120)
LITTLE = 200_000  # bytes a file may have


@pytest.fixture
def lived_in(house):
    Cluster.objects.create(slug="prove", name="Prøveklyngen")
    (house.folder / "secret_key").write_text(KEY)
    return house


def with_little_room(house, *command):
    """The command in a process whose files may not grow beyond a little: the system refuses to write more."""
    words = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({LITTLE}, {LITTLE}))"
    child = house.start("-c", f"{words}; from sterke.cli import main; main()", *command)
    _out, err = child.communicate(timeout=60)
    return child.returncode, err.strip().splitlines()


@contextlib.contextmanager
def a_database_that_is_full():
    """Nothing more can be stored: by SQLite's own limit, or by the error PostgreSQL gives for a full disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE TABLE ballast (x)")
            cursor.execute("PRAGMA max_page_count = 1")  # never below what is there
            with contextlib.suppress(OperationalError):
                while True:
                    cursor.execute("INSERT INTO ballast VALUES (randomblob(3000))")
        else:
            cursor.execute(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER no_room BEFORE INSERT ON membership_membershipapplication "
                "FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )
        yield
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA max_page_count = 1000000")
            cursor.execute("DROP TABLE ballast")
        else:
            cursor.execute("DROP TRIGGER no_room ON membership_membershipapplication")


def test_a_backup_without_room_is_one_line_and_leaves_nothing(lived_in):
    code, lines = with_little_room(lived_in, "backup")
    assert (code, len(lines)) == (1, 1), lines
    assert "The backup could not be made" in lines[0]
    assert not list((lived_in.folder / "backups").glob("*"))


def test_a_restore_without_room_is_one_line_and_changes_nothing(lived_in):
    path = backup.make()
    Cluster.objects.update(name="Nyere")
    code, lines = with_little_room(lived_in, "restore", str(path), "--yes")
    assert (code, len(lines)) == (1, 1), lines
    assert "Nothing was changed." in lines[0]
    connection.close()
    assert Cluster.objects.get().name == "Nyere"


def test_h4_a_full_database_refuses_with_a_plain_page_reads_on_and_recovers_by_itself(lived_in):
    kept = ApplicationFactory(message="å" * 1900)  # fills its page: the next one needs another
    client = Client(raise_request_exception=False)
    facts = {
        "company_name": "Ny AS", "org_number": "923609016", "contact_name": "Kari", "contact_email": "k@example.no",
        "message": "å" * 1900,
    }  # fmt: skip
    address = "/bli-medlem/"

    def send():
        return client.post(address, facts | {"once": client.get(address).context["once_key"]})

    with a_database_that_is_full():
        refused, read = send(), client.get("/medlemmer/")
    assert list(MembershipApplication.objects.all()) == [kept]
    assert (refused.status_code, read.status_code) == (503, 200)
    assert refused.headers["Retry-After"]
    assert "Traceback" not in refused.content.decode()

    assert send().status_code in (200, 302)
    assert MembershipApplication.objects.count() == 2
