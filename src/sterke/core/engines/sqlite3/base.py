import threading
from typing import Any

from django.db.backends.sqlite3 import base

from sterke.core import stamps

# Whoever waits for SQLite's one writer asks again and again, the longer the more seldom: among many, one may never be
# in luck. So within a process one asks at a time, and the others stand behind (docs/adr/0002).
_next = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(stamps.note)

    def _start_transaction_under_autocommit(self) -> None:
        with _next:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
