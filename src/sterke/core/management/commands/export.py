"""``sterke export DIR``: everything the cluster has written, in open formats that need no program of ours."""

import csv
import json
import os
import shutil
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from wagtail.blocks import StreamValue

from sterke.core.models import (
    Cluster,
    OnceKey,
    SearchEntry,
    SearchPosting,
    SearchState,
    SearchWord,
    SignedLink,
)
from sterke.core.sheets import defused

# Keys to doors, and what is made of other rows: not data.
LEFT_OUT: set[type[models.Model]] = {OnceKey, SignedLink, SearchEntry, SearchPosting, SearchState, SearchWord}
NEVER = {"password"}


class Command(BaseCommand):
    help = (
        "Write every table of the cluster as CSV and JSON lines, with its media and a list of columns, to a new folder."
    )
    requires_system_checks = []  # must work when something else does not

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path, help="a folder that does not exist yet")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["dir"]
        if target.exists():
            raise CommandError(f"{target} exists already. Give the name of a new folder.")
        part = target.with_name(f".{target.name}-{os.getpid()}")
        try:
            part.mkdir(parents=True, mode=0o700)
            counts = {model: write_model(part, model) for model in own_models()}
            files = copy_media(part)
            (part / "README.md").write_text(describe(counts, files), encoding="utf-8")
            part.replace(target)
        except OSError as error:
            shutil.rmtree(part, ignore_errors=True)
            raise CommandError(f"The export could not be written: {error}") from error
        self.stdout.write(f"{target}: {sum(counts.values())} rows of {len(counts)} kinds, {files} media files.")
        self.stdout.write("It holds personal data: keep it where only you can read it.")


def own_models() -> list[type[models.Model]]:
    found = [m for m in apps.get_models() if m.__module__.startswith("sterke.") and m not in LEFT_OUT]
    return sorted(found, key=lambda model: model._meta.label_lower)


def columns(model: type[models.Model]) -> list[models.Field]:
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field for field in fields if field.name not in NEVER and not isinstance(field, models.BinaryField)]


def write_model(folder: Path, model: type[models.Model]) -> int:
    """One CSV and one JSON-lines file. CSV cells that a spreadsheet would run are quoted; JSON lines are exact."""
    fields, count = columns(model), 0
    rows = model._base_manager.order_by("pk").prefetch_related(*(f.name for f in model._meta.many_to_many))
    stem = folder / model._meta.label_lower
    with (
        stem.with_name(stem.name + ".csv").open("w", newline="", encoding="utf-8-sig") as sheet,
        stem.with_name(stem.name + ".jsonl").open("w", encoding="utf-8") as lines,
    ):
        writer = csv.writer(sheet)
        writer.writerow([field.name for field in fields])
        for row in rows.iterator(chunk_size=500):
            values = {field.name: value_of(row, field) for field in fields}
            lines.write(json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n")
            writer.writerow([cell(value) for value in values.values()])
            count += 1
    return count


def value_of(row: models.Model, field: models.Field) -> Any:
    if isinstance(field, models.ManyToManyField):
        return [related.pk for related in getattr(row, field.name).all()]
    value = field.value_from_object(row)
    if isinstance(value, StreamValue):  # the text of a page, block by block
        return list(value.get_prep_value())
    return str(value) if isinstance(value, models.fields.files.FieldFile) else value


def cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return defused(value) if isinstance(value, str) else value


def copy_media(folder: Path) -> int:
    media = Path(settings.MEDIA_ROOT)
    if not media.is_dir():
        return 0
    shutil.copytree(media, folder / "media")
    return sum(1 for path in (folder / "media").rglob("*") if path.is_file())


def describe(counts: dict[type[models.Model], int], files: int) -> str:
    """What is in each file, for whoever opens the folder in ten years."""
    lines = [
        f"# {Cluster.current().name}, {timezone.localdate():%Y-%m-%d}",
        "",
        "Each kind of row is in two files: `.csv` (UTF-8 with BOM, comma; a leading apostrophe guards cells that a",
        "spreadsheet would run) and `.jsonl` (one JSON object a line, exact). Dates are ISO 8601, times are UTC.",
        f"`media/` holds {files} uploaded files. Keys such as `directory.organisation:12` name a row of a file.",
    ]
    for model, count in counts.items():
        lines += ["", f"## {model._meta.label_lower} ({count} rows)", "", "| column | holds |", "| --- | --- |"]
        lines += [f"| {field.name} | {meaning(field)} |" for field in columns(model)]
    return "\n".join(lines) + "\n"


def meaning(field: models.Field) -> str:
    words = f"{field.verbose_name}"
    if field.related_model:
        words += f", the id of a {field.related_model._meta.label_lower}"
    if field.choices:
        words += ": " + ", ".join(f"{value} = {label}" for value, label in field.flatchoices)
    return words
