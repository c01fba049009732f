"""Backup and restore (trust.md H9, N5): what is whole comes back, what is not is refused and touches nothing."""

import io
import json
import shutil
import sqlite3
import tarfile

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from sterke.accounts.actions import erase
from sterke.core import backup, dumps
from sterke.core.house import Individual
from sterke.core.models import Cluster, OutgoingMail, Pulse
from sterke.directory.models import Person
from sterke.membership.house import ERASED
from sterke.membership.models import MembershipApplication
from tests.factories import ApplicationFactory, ContactDetailsFactory, PersonFactory, viewer

pytestmark = pytest.mark.django_db(transaction=True)  # a backup reads what is committed


@pytest.fixture
def home(db, settings, tmp_path):
    """A data folder with a small cluster in use."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    Cluster.objects.create(slug="prove", name="Prøveklyngen")
    (tmp_path / "media" / "bilder").mkdir(parents=True)
    (tmp_path / "media" / "bilder" / "smelteovn æøå.txt").write_text("glødende")
    (tmp_path / "secret_key").write_text(settings.SECRET_KEY)
    return tmp_path


@pytest.fixture
def whole(home):
    """A backup of it."""
    return backup.make(home / "backups")


def resealed(path, manifest=None, drop=(), add=None):
    """The backup with its content changed and a true seal: what only the checks behind the seal can find."""
    members = {}
    with tarfile.open(path) as tar:
        for member in tar.getmembers():
            members[member.name] = tar.extractfile(member).read()
    said = json.loads(members["manifest.json"])
    if manifest:
        manifest(said)
    members["manifest.json"] = json.dumps(said).encode()
    members |= add or {}
    made = path.with_name("changed.tar")
    with tarfile.open(made, "w") as tar:
        for name, content in members.items():
            if name not in drop:
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
    seal = backup.digest(made)
    with made.open("ab") as file:
        file.write(backup.SEAL + seal.encode() + b"\n")
    return made


def changed(path, content):
    made = path.with_name("changed.tar")
    made.write_bytes(content)
    return made


def flipped(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    return changed(path, bytes(content))


def zip_file(path):
    made = path.with_name("changed.zip")
    shutil.make_archive(str(made.with_suffix("")), "zip", path.parent.parent / "media")
    return made


def other_engine(said):
    said["engine"] = "postgresql" if connection.vendor == "sqlite" else "sqlite"


def of_a_later_version(said):
    said["migrations"].append(["core", "9999_from_the_future"])


def without_rows(said):
    said["rows"]["core_cluster"] = 41


def other_media(said):
    said["files"]["media/bilder/smelteovn æøå.txt"]["sha256"] = "0" * 64


def foreign_tar(path):
    made = path.with_name("changed.tar")
    with tarfile.open(made, "w") as tar:
        tar.add(path.parent.parent / "media", arcname="media")
    return made


MEDIA = "media/bilder/smelteovn æøå.txt"
REFUSED = {
    "no such file": (lambda p: p.with_name("not here.tar"), "There is no file"),
    "empty file": (lambda p: changed(p, b""), "is empty"),
    "a text": (lambda p: changed(p, b"Hei, alle sammen\n" * 100), "not a backup made by"),
    "a zip": (zip_file, "not a backup made by"),
    "somebody's tar": (foreign_tar, "not a backup made by"),
    "cut short": (lambda p: changed(p, p.read_bytes()[:-5000]), "cut short"),
    "one bit flipped": (lambda p: flipped(p, p.stat().st_size // 2), "content has changed"),
    "one bit of the seal flipped": (lambda p: flipped(p, -10), "content has changed"),
    "a medium missing": (lambda p: resealed(p, drop=[MEDIA]), "is missing"),
    "another medium": (lambda p: resealed(p, other_media), "is not what the manifest says"),
    "a file too many": (lambda p: resealed(p, add={"media/virus.exe": b"MZ"}), "does not name"),
    "a path out of the folder": (lambda p: resealed(p, add={"../../escape": b"x"}), "cannot be unpacked"),
    "the database missing": (lambda p: resealed(p, drop=[f"database/{dumps.file_name()}"]), "is missing"),
    "another engine": (lambda p: resealed(p, other_engine), "this site runs on"),
    "a newer program": (lambda p: resealed(p, of_a_later_version), "newer than this program"),
    "a newer format": (lambda p: resealed(p, lambda said: said.update(format_version=2)), "has format 2"),
    "a manifest of something else": (
        lambda p: resealed(p, lambda said: said.update(format="x")),
        "not a backup made by",
    ),
    "another key": (lambda p: resealed(p, forget_key, drop=["secret_key"]), "another secret key"),
}


def forget_key(said):
    said["key_mark"] = "another"
    del said["files"]["secret_key"]


@pytest.mark.parametrize("kind", REFUSED)
def test_h9_a_bad_backup_is_refused_and_touches_nothing(home, whole, kind):
    spoil, words = REFUSED[kind]
    Cluster.objects.update(phone="her")

    with pytest.raises(CommandError, match=words) as refusal:
        call_command("restore", spoil(whole), yes=True)

    assert "Nothing was changed." in str(refusal.value)
    assert Cluster.objects.get().phone == "her"
    assert (home / MEDIA).read_text() == "glødende"
    assert not (home.parent / "escape").exists()
    assert not list(home.glob(".restoring-*"))


def test_n5_every_one_of_two_hundred_flipped_bits_is_noticed(home, whole):
    size = whole.stat().st_size
    content = bytearray(whole.read_bytes())
    path = whole.with_name("flipped.tar")
    for number in range(200):
        place = number * (size - 1) // 199
        content[place] ^= 1 << number % 8
        path.write_bytes(content)
        content[place] ^= 1 << number % 8
        with pytest.raises(backup.BackupProblem):
            backup.check_seal(path)


def test_a_database_whose_rows_differ_from_the_manifest_is_refused(home, whole):
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="not those the manifest says"):
            call_command("restore", resealed(whole, without_rows), yes=True)


def test_a_backup_is_readable_by_its_owner_alone_and_by_tar(home, whole):
    assert whole.stat().st_mode & 0o077 == 0
    with tarfile.open(whole) as tar:
        names = tar.getnames()
    assert names[0] == "manifest.json"
    assert MEDIA in names
    assert "secret_key" in names
    assert not list(whole.parent.glob(".making-*"))
    assert Pulse.objects.filter(name="backup").exists()


def test_the_secret_key_stays_out_when_asked(home):
    with backup.checked(backup.make(home / "without", with_secret=False)) as unpacked:
        assert "secret_key" not in unpacked.manifest["files"]


def test_a_restore_over_a_living_cluster_asks_first(home, whole):
    with pytest.raises(CommandError, match="Say --yes to overwrite"):
        call_command("restore", whole)


def test_a_whole_backup_comes_back_with_mail_held_and_everybody_signed_out(home, settings, capsys):
    path = backup.make(home / "again")
    key = (home / "secret_key").read_text()
    Cluster.objects.update(name="Ødelagt")
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=timezone.now())
    shutil.rmtree(home / "media")
    (home / "secret_key").write_text("another")
    settings.SECRET_KEY = "another"

    call_command("restore", path, yes=True)

    out = capsys.readouterr().out
    assert Cluster.objects.get().name == "Prøveklyngen"
    assert Cluster.objects.get().mail_held
    assert not Session.objects.exists()
    assert (home / MEDIA).read_text() == "glødende"
    assert (home / "secret_key").read_text() == key
    assert list((home / "backups").glob("before-restore-*.tar"))
    assert "Outgoing mail is held" in out
    call_command("restore", confirm_mail=True)
    assert not Cluster.objects.get().mail_held


def test_j1_who_was_erased_since_the_backup_is_erased_again(home, capsys):
    person = PersonFactory(name="Kari Slettes")
    ContactDetailsFactory(person=person, value="slettes@example.no")
    path = backup.make(home / "before")
    erase(Individual(name=person.name, person_id=person.pk), by=viewer("secretary"), reason="asked")

    call_command("restore", path, yes=True)

    assert not Person.objects.filter(name="Kari Slettes").exists()
    assert "Erasures: 1 people erased again." in capsys.readouterr().out


def test_j1_an_applicant_who_was_erased_since_the_backup_is_erased_again(home):
    ApplicationFactory(contact_name="Kari Slettes", contact_email="Slettes@example.no")
    path = backup.make(home / "before")
    erase(
        Individual("Kari Slettes", emails=frozenset({"slettes@example.no", "Slettes@example.no"})),
        by=viewer("secretary"),
        reason="x",
    )

    call_command("restore", path, yes=True)

    assert MembershipApplication.objects.get().contact_name == ERASED


def test_mail_that_is_not_held_cannot_be_confirmed(home):
    Cluster.objects.update(mail_held=False)
    with pytest.raises(CommandError, match="not held"):
        call_command("restore", confirm_mail=True)
    assert not OutgoingMail.objects.filter(state="sending").exists()


def test_only_the_newest_backups_are_kept_when_asked(home):
    folder = home / "many"
    folder.mkdir()
    for day in range(1, 6):
        (folder / f"prove-2026-01-0{day}T010101.tar").touch()
    (folder / "mine.tar").touch()

    call_command("backup", folder, keep=2)

    assert (folder / "mine.tar").exists()
    assert len(list(folder.glob("prove-*.tar"))) == 2


def test_a_copy_taken_while_another_writes_is_whole(home):
    if connection.vendor == "sqlite":
        path = home / "copy.sqlite3"
        rows, migrations = dumps.dump(path)
        with sqlite3.connect(path) as copy:
            assert copy.execute("SELECT count(*) FROM core_cluster").fetchone()[0] == rows["core_cluster"]
        assert ["core", "0001_first"] in migrations
