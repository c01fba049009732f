from typing import Any

from django.db.backends.postgresql import base

from sterke.core import stamps

# Reading anywhere costs hardly more than reading on, as disks are today: else the planner walks through all roles for
# the sake of a few hundred. No question here is so long that compiling it pays. ``?options=`` in the address wins.
PLANNING = "-c random_page_cost=1.1 -c jit=off"


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(stamps.note)

    def get_connection_params(self) -> dict[str, Any]:
        return {"options": PLANNING} | super().get_connection_params()
