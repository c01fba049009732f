"""Backup, restore and prepare killed at every place where it matters (trust.md H8, H9, J1)."""

import signal

import pytest
from django.core.management import call_command
from django.db import connection

from sterke.accounts.actions import erase
from sterke.core import backup
from sterke.core.house import Individual
from sterke.core.models import Cluster
from sterke.directory.models import Person
from tests.core import house as houses
from tests.factories import PersonFactory, viewer

pytestmark = pytest.mark.timeout(400)


@pytest.fixture
def lived_in(house):
    """A house with a cluster, a picture and a person."""
    Cluster.objects.create(slug="prove", name="Prøveklyngen")
    PersonFactory(name="Kari Slettes")
    (house.folder / "media").mkdir()
    (house.folder / "media" / "ovn.txt").write_text("glødende")
    (house.folder / "secret_key").write_text(houses.KEY)
    return house


def killed(house, event, words, *command):
    child = house.start("-m", "tests.core.stumble", event, words, *command)
    _out, err = child.communicate(timeout=houses.DEADLINE)
    assert child.returncode == -signal.SIGKILL, err


BACKING_UP = {
    "the database": ("subprocess.Popen", "pg_dump")
    if connection.vendor == "postgresql"
    else ("sqlite3.connect", ".making-"),
    "a picture": ("shutil.copyfile", "ovn.txt"),
    "the manifest": ("open", "manifest.json"),
    "the archive": ("open", "backup.tar"),
    "its name": ("os.rename", "backup.tar"),
}


@pytest.mark.parametrize("place", BACKING_UP)
def test_a_backup_killed_half_way_leaves_no_half_backup_and_the_next_one_works(lived_in, place):
    target = lived_in.folder / "backups"
    killed(lived_in, *BACKING_UP[place], "backup")
    assert not list(target.glob("*.tar"))

    again = lived_in.sterke("backup")

    assert again.returncode == 0, again.stderr
    assert "Checked." in again.stdout
    assert [path.suffix for path in target.iterdir()] == [".tar"]  # what the dead one left is gone


RESTORING = {
    "reading the archive": ("open", ".restoring-"),
    "the copy of what was here": ("os.rename", "before-restore"),
    "putting the rows in place": ("subprocess.Popen", "psql") if connection.vendor == "postgresql" else ("sqlite3.connect", "/.restoring-"),
}  # fmt: skip


@pytest.mark.parametrize("place", RESTORING)
def test_a_restore_killed_before_the_rows_are_in_place_leaves_what_was_here(lived_in, place):
    path = backup.make()
    Cluster.objects.update(name="Nyere")
    killed(lived_in, *RESTORING[place], "restore", str(path), "--yes")

    assert Cluster.objects.get().name == "Nyere"
    assert not Cluster.objects.get().mail_held
    assert (lived_in.folder / "media" / "ovn.txt").read_text() == "glødende"
    again = lived_in.sterke("restore", str(path), "--yes")
    assert again.returncode == 0, again.stderr
    connection.close()
    assert Cluster.objects.get().name == "Prøveklyngen"
    assert not list(lived_in.folder.glob(".restoring-*"))


def test_a_restore_killed_before_erasures_lets_no_mail_leave_until_it_is_run_again(lived_in):
    person = Person.objects.get()
    path = backup.make()
    erase(Individual(name=person.name, person_id=person.pk), by=viewer("secretary"), reason="asked")
    killed(lived_in, "open", "erasures.txt", "restore", str(path), "--yes")
    connection.close()
    assert Person.objects.filter(name="Kari Slettes").exists()  # the rows are back, the erasures are not yet

    refused = lived_in.sterke("restore", "--confirm-mail")
    assert "stopped half-way" in refused.stderr
    assert Cluster.objects.get().mail_held

    again = lived_in.sterke("restore", str(path), "--yes")
    assert "Erasures: 1 people erased again." in again.stdout
    connection.close()
    assert not Person.objects.filter(name="Kari Slettes").exists()
    call_command("restore", confirm_mail=True)


def test_h8_a_prepare_killed_half_way_refuses_to_open_and_is_taken_up_again(house):
    with houses.empty(house.folder) as (url, name), houses.connected_to(name):
        half = houses.House(house.folder, url)
        first = half.start("-m", "sterke.cli", "migrate", PYTHONUNBUFFERED="1")
        next(line for line in first.stdout if "core.0001" in line)  # it says each migration as it is done
        houses.kill(first)
        opening = half.sterke("serve", "--worker-only")
        again = half.sterke("prepare")
        left = half.sterke("migrate", "--check")
        half.end()

    assert (opening.returncode, len(opening.stderr.splitlines())) == (1, 1)
    assert "sterke prepare" in opening.stderr
    assert (again.returncode, left.returncode) == (0, 0), again.stderr
