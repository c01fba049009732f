"""``sterke <command>``: Django's own command runner under our name. Commands live in the rooms they belong to."""

import os
import sys

OLDEST = (3, 12)


def main() -> None:
    if sys.version_info < OLDEST:
        sys.exit(f"sterke needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sterke.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "serve":  # starts the others and needs no Django itself
        from sterke import serve

        sys.exit(serve.main(sys.argv[2:]))
    if command == "worker":  # started by serve
        import django

        django.setup()
        from sterke.core import worker

        worker.run()
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
