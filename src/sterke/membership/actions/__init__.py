"""What happens in the fellowship: each function checks, changes, records and tells."""

from .applications import apply, approve, decline, endorse, send_to_board
from .bodies import appoint, end_appointment
from .leaving import close_succession, name_successor, person_leaves
from .memberships import join_cluster, leave_cluster
from .networks import add_seat, edit_network, end_network, end_seat, make_leader, start_network, stop_leading

__all__ = [
    "add_seat",
    "apply",
    "appoint",
    "approve",
    "close_succession",
    "decline",
    "edit_network",
    "end_appointment",
    "end_network",
    "end_seat",
    "endorse",
    "join_cluster",
    "leave_cluster",
    "make_leader",
    "name_successor",
    "person_leaves",
    "send_to_board",
    "start_network",
    "stop_leading",
]
