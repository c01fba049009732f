"""The addresses of the annual meeting; see pages.py."""

from collections.abc import Callable
from typing import Any

from tests.page_rows import DONE, LEADERS, READ, Row, action, slug_of, token
from tests.world import World

ANNUAL = slug_of("annual")
RUNS = LEADERS.replace("200", "302")  # whoever runs the meeting did it


def of(name: str, *more: str) -> Callable[[World], list[Any]]:
    """The meeting's address and a row's number."""
    return lambda world: [world.rows.annual.slug, getattr(world.rows, name).pk, *more]


PAGES = {
    "gatherings:annual": Row("200", args=ANNUAL),
    "gatherings:annual_new_item": Row(LEADERS, LEADERS, ANNUAL),
    "gatherings:annual_item": Row(LEADERS, LEADERS, of("matter")),
    "gatherings:annual_drop_item": action(RUNS, of("matter")),
    "gatherings:annual_move_item": action(RUNS, of("matter", "ned")),
    "gatherings:annual_new_paper": Row(LEADERS, LEADERS, of("matter")),
    "gatherings:annual_paper": Row("404", args=of("paper"), look=False),  # a link
    "gatherings:annual_drop_paper": action("302 404 404 404 404 302 404 404", of("paper")),
    "gatherings:annual_notice": Row(LEADERS, LEADERS, ANNUAL),
    "gatherings:annual_voters": Row(LEADERS, READ, ANNUAL),
    "gatherings:annual_voters_file": Row(LEADERS, READ, lambda w: [w.rows.annual.slug, "csv"], look=False),
    "gatherings:annual_proxies": Row(LEADERS, LEADERS, ANNUAL),
    "gatherings:annual_withdraw_proxy": action(RUNS, of("proxy")),
    "gatherings:annual_own_proxy": Row(
        "302 404 404 404 200 200 404 200",
        "302 404 404 404 200 200 404 200",
        lambda w: [w.rows.annual.slug, w.rows.company.slug],
    ),
    "gatherings:annual_attendance": Row(LEADERS, READ, ANNUAL),
    "gatherings:annual_mark": action(RUNS, of("company", "inn")),
    "gatherings:annual_elections": Row(LEADERS, READ, ANNUAL),
    "gatherings:annual_call_up": action(RUNS, ANNUAL, lambda w: {"sak": w.rows.matter.pk}),
    "gatherings:annual_new_election": Row(LEADERS, LEADERS, ANNUAL),
    "gatherings:annual_election": Row(LEADERS, LEADERS, of("election")),
    "gatherings:annual_drop_election": action("302 404 404 404 404 302 404 404", of("election")),
    "gatherings:annual_candidate": Row(LEADERS, LEADERS, of("election")),
    "gatherings:annual_drop_candidate": action("302 404 404 404 404 302 404 404", of("candidate")),
    "gatherings:annual_outcome": Row(LEADERS, LEADERS, of("election")),
    "gatherings:annual_carry_out": action(DONE, ANNUAL),
    "gatherings:annual_resolution": Row(LEADERS, LEADERS, of("matter")),
    "gatherings:annual_write_minutes": Row(LEADERS, LEADERS, ANNUAL),
    "gatherings:annual_publish_minutes": action(RUNS, ANNUAL),
    "gatherings:annual_reopen_minutes": action(RUNS, ANNUAL),
    "gatherings:annual_minutes": Row("404 404 200 200 200 200 200 200", args=slug_of("annual_held")),
    "gatherings:annual_company": Row("200", "200", token("annual_meeting")),
    "gatherings:annual_company_paper": Row(
        "404", args=lambda w: [w.rows.tokens["annual_meeting"], w.rows.paper.pk], look=False
    ),
}
