"""``sterke restore FILE``: bring a backup back, with outgoing mail held until ``sterke restore --confirm-mail``."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sterke.core import backup, dumps
from sterke.core.models import Cluster, OutgoingMail


class Command(BaseCommand):
    help = "Bring back a backup. Refuses a damaged, foreign or newer one before touching anything."
    requires_system_checks = []  # must work when something else does not

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the backup")
        parser.add_argument(
            "--yes", action="store_true", help="overwrite the cluster that is here (it is backed up first)"
        )
        parser.add_argument(
            "--other-key", action="store_true", help="go on though the backup was made under another secret key"
        )
        parser.add_argument("--confirm-mail", action="store_true", help="let outgoing mail leave again after a restore")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["confirm_mail"]:
            return self.confirm_mail()
        if not options["file"]:
            raise CommandError("Say which file to restore, or --confirm-mail to let outgoing mail leave again.")
        try:
            with backup.checked(options["file"], other_key=options["other_key"]) as unpacked:
                self.restore(unpacked, overwrite=options["yes"])
        except (backup.BackupProblem, dumps.DumpProblem) as problem:
            raise CommandError(f"{problem} Nothing was changed.") from problem
        except backup.HalfRestored as problem:
            raise CommandError(str(problem)) from problem

    def restore(self, unpacked: backup.Unpacked, *, overwrite: bool) -> None:
        if not backup.is_empty():
            if not overwrite:
                raise CommandError(
                    f"The cluster {Cluster.current().name} lives here. Say --yes to overwrite it with the backup of "
                    f"{unpacked.manifest['made_at'][:16]}; it is backed up first. Nothing was changed."
                )
            self.stdout.write(f"What was here: {backup.make(name='before-restore')}")
        done = backup.restore(unpacked)
        wrong = backup.differences(unpacked.manifest)
        # Only after counting: an older backup is brought up to this version of the program.
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        done += backup.finish()
        rows = unpacked.manifest["rows"]
        self.stdout.write(
            f"Restored {sum(rows.values())} rows in {len(rows)} tables, made {unpacked.manifest['made_at'][:16]}."
        )
        for line in [*done, *wrong]:
            self.stdout.write(line)
        self.stdout.write(
            "Everybody must sign in again. Outgoing mail is held: see what waits, then sterke restore --confirm-mail."
        )
        if wrong:
            raise CommandError("The rows here are not those of the backup: see the lines above.")

    def confirm_mail(self) -> None:
        if backup.is_unfinished():
            raise CommandError(
                "The last restore was stopped half-way. Run sterke restore with the same file once more."
            )
        if not Cluster.objects.filter(mail_held=True).update(mail_held=False):
            raise CommandError("Outgoing mail is not held.")
        waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).count()
        self.stdout.write(f"Outgoing mail leaves again; {waiting} wait in the queue.")
