"""What happens to an annual meeting; one module a noun. ``from sterke.gatherings.actions import annual``."""

from .agenda import add_paper, drop_item, drop_paper, move_item, set_item
from .attendance import mark_absent, mark_present
from .elections import (
    call_up,
    carry_out,
    choose,
    drop_candidate,
    drop_election,
    nominate,
    set_election,
)
from .minutes import decide, publish_minutes, reopen_minutes, write_minutes
from .notice import send_notice, write_notice, write_notices_left
from .proxies import give_proxy, withdraw_proxy

__all__ = [
    "add_paper",
    "call_up",
    "carry_out",
    "choose",
    "decide",
    "drop_candidate",
    "drop_election",
    "drop_item",
    "drop_paper",
    "give_proxy",
    "mark_absent",
    "mark_present",
    "move_item",
    "nominate",
    "publish_minutes",
    "reopen_minutes",
    "send_notice",
    "set_election",
    "set_item",
    "withdraw_proxy",
    "write_minutes",
    "write_notice",
    "write_notices_left",
]
