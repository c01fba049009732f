"""``sterke fetch SOURCE``: load open data now; ``--from FILE`` reads stored responses. Rooms register the sources."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from sterke.core.house import house


class Command(BaseCommand):
    help = "Load open data now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=sorted(house.sources))
        parser.add_argument(
            "--from",
            dest="files",
            nargs="+",
            type=Path,
            metavar="FILE",
            default=[],
            help="read stored responses instead",
        )
        parser.add_argument("--limit", type=int, metavar="N", help="at most N organisations")
        parser.add_argument(
            "--table", default="", metavar="ID", help="the table a file is from, where it does not say so"
        )

    def handle(self, *, source: str, files: list[Path], limit: int | None, table: str, **options: Any) -> None:
        if limit is not None and limit < 1:
            raise CommandError("--limit must be 1 or more.")
        with translation.override("en"):
            house.sources[source](self, files, limit=limit, table=table)
