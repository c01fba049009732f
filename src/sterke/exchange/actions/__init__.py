"""What happens in a space; each verb in the file of its noun."""

from .digest import send_digests
from .documents import put_folder, share_document, take_document_away, write_version
from .following import choose_space, follow, mute
from .moderating import close_thread, move_thread, open_thread, pin_thread, report, settle_report, show_again, take_away
from .polls import vote
from .threads import accept_reply, edit_reply, edit_thread, open_space, reply, start_thread

__all__ = [
    "accept_reply",
    "choose_space",
    "close_thread",
    "edit_reply",
    "edit_thread",
    "follow",
    "move_thread",
    "mute",
    "open_space",
    "open_thread",
    "pin_thread",
    "put_folder",
    "reply",
    "report",
    "send_digests",
    "settle_report",
    "share_document",
    "show_again",
    "start_thread",
    "take_away",
    "take_document_away",
    "vote",
    "write_version",
]
