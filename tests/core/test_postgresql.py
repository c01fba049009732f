"""How connections to PostgreSQL are opened; the address of the database has the last word."""

import pytest

from sterke.core.engines.postgresql.base import PLANNING, DatabaseWrapper


@pytest.mark.parametrize(("options", "given"), [({}, PLANNING), ({"options": "-c jit=on"}, "-c jit=on")])
def test_the_planner_is_told_what_reading_costs(options, given):
    there = dict.fromkeys(("USER", "PASSWORD", "HOST", "PORT"), "") | {"TIME_ZONE": None}
    database = there | {"NAME": "sterke", "OPTIONS": options, "CONN_HEALTH_CHECKS": False}
    assert DatabaseWrapper(database).get_connection_params()["options"] == given
