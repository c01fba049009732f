"""What of the desk is kept until something is written: only what rests on tables whose writes move the stamp."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sterke.core import stamps
from sterke.core.house import house
from sterke.goals.models import Goal
from tests import factories as make
from tests import world
from tests.core.test_kept_pages import READ

pytestmark = pytest.mark.django_db
KEPT = [give for give in house.desk if hasattr(give, "__wrapped__")]


@pytest.mark.parametrize("viewer", ["secretary", "board", "member", "own_contact"])
@pytest.mark.parametrize("give", KEPT, ids=lambda give: give.__name__)
def test_what_is_kept_reads_only_what_moves_the_stamp(give, viewer):
    user = world.build().users[viewer]
    assert user.standing is not None  # read before the desk is
    with CaptureQueriesContext(connection) as asked:
        list(give(user))
    read = {table for query in asked for table in READ.findall(query["sql"])}
    assert read - set(stamps.rooms_by_table()) == set()


def test_a_goal_that_is_measured_leaves_the_desk_at_once(client_for):
    make.GoalFactory(statement="Flere læreplasser", owner=None)
    client = client_for("secretary")
    assert "Flere læreplasser" in client.get("/skrivebord/").content.decode()
    Goal.objects.update(owner=make.PersonFactory())
    assert "Flere læreplasser" not in client.get("/skrivebord/").content.decode()


def test_a_kept_item_is_told_in_the_readers_language(client_for):
    make.GoalFactory(owner=None)
    client = client_for("secretary")
    assert "1 mål har ingen eier" in client.get("/skrivebord/").content.decode()
    assert "1 goal has no owner" in client.get("/en/skrivebord/").content.decode()
