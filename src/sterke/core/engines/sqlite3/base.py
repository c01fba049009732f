from typing import Any

from django.db.backends.sqlite3 import base

from sterke.core import stamps


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(stamps.note)
