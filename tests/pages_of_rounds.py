"""The addresses of meeting rounds; see pages.py."""

from typing import Any

from sterke.connections.models import RoundParticipant
from tests.page_rows import LEADERS, READ, Row, action, slug_of, token
from tests.world import World

ACTS = LEADERS.replace("200", "302")


def at(name: str, *more: Any):
    """Below the gathering of a round; a word starting with a dot is the name of a row of the world."""

    def args(world: World) -> list[Any]:
        slug = getattr(world.rows, name).gathering.slug
        return [slug, *(getattr(world.rows, part[1:]).pk if str(part).startswith(".") else part for part in more)]

    return args


def somebody(name: str, verb: str):
    def args(world: World) -> list[Any]:
        round = getattr(world.rows, name)
        row = RoundParticipant.objects.filter(round=round).order_by("-pk").first()
        return [round.gathering.slug, row.pk, verb]

    return args


def slot_of(world: World) -> list[Any]:
    return [world.rows.round_set_up.gathering.slug, world.rows.round_set_up.times[-1].pk]


PAGES = {
    "connections:round": Row(LEADERS, READ, at("round_published")),
    "connections:start_round": Row(LEADERS, LEADERS, slug_of("gathering")),
    "connections:edit_round": Row(LEADERS, LEADERS, at("round_set_up")),
    "connections:round_slots": Row(LEADERS, LEADERS, at("round_set_up")),
    "connections:drop_round_slot": action("302 404 404 404 404 302 404 404", slot_of),
    "connections:new_stand": Row(LEADERS, LEADERS, at("round_set_up")),
    "connections:stand": Row(LEADERS, LEADERS, at("round_set_up", ".round_stand")),
    "connections:drop_stand": action("302 404 404 404 404 302 404 404", at("round_set_up", ".round_stand")),
    "connections:set_wishes": action(ACTS, at("round_set_up", "aapne")),
    "connections:round_people": Row(LEADERS, READ, at("round_wishes")),
    "connections:round_step": action(ACTS, somebody("round_wishes", "ut")),
    "connections:make_timetable": Row(LEADERS, LEADERS, at("round_draft")),
    "connections:round_run": Row(LEADERS, READ, at("round_draft", ".run")),
    "connections:stop_run": action(ACTS, at("round_draft", ".run")),
    "connections:round_timetable": Row(LEADERS, READ, at("round_draft")),
    "connections:timetable_file": Row(LEADERS, READ, at("round_published", "csv"), look=False),
    "connections:new_meeting": Row(LEADERS, LEADERS, at("round_draft")),
    "connections:move_meeting": Row(LEADERS, LEADERS, at("round_draft", ".utkast_entry")),
    "connections:change_meeting": action(ACTS, at("round_draft", ".utkast_entry", "laas")),
    "connections:settle_timetable": action(ACTS, at("round_draft", "publiser")),
    "connections:round_report": Row(LEADERS, READ, at("round_draft")),
    "connections:round_report_file": Row(LEADERS, READ, at("round_draft", "csv"), look=False),
    "connections:round_paper": Row(LEADERS, READ, at("round_published", "liste"), look=False),
    "connections:round_day": Row(LEADERS, READ, at("round_published")),
    "connections:mark_participant": action(ACTS, somebody("round_published", "borte")),
    "connections:round_outcomes": Row(LEADERS, READ, at("round_past")),
    "connections:my_round": Row("302 404 404 404 302 404 404 404", READ, at("round_wishes"), look=False),
    "connections:round_programme": Row("200", args=token("round_published")),
    "connections:round_wishes": Row("200", "200", token("round_wishes")),
    "connections:round_calendar": Row("200", args=token("round_published"), look=False),
    "connections:own_programme_paper": Row("200", args=token("round_published"), look=False),
    "connections:book_meeting": Row("200", "200", token("round_published")),
    "connections:round_results": Row("200", "200", token("round_past")),
    "connections:step_by_link": Row("405", "302", lambda w: [w.rows.tokens["round_wishes"], "inn"], look=False),
}
