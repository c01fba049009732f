"""``sterke <command>``: Django's own command runner under our name. Commands live in the rooms they belong to."""

import os
import sys
import time

OLDEST = (3, 12)


def main() -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"sterke needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sterke.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "serve":  # starts the others and needs no Django itself
        from sterke import serve

        sys.exit(serve.main(sys.argv[2:]))
    if command == "timetable":  # numbers in, numbers out: no database, and no time lost on starting
        from sterke.connections.timetable import alone

        sys.exit(alone.main(sys.argv[2:], began=time.monotonic() - time.process_time()))
    if command == "worker":  # started by serve
        import django

        django.setup()
        from sterke.core import worker

        worker.run()
        return
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    trouble = ""
    try:
        execute_from_command_line(sys.argv)
    except* (OperationalError, ProgrammingError, OSError) as group:  # one of them, or several out of one command
        if os.environ.get("STERKE_DEBUG"):
            raise
        trouble = f"sterke: {one_line(group.exceptions[0])}"
    if trouble:
        sys.exit(trouble)


def one_line(error: Exception) -> str:
    """What stood in the way of a command, in one sentence: the folder, its disk, the database, or what Python said."""
    from sterke import serve

    try:
        serve.check_folder(serve.data_folder())
    except serve.Trouble as trouble:
        return str(trouble)
    said = str(error).strip().partition("\n")[0]
    return said if isinstance(error, OSError) else f"{serve.unprepared()} ({said})"


if __name__ == "__main__":
    main()
