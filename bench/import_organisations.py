"""How long does a sheet of 5,000 new organisations take, from upload to written, and does a watcher see it move?

The action itself, in one process: no request, no queue. The steps a watcher sees are those of the check; the rows are
written in one transaction and seen together at its end.
"""

import os
import sys
import tempfile
import threading
import time

from .ground import environment, tell

COUNT = 5000


def sheet():
    from sterke.core import sheets

    rows = ([f"Målebedrift {n} AS", "Bygg", "12", "2212", "Kongsvinger"] for n in range(COUNT))
    return sheets.write_csv(["Navn", "Bransje", "Ansatte", "Postnr", "Poststed"], rows)


def watch(key, seen, stop):
    """What the page shows while it waits, read over a connection of its own."""
    from django.db import connection

    from sterke.directory.models import SheetImport

    while not stop.wait(0.02):
        seen.add(SheetImport.objects.values_list("done_rows", flat=True).get(pk=key))
    connection.close()


def main():
    with tempfile.TemporaryDirectory(prefix="sterke-bench-") as folder:
        return measure(folder)


def measure(folder):
    os.environ.update(environment() | {"STERKE_DATA": folder})
    import sterke.wsgi  # noqa: F401, I001
    from django.core.management import call_command
    from sterke.accounts.models import User
    from sterke.directory import actions
    from sterke.directory.actions.imports import perform_import
    from sterke.directory.models import Organisation, SheetImport

    call_command("migrate", verbosity=0)
    by, data = User.objects.clockwork(), sheet()
    began = time.perf_counter()
    upload = actions.start_import("organisations", file_name="5000.csv", data=data, by=by)
    actions.write_import(upload, by=by)
    seen, stop = set(), threading.Event()
    watcher = threading.Thread(target=watch, args=(upload.pk, seen, stop))
    watcher.start()
    perform_import(SheetImport.objects.get(pk=upload.pk), by=by)
    spent = time.perf_counter() - began
    stop.set()
    watcher.join()
    written = Organisation.objects.filter(name__startswith="Målebedrift").count()
    between = sorted(rows for rows in seen if 0 < rows < COUNT)
    print(f"{written} written; a watcher saw {len(between)} steps on the way: {between}")
    return tell(f"import of {COUNT} organisations", spent, 20, "s") and written == COUNT and bool(between)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
