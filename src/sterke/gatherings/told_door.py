"""The door of a gathering as its pages tell of it."""

from typing import Any

import segno
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from sterke.core import links

from . import reports_door
from .actions import door_until
from .models import Gathering
from .wording import clock


def qr(text: str) -> SafeString:
    """A QR code as a drawing, black on white whatever the page looks like. No part of the text becomes markup."""
    return mark_safe(
        segno.make(text, error="m", micro=False).svg_inline(
            dark="#000", light="#fff", border=3, omitsize=True, svgclass="qr", lineclass=None
        )
    )


def link_facts(gathering: Gathering, token: str) -> dict[str, Any]:
    address = links.url("gatherings:door_app", token)
    return {
        "token": token, "address": address, "qr": qr(address), "until": door_until(gathering),
        "screen": links.url("gatherings:door_screen", token),
    }  # fmt: skip


def screen(gathering: Gathering) -> dict[str, Any]:
    numbers = reports_door.inside(gathering)
    latest = [{"company": row["company"], "at": clock(row["at"])} for row in numbers["latest"]]
    return numbers | {"latest": latest, "now": clock(timezone.now())}
