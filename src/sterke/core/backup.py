"""Backup and restore: database, media and key in one tar file that proves itself whole (docs/adr/0009-backup.md).

The file begins with ``manifest.json`` and ends with a seal: the SHA-256 of everything before it. ``checked`` refuses
what is damaged, foreign, newer or made for another database before anything here is touched. Nothing is printed:
the commands do that.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import dumps
from .models import Cluster, Pulse

FORMAT = "sterke-backup"
FORMAT_VERSION = 1
SEAL = b"\nsterke-backup sealed sha256 "
SEAL_LENGTH = len(SEAL) + 64 + 1
CHUNK = 1024 * 1024
PULSE = "backup"
Manifest = dict[str, Any]


class BackupProblem(Exception):
    """A backup cannot be made, read or restored. The message is one sentence for people."""


class HalfRestored(Exception):
    """The database has been overwritten, and then something failed. One sentence for people."""


# What a room must do once a backup is back, as ``function() -> sentence``: erase again who was erased since (accounts).
after_restore: list[Callable[[], str]] = []


def runs_after_restore(function: Callable[[], str]) -> Callable[[], str]:
    after_restore.append(function)
    return function


def folder() -> Path:
    return settings.DATA / "backups"


def key_mark(key: str | None = None) -> str:
    """Tells two secret keys apart without giving either away."""
    return salted_hmac("sterke.backup", "key", secret=key or settings.SECRET_KEY, algorithm="sha256").hexdigest()[:16]


# Making one


def make(target: Path | None = None, *, with_secret: bool = True, name: str = "") -> Path:
    """Copy the whole house into one file while it is in use, and return its path.

    Written under another name, synced and checked, then renamed: a file with the right name is whole.
    """
    target = target or folder()
    at = timezone.localtime()
    slug = Cluster.current().slug
    path = target / f"{name or slug}-{at:%Y-%m-%dT%H%M%S}.tar"
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        with scratch_in(target, ".making-") as scratch:
            part = _write(scratch, at, slug, with_secret)
            part.replace(path)
        _sync_folder(target)
    except (OSError, dumps.DumpProblem) as error:
        raise BackupProblem(f"The backup could not be made: {error}") from error
    with contextlib.suppress(DatabaseError):  # a full disk under the database does not make the copy worse
        Pulse.objects.update_or_create(name=PULSE, defaults={"at": at, "details": {"file": path.name}})
    return path


@contextlib.contextmanager
def scratch_in(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder that goes when we are done. What a killed process left is removed first: it holds personal data.

    The living hold a lock on theirs, which the system takes from the dead.
    """
    for left in parent.glob(f"{prefix}*"):
        with contextlib.suppress(OSError), _locked(left):
            shutil.rmtree(left, ignore_errors=True)
    made = tempfile.TemporaryDirectory(prefix=prefix, dir=parent, ignore_cleanup_errors=True)
    with made as path, _locked(Path(path)):
        yield Path(path)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def _write(scratch: Path, at: datetime, slug: str, with_secret: bool) -> Path:
    files: dict[str, Path] = {}
    dump = scratch / dumps.file_name()
    rows, migrations = dumps.dump(dump)
    files[f"database/{dump.name}"] = dump
    media = Path(settings.MEDIA_ROOT)
    if media.is_dir():
        files |= {f"media/{p.relative_to(media).as_posix()}": p for p in sorted(media.rglob("*")) if p.is_file()}
    key = settings.DATA / "secret_key"
    if with_secret and not os.environ.get("STERKE_SECRET_KEY") and key.is_file():
        files["secret_key"] = key
    manifest: Manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "sterke": version("sterke"),
        "made_at": at.isoformat(),
        "cluster": slug,
        "engine": connection.vendor,
        "key_mark": key_mark(),
        "migrations": migrations,
        "rows": rows,
        "files": {},
    }
    # Files are copied into place first: what is hashed is what is packed, also when somebody uploads meanwhile.
    packed = scratch / "packed"
    for name, source in files.items():
        copy = packed / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # a media file removed since it was listed
            shutil.copyfile(source, copy) if name != f"database/{dump.name}" else source.rename(copy)
            manifest["files"][name] = {"size": copy.stat().st_size, "sha256": digest(copy)}
    (packed / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    part = scratch / "backup.tar"
    part.touch(mode=0o600)
    with tarfile.open(part, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in ["manifest.json", *manifest["files"]]:
            tar.add(packed / name, arcname=name, recursive=False, filter=_plain_member)
    seal = digest(part)
    with part.open("ab") as file:
        file.write(SEAL + seal.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return part


def _plain_member(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    member.mtime = int(member.mtime)  # else the tar would not begin with the manifest
    return member


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(path: Path, length: int | None = None) -> str:
    """SHA-256 of a file, or of its first ``length`` bytes."""
    found, left = hashlib.sha256(), path.stat().st_size if length is None else length
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            found.update(chunk)
            left -= len(chunk)
    return found.hexdigest()


def tidy_up(target: Path, keep: int) -> list[Path]:
    """Remove the oldest backups of this cluster in a folder, all but the ``keep`` newest."""
    own = sorted(target.glob(f"{Cluster.current().slug}-????-??-??T??????.tar"))
    for path in own[:-keep]:
        path.unlink()
    return own[:-keep]


# Checking one


@dataclass(frozen=True)
class Unpacked:
    """A backup that has passed every check, unpacked in a scratch folder."""

    manifest: Manifest
    folder: Path

    @property
    def dump(self) -> Path:
        return self.folder / "database" / dumps.file_name()

    @property
    def key(self) -> str:
        path = self.folder / "secret_key"
        return path.read_text().strip() if path.is_file() else ""


@contextlib.contextmanager
def checked(path: Path, *, other_key: bool = False) -> Iterator[Unpacked]:
    """Unpack a backup beside the data and check all of it. Raises BackupProblem; touches nothing that is in use."""
    if not path.is_file():
        raise BackupProblem(f"There is no file {path}.")
    check_seal(path)
    settings.DATA.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.DATA).free
    if free < 2 * path.stat().st_size:
        raise BackupProblem(
            f"Too little room on the disk: {free // 2**20} MB free, {path.stat().st_size // 2**19} MB needed."
        )
    with scratch_in(settings.DATA, ".restoring-") as scratch:
        manifest = _unpack(path, scratch)
        check_manifest(manifest, other_key=other_key)
        _check_files(manifest, scratch)
        unpacked = Unpacked(manifest, scratch)
        try:
            dumps.check(unpacked.dump, manifest["rows"], manifest["migrations"])
        except dumps.DumpProblem as problem:
            raise BackupProblem(f"The database in the backup is damaged: {problem}") from problem
        yield unpacked


def check_seal(path: Path) -> None:
    with path.open("rb") as file:
        begins = file.read(600)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - SEAL_LENGTH))
        tail = file.read()
    if not size:
        raise BackupProblem("The file is empty.")
    if not begins.startswith(b"manifest.json\0") or not tarfile.is_tarfile(path):
        if not tail.startswith(SEAL):
            raise BackupProblem("This is not a backup made by sterke backup.")
        raise BackupProblem("The backup is damaged: its beginning has changed since it was made.")
    if not tail.startswith(SEAL):
        raise BackupProblem(
            "The backup is cut short or damaged: its seal is missing. It may not have been copied to the end."
        )
    if tail[len(SEAL) :].strip().decode("ascii", "replace") != digest(path, size - SEAL_LENGTH):
        raise BackupProblem("The backup is damaged: its content has changed since it was made.")


def _unpack(path: Path, scratch: Path) -> Manifest:
    try:
        with tarfile.open(path, mode="r:") as tar:
            tar.extractall(scratch, filter="data")
        manifest = json.loads((scratch / "manifest.json").read_text(encoding="utf-8"))
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BackupProblem(f"The backup cannot be unpacked: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupProblem("This is not a backup made by sterke backup.")
    return manifest


def check_manifest(manifest: Manifest, *, other_key: bool = False) -> None:
    """Refuse a backup that this program, this database or this key cannot carry on from."""
    if manifest.get("format_version") != FORMAT_VERSION:
        raise BackupProblem(
            f"The backup has format {manifest.get('format_version')}; this version reads format {FORMAT_VERSION}."
        )
    if missing := {"sterke", "cluster", "engine", "key_mark", "migrations", "rows", "files"} - manifest.keys():
        raise BackupProblem(f"The backup's manifest lacks {', '.join(sorted(missing))}.")
    if manifest["engine"] != connection.vendor:
        raise BackupProblem(
            f"The backup is of {manifest['engine']}, this site runs on {connection.vendor}. "
            "Set DATABASE_URL to a database of the same kind; sterke export moves data between kinds."
        )
    unknown = sorted({tuple(row) for row in manifest["migrations"]} - dumps.migrations_known())
    if unknown:
        app, name = unknown[0]
        raise BackupProblem(
            f"The backup is newer than this program (made by {manifest['sterke']}; this is {version('sterke')}): "
            f"it knows {app} {name}. Update the program first."
        )
    if "secret_key" not in manifest["files"] and manifest["key_mark"] != key_mark() and not other_key:
        raise BackupProblem(
            "The backup was made under another secret key and does not hold it. Set STERKE_SECRET_KEY to that key, or "
            "say --other-key: then links in mails already sent stop working, and earlier erasures cannot be recognised."
        )


def _check_files(manifest: Manifest, scratch: Path) -> None:
    listed = manifest["files"]
    found = {p.relative_to(scratch).as_posix() for p in scratch.rglob("*") if p.is_file()} - {"manifest.json"}
    for name in sorted(listed.keys() - found):
        raise BackupProblem(f"The backup is not whole: {name} is missing.")
    for name in sorted(found - listed.keys()):
        raise BackupProblem(f"The backup holds a file it does not name: {name}.")
    for name, facts in listed.items():
        if (scratch / name).stat().st_size != facts["size"] or digest(scratch / name) != facts["sha256"]:
            raise BackupProblem(f"The backup is damaged: {name} is not what the manifest says.")
    if f"database/{dumps.file_name()}" not in listed:
        raise BackupProblem("The backup is not whole: the database is missing.")


# Bringing one back


def is_empty() -> bool:
    """True when no cluster lives here yet."""
    tables = connection.introspection.table_names()
    return Cluster._meta.db_table not in tables or not Cluster.objects.exists()


# Written with the rows that come back, removed when all is done: a restore killed in between is noticed.
UNFINISHED = "restore unfinished"
HELD = "UPDATE core_cluster SET mail_held = {true}"
UNFINISHED_GONE = f"DELETE FROM core_pulse WHERE name = '{UNFINISHED}'"  # noqa: S608
UNFINISHED_MADE = f"INSERT INTO core_pulse (name, at, details) VALUES ('{UNFINISHED}', CURRENT_TIMESTAMP, '{{{{}}}}')"  # noqa: S608


def is_unfinished() -> bool:
    return Pulse.objects.filter(name=UNFINISHED).exists()


def finish() -> list[str]:
    """What the rooms must do once the rows are back: erase again who was erased since. Then the restore is done."""
    done = [run() for run in after_restore]
    Pulse.objects.filter(name=UNFINISHED).delete()
    return done


def restore(unpacked: Unpacked) -> list[str]:
    """Put a checked backup in place of what is here, hold outgoing mail, and say what was done.

    What is here must be backed up by the caller first. The database is overwritten in one transaction; a restore that
    is killed half-way leaves the old one. Everybody is signed out, so that no session that was ended comes back.
    """
    dumps.load(unpacked.dump, after=[HELD, "DELETE FROM django_session", UNFINISHED_GONE, UNFINISHED_MADE])
    done = []
    if unpacked.key and unpacked.key != settings.SECRET_KEY and not os.environ.get("STERKE_SECRET_KEY"):
        _put_key(unpacked.key)
        done.append("The secret key came back too. Restart sterke serve, so that it uses it.")
    try:
        done.append(_put_media(unpacked.folder / "media"))
    except OSError as error:
        raise HalfRestored(
            f"The database is back, the media are not: {error}. Run sterke restore once more."
        ) from error
    return done


def _put_key(key: str) -> None:
    part = settings.DATA / f".secret_key-{secrets.token_hex(4)}"
    part.touch(mode=0o600)
    part.write_text(key)
    part.replace(settings.DATA / "secret_key")
    settings.SECRET_KEY = key


def _put_media(new: Path) -> str:
    media = Path(settings.MEDIA_ROOT)
    new.mkdir(exist_ok=True)
    count = sum(1 for path in new.rglob("*") if path.is_file())
    media.parent.mkdir(parents=True, exist_ok=True)
    old = media.with_name(f".{media.name}-{secrets.token_hex(4)}")
    if media.exists():
        media.rename(old)
    shutil.move(new, media)
    shutil.rmtree(old, ignore_errors=True)
    return f"Media: {count} files."


def differences(manifest: Manifest) -> list[str]:
    """Tables whose number of rows is not what the manifest says. Sessions and signs of life are meant to."""
    now = dumps.row_counts()
    return [
        f"{table}: {rows} in the backup, {now.get(table, 0)} here"
        for table, rows in manifest["rows"].items()
        if table not in ("django_session", "core_pulse") and now.get(table) != rows
    ]
