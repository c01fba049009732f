"""The addresses of cases, meetings and promises; see pages.py."""

from collections.abc import Callable
from typing import Any

from tests.page_rows import DONE, HIDDEN, OWNERS, READ, Row, action, pk_of, slug_of, token
from tests.world import World

CASE, MEETING, PROMISE = slug_of("case"), pk_of("meeting"), pk_of("promise")
LED = OWNERS.replace("200", "302")  # whoever leads the case did it
LOGS = OWNERS  # whoever owns a case may log a meeting


def row_of(kind: str, name: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.rows.case.slug, kind, getattr(world.rows, name).pk]


def in_meeting(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.rows.meeting.pk, getattr(world.rows, name).pk]


def version(name: str, *more: Any) -> Callable[[World], list[Any]]:
    """A version of a position; ``more`` are rows by name, or what stands last in the address."""

    def args(world: World) -> list[Any]:
        row = getattr(world.rows, name)
        last = (getattr(getattr(world.rows, each, each), "pk", each) for each in more)
        return [row.case.slug, row.number, *last]

    return args


HELD, DRAFT, ASKED = version("position"), version("position_draft"), version("position_asked")
ONCE = "302 404 404 404 302 404 404 404"  # whoever leads did it; then there was nothing left to do
PAGES = {
    "advocacy:notice": Row("200"),
    "api:cases": Row("200", look=False),
    "api:case": Row("200", args=CASE, look=False),
    "api:promises": Row("200", look=False),
    "advocacy:position": Row("200", args=HELD),
    "advocacy:start_position": Row(HIDDEN, HIDDEN, slug_of("away")),
    "advocacy:edit_position": Row(OWNERS, OWNERS, DRAFT),
    "advocacy:adopt": Row(HIDDEN, HIDDEN, DRAFT),
    "advocacy:drop_position": action(LED, DRAFT),
    "advocacy:hand_over": Row(OWNERS, OWNERS, HELD),
    "advocacy:strike_handover": action(ONCE, version("position", "handover")),
    "advocacy:new_claim": Row(OWNERS, OWNERS, DRAFT),
    "advocacy:edit_claim": Row(OWNERS, OWNERS, version("position_draft", "claim")),
    "advocacy:strike_claim": action(ONCE, version("position_draft", "claim")),
    "advocacy:take_new_figure": action(LED, version("position_draft", "claim")),
    "advocacy:ask_members": Row(OWNERS, OWNERS, DRAFT),
    "advocacy:mandate": Row(OWNERS, READ, HELD),
    "advocacy:mandate_file": Row(OWNERS, READ, version("position", "csv"), look=False),
    "advocacy:remind_silent": action(LED, ASKED),
    "advocacy:answer_for": Row(
        "302 404 404 404 200 404 404 404",
        "302 404 404 404 200 404 404 404",
        lambda w: [*ASKED(w), w.rows.company.slug],
    ),
    "advocacy:endorse": Row("200", "200", token("position_endorsement")),
    "advocacy:cases": Row("200"),
    "advocacy:start_case": Row(HIDDEN, HIDDEN),
    "advocacy:radar": Row(LOGS, READ),
    "advocacy:decide_hit": action(LED, lambda w: [w.rows.hit.pk, "ja"]),
    "advocacy:case": Row("200", args=CASE),
    "advocacy:story": Row("200", args=CASE),
    "advocacy:one_page": Row("200", args=CASE),
    "advocacy:press": Row("200", args=CASE),
    "advocacy:card": Row("200", args=CASE),
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
