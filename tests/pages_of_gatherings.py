"""The addresses of gatherings; see pages.py."""

from typing import Any

from tests.page_rows import LEADERS, READ, Row, action, slug_of, token
from tests.world import World

GATHERING = slug_of("gathering")


def aim_of(world: World) -> list[Any]:
    return [world.rows.gathering.slug, world.rows.aim.pk]


def item_of(world: World) -> list[Any]:
    return [world.rows.gathering.slug, world.rows.item.pk]


def registration_of(world: World) -> list[Any]:
    return [world.rows.gathering.slug, world.rows.registration.pk]


def question_of(world: World) -> list[Any]:
    return [world.rows.gathering.slug, world.rows.question.pk]


def invitation_of(world: World) -> list[Any]:
    return [world.rows.gathering.slug, world.rows.invitation.pk]


PAGES = {
    "gatherings:gatherings": Row("200"),
    "gatherings:calendar": Row("200", look=False),
    "gatherings:feed": Row("200", look=False),
    "gatherings:month": Row("200", args=lambda world: [world.rows.gathering.day.year, world.rows.gathering.day.month]),
    "gatherings:gathering": Row("200", args=GATHERING),
    "gatherings:calendar_of": Row("200", args=GATHERING, look=False),
    "gatherings:start": Row(LEADERS, LEADERS),
    "gatherings:edit": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:set_status": action(LEADERS.replace("200", "302"), lambda w: [w.rows.gathering.slug, "lukk"]),
    "gatherings:call_off": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:take_up_again": action(LEADERS.replace("200", "302"), slug_of("called_off")),
    "gatherings:copy": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:new_goal": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:goal": Row(LEADERS, LEADERS, aim_of),
    "gatherings:drop_goal": action("302 404 404 404 404 302 404 404", aim_of),
    "gatherings:result": Row(LEADERS, LEADERS, lambda w: [*aim_of(w), 0]),
    "gatherings:new_item": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:item": Row(LEADERS, LEADERS, item_of),
    "gatherings:drop_item": action("302 404 404 404 404 302 404 404", item_of),
    "gatherings:register": Row("200", "200", GATHERING),
    "gatherings:participants": Row(LEADERS, READ, GATHERING),
    "gatherings:participants_file": Row(LEADERS, READ, lambda w: [w.rows.gathering.slug, "csv"], look=False),
    "gatherings:badges": Row(LEADERS, READ, GATHERING, look=False),
    "gatherings:participant_list": Row(LEADERS, READ, GATHERING, look=False),
    "gatherings:invitations": Row(LEADERS, READ, GATHERING),
    "gatherings:invitations_file": Row(LEADERS, READ, lambda w: [w.rows.gathering.slug, "csv"], look=False),
    "gatherings:invite": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:invite_guest": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:remind": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:withdraw": action(LEADERS.replace("200", "302"), invitation_of),
    "gatherings:invite_again": action(LEADERS.replace("200", "302"), invitation_of),
    "gatherings:answer": Row("200", "200", token("gathering_invitation")),
    "gatherings:my_calendar": Row("200", args=token("my_calendar"), look=False),
    "gatherings:renew_calendar": action("302", lambda w: []),
    "gatherings:stop_calendar": action("302", lambda w: []),
    "gatherings:door": Row(LEADERS, READ, GATHERING),
    "gatherings:open_door": action(LEADERS.replace("200", "302"), GATHERING),
    "gatherings:close_door": action(LEADERS.replace("200", "302"), GATHERING),
    "gatherings:screen": Row(LEADERS, READ, GATHERING),
    "gatherings:screen_numbers": Row(LEADERS, READ, GATHERING, look=False),
    "gatherings:door_app": Row("200", args=token("gathering_door")),
    "gatherings:door_list": Row("200", args=token("gathering_door"), look=False),
    "gatherings:door_sights": Row("405", "400", token("gathering_door"), look=False),
    "gatherings:door_worker": Row("200", args=token("gathering_door"), look=False),
    "gatherings:door_screen": Row("200", args=token("gathering_door")),
    "gatherings:door_numbers": Row("200", args=token("gathering_door"), look=False),
    "gatherings:questions": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:question": Row(LEADERS, LEADERS, question_of),
    "gatherings:drop_question": action(LEADERS.replace("200", "302"), question_of),
    "gatherings:move_question": action(LEADERS.replace("200", "302"), lambda w: [*question_of(w), "ned"]),
    "gatherings:cancel": action("302 404 404 404 302 302 404 302", registration_of),
    "gatherings:accept": action("302 404 404 404 302 302 404 302", registration_of),
    "gatherings:substitute": Row("302 404 404 404 200 200 404 200", "302 404 404 404 200 200 404 200", registration_of),
    "gatherings:results": Row("200"),
    "gatherings:attendance": Row(LEADERS, READ),
    "gatherings:attendance_file": Row(LEADERS, READ, lambda w: ["bedrifter", "csv"], look=False),
    "gatherings:thank": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:afterwards": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:finish": action(
        "302 404 404 404 302 302 404 302", lambda w: [w.rows.gathering.slug, w.rows.follow_up.pk]
    ),
    "gatherings:share": Row(LEADERS, LEADERS, GATHERING),
    "gatherings:material": Row("404", args=lambda w: [w.rows.gathering.slug, w.rows.material.pk], look=False),
    "gatherings:drop_material": action(
        "302 404 404 404 404 302 404 404", lambda w: [w.rows.gathering.slug, w.rows.material.pk]
    ),
    "gatherings:feedback": Row("200", "200", token("feedback")),
    "gatherings:result_by_link": Row("200", "200", token("result")),
    "gatherings:follow_up_by_link": Row("200", "200", token("follow_up")),
    "gatherings:own": Row("200", "200", token("registration")),
    "gatherings:own_calendar": Row("200", args=token("registration"), look=False),
}
