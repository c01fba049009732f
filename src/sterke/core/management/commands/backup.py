"""``sterke backup [DIR]``: the whole house in one file, while it is in use."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sterke.core import backup


class Command(BaseCommand):
    help = (
        "Copy database, media and secret key into one file that restore can prove whole. Safe while the site is in use."
    )
    requires_system_checks = []  # must work when something else does not

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "dir", nargs="?", type=Path, help="folder to write to (default: backups in the data folder)"
        )
        parser.add_argument(
            "--keep", type=int, default=0, help="afterwards keep only this many of the newest in the folder"
        )
        parser.add_argument("--without-secret", action="store_true", help="leave the secret key out")

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["dir"] or backup.folder()
        if backup.is_empty():
            raise CommandError("There is no cluster here to back up. Run sterke init first.")
        try:
            path = backup.make(target, with_secret=not options["without_secret"])
            with backup.checked(path, other_key=True) as unpacked:
                manifest = unpacked.manifest
        except backup.BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{path}: {path.stat().st_size / 2**20:.1f} MB, {sum(manifest['rows'].values())} rows in "
            f"{len(manifest['rows'])} tables, "
            f"{sum(name.startswith('media/') for name in manifest['files'])} media files. Checked."
        )
        if "secret_key" in manifest["files"]:
            self.stdout.write(
                "It holds personal data and the secret key: keep it where only you can read it, and off this machine."
            )
        if options["keep"] > 0:
            for gone in backup.tidy_up(target, options["keep"]):
                self.stdout.write(f"Removed {gone.name}.")
