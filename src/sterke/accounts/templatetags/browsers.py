"""What a browser calls itself, in words people know."""

import re

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that fits: most browsers claim to be those below them too.
BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox|FxiOS", "Firefox"),
            ("Chrom|CriOS", "Chrome"), ("Safari", "Safari")]  # fmt: skip
MACHINES = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")]  # fmt: skip


@register.filter
def browser(user_agent: str) -> str:
    """ "Chrome, Windows" for the long line a browser sends; its first words where it is none we know."""
    found = [
        next((name for mark, name in marks if re.search(mark, user_agent)), None) for marks in (BROWSERS, MACHINES)
    ]
    return ", ".join(filter(None, found)) or user_agent[:40] or _("unknown")
