"""A piece of a page that the region draws: the leading figures."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sterke.core.house import gives_piece

from .lines import lines
from .models import Indicator
from .reports import indicators

LEADING = 3


@gives_piece("figures", _("The leading figures of the region"), "region/pieces/figures.html")
def figures(user: Any) -> dict[str, Any] | None:
    """The first ones that have figures, in the order of the office. A share tells again what its part has told."""
    counted = [each for each in indicators(user) if each.kind != Indicator.Kind.SHARE]
    leading = lines(user, counted)[:LEADING]
    sources = dict.fromkeys(line["source"] for line in leading)
    return {"lines": leading, "sources": list(sources)} if leading else None
