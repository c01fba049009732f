"""Draws charts: a list of Vega-Lite specifications in, SVG or PNG out. Run by charts.py, without Django."""

import base64
import json
import sys
from typing import Any

import vl_convert


def draw(asked: dict[str, Any]) -> bytes:
    decimal, thousands = asked["grouping"][asked["spec"].pop("usermeta")["language"]]
    locale = {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}
    # No address outside is ever read: the figures stand in the specification.
    drawn = vl_convert.vegalite_to_svg(asked["spec"], format_locale=locale, allowed_base_urls=[])
    return drawn.encode() if asked["kind"] == "svg" else vl_convert.svg_to_png(drawn, scale=1.5)


json.dump([base64.b64encode(draw(asked)).decode() for asked in json.load(sys.stdin)], sys.stdout)
