"""``sterke import organisations FILE``: a sheet from the command line; nothing is written while a row has errors."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sterke.accounts.models import User
from sterke.directory import actions
from sterke.directory.models import SheetImport, SheetRow


class Command(BaseCommand):
    help = "Import organisations or people from a CSV or XLSX file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=["organisations", "people"])
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        clockwork, path = User.objects.clockwork(), options["file"]
        try:
            data = path.read_bytes()
            sheet = actions.start_import(options["kind"], file_name=path.name, data=data, by=clockwork)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if not sheet.has_columns:
            actions.drop_import(sheet, by=clockwork)
            raise CommandError(f"No column is called Name. The headings are: {', '.join(sheet.columns)[:300]}.")
        wrong = sheet.rows.filter(state=SheetRow.State.ERROR)
        for row in wrong:
            self.stderr.write(f"row {row.line}: " + "; ".join(f"{k}: {v}" for k, v in row.errors.items()))
        if count := wrong.count():
            actions.drop_import(sheet, by=clockwork)
            raise CommandError(f"{count} rows have errors. Nothing was written.")
        SheetImport.objects.filter(pk=sheet.pk).update(state=SheetImport.State.RUNNING)
        sheet.refresh_from_db()
        actions.perform_import(sheet, by=clockwork)
        sheet.refresh_from_db()
        self.stdout.write(f"{sheet.outcome['created']} new, {sheet.outcome['updated']} updated.")
