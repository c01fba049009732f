"""The addresses of cases, meetings and promises; see pages.py."""

from collections.abc import Callable
from typing import Any

from tests.page_rows import DONE, HIDDEN, OWNERS, READ, Row, action, pk_of, slug_of
from tests.world import World

CASE, MEETING, PROMISE = slug_of("case"), pk_of("meeting"), pk_of("promise")
LED = OWNERS.replace("200", "302")  # whoever leads the case did it
LOGS = OWNERS  # whoever owns a case may log a meeting


def row_of(kind: str, name: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.rows.case.slug, kind, getattr(world.rows, name).pk]


def in_meeting(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.rows.meeting.pk, getattr(world.rows, name).pk]


PAGES = {
    "advocacy:cases": Row("200"),
    "advocacy:start_case": Row(HIDDEN, HIDDEN),
    "advocacy:radar": Row(LOGS, READ),
    "advocacy:decide_hit": action(LED, lambda w: [w.rows.hit.pk, "ja"]),
    "advocacy:case": Row("200", args=CASE),
    "advocacy:story": Row("200", args=CASE),
    "advocacy:edit_case": Row(OWNERS, OWNERS, CASE),
    "advocacy:put_away": Row(HIDDEN, HIDDEN, CASE),
    "advocacy:take_up_again": action(DONE, slug_of("away")),
    "advocacy:drop_case": action(DONE, CASE),
    "advocacy:new_row": Row(OWNERS, OWNERS, lambda w: [w.rows.case.slug, "hendelse"]),
    "advocacy:row": Row(OWNERS, OWNERS, row_of("stand", "stand")),
    "advocacy:strike_row": action("302 404 404 404 302 404 404 404", row_of("steg", "step")),
    "advocacy:meetings": Row("200"),
    "advocacy:plan_meeting": Row(LOGS, LOGS),
    "advocacy:meeting": Row("200", args=MEETING),
    "advocacy:edit_meeting": Row(OWNERS, OWNERS, MEETING),
    "advocacy:who_came": Row(OWNERS, OWNERS, MEETING),
    "advocacy:strike_attendance": action("302 404 404 404 302 404 404 404", in_meeting("attendance")),
    "advocacy:new_ask": Row(OWNERS, OWNERS, MEETING),
    "advocacy:edit_ask": Row(OWNERS, OWNERS, in_meeting("ask")),
    "advocacy:strike_ask": action("302 404 404 404 302 404 404 404", in_meeting("ask")),
    "advocacy:notes": Row(OWNERS, OWNERS, MEETING),
    "advocacy:keep_note": action(DONE, in_meeting("note")),
    "advocacy:drop_note": action(DONE, in_meeting("note")),
    "advocacy:take_on": Row(OWNERS, OWNERS, MEETING),
    "advocacy:brief": Row(OWNERS, READ, MEETING, look=False),
    "advocacy:finish": action(LED, pk_of("to_do")),
    "advocacy:ledger": Row("200"),
    "advocacy:ledger_feed": Row("200", look=False),
    "advocacy:ledger_file": Row("200", args=lambda w: ["csv"], look=False),
    "advocacy:write_down": Row(OWNERS, OWNERS, CASE),
    "advocacy:promise": Row("200", args=PROMISE),
    "advocacy:edit_promise": Row(OWNERS, OWNERS, PROMISE),
    "advocacy:tell_outcome": Row(OWNERS, OWNERS, PROMISE),
}
