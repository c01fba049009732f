"""No accessibility violation (WCAG 2.0–2.2 A and AA, best practice) on any page kind × language × width × theme.

A plain run takes one of the twelve combinations for each page, spread so that all are taken, and another one where the
tests run on PostgreSQL: both together take two. ALL=1 takes every one.
"""

import itertools
import json
import os
import zlib

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from tests import pages, world

AXE = world.ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = json.dumps({"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
COMBINATIONS = list(itertools.product(["nb", "en"], [320, 768, 1280], [False, True]))
PIECES = "every piece"
KINDS = [*sorted(name for name, row in pages.PAGES.items() if row.look and "200" in row.get), PIECES]


def sample(name: str) -> list[tuple]:
    if os.environ.get("ALL"):
        return COMBINATIONS
    return [COMBINATIONS[(zlib.crc32(name.encode()) + (6 if connection.vendor == "postgresql" else 0)) % 12]]


def violations(page) -> list[str]:
    page.evaluate(f"{AXE.read_text()}; 0")
    found = page.evaluate(f"axe.run(document, {OPTIONS}).then(told => told.violations)")
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", KINDS)
def test_page_is_accessible_fits_and_makes_no_noise(name, page_for, settings):
    settings.DEMO = True
    small = world.build()
    row = pages.PAGES.get(name, pages.Row("200"))
    viewer = next(v for v in reversed(world.VIEWERS) if row.expected("get")[v] == 200)
    found = {}
    for language, width, dark in sample(name):
        page = page_for(small.users[viewer] or "anonymous", width=width, dark=dark)
        with translation.override(language):
            to = small.rows.arranged.get_absolute_url() if name == PIECES else reverse(name, args=row.args(small))
            answer = page.goto(to)
        assert answer.status == 200
        wrong = violations(page) + page.problems
        if overflow(page) > 0:
            wrong.append(f"scrolls sideways by {overflow(page)} px")
        if wrong:
            found[f"{language} {width} {'dark' if dark else 'light'}"] = wrong
        page.context.close()
    assert found == {}
