from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation.reloader import translation_file_changed

from sterke.core import messages


class Command(BaseCommand):
    help = "Bring the translations in line with the code and compile them. --compile only compiles, --check only looks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true")
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--room", help="Only this room's catalogue.")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = [room for room in messages.rooms() if options["room"] in (None, room.name)]
        pairs = [(room, language) for room in wanted for language in messages.LANGUAGES]
        if options["check"]:
            found = [problem for room, language in pairs for problem in messages.problems(room, language)]
            if found:
                raise CommandError("\n".join(found))
            return
        for room, language in pairs:
            if not options["compile"]:
                messages.save(room, language)
            messages.compile_room(room, language)
            # What this very process read before they were compiled it must read again.
            translation_file_changed(None, Path("django.mo"))
