"""C1: hostile text in every text field is shown as text on every page: nothing runs, the policy reports nothing."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from tests import pages, world

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "javascript:alert(1)",
    "'-alert(1)-'",
    "\u202egnp.exe",
    "👩🏽‍🔧 Z̡̡a̷l̸g̶o̶",
    "</textarea><script>alert(1)</script>",
    "<!--><script>alert(1)</script>",
    "%(actor)s %s {0.__class__}",
]
ALWAYS = '"><img src=x onerror=alert(1)>'  # in every field long enough, whichever of the others it gets
KEPT = {
    "slug",
    "url_path",  # where a page lies, worked out from its slug
    "key",
    "org_number",
    "email",
    "to",
    "message_id",
    "language",
    "code",
    "kind",
    "period",  # of a figure: 2026, 2025K3 or 2025M11, and nothing else is ever taken in
    "state",
    "sort_key",
    "purpose",
    "pair",  # whose two it is, as numbers
    "core.FetchedResponse.source",  # which of our own services it came by
    "password",  # a session is bound to it: poisoned, everybody is signed out
}
KINDS = sorted(name for name, row in pages.PAGES.items() if row.look and "200" in row.get)


def poison() -> int:
    """Put a payload into every free text column of every row of ours. Returns how many columns."""
    count = 0
    for model in apps.get_models():
        if not model.__module__.startswith("sterke."):
            continue
        for field in model._meta.concrete_fields:
            free = isinstance(field, models.CharField | models.TextField) and not isinstance(
                field, models.EmailField | models.URLField | models.SlugField
            )
            if (
                not free
                or field.choices
                or field.unique
                or KEPT & {field.name, f"{model._meta.label}.{field.name}"}
                or field.name.endswith(("_key", "_code"))
            ):
                continue
            limit = field.max_length or 2000
            for row in model._base_manager.all():
                text = PAYLOADS[(count + row.pk) % len(PAYLOADS)] + ALWAYS
                text = text if len(text) <= limit else ALWAYS if len(ALWAYS) <= limit else text[:limit]
                model._base_manager.filter(pk=row.pk).update(**{field.attname: text})
            count += 1
    return count


@pytest.mark.look
@pytest.mark.timeout(400)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewer", ["secretary", "own_contact", "visitor"])
def test_c1_hostile_text_is_shown_and_never_run(viewer, page_for, settings):
    settings.DEMO = True
    small = world.build()
    addresses = {name: reverse(name, args=pages.PAGES[name].args(small)) for name in KINDS}
    assert poison() > 40
    found = {}
    page = page_for(small.users[viewer] or "anonymous")
    for name in KINDS:
        if pages.PAGES[name].expected("get")[viewer] != 200:
            continue
        page.problems.clear()
        answer = page.goto(addresses[name])
        if answer.status != 200 or page.problems or "/logg-inn/?next=" in page.url:
            found[name] = [answer.status, page.url, *page.problems]
    assert found == {}
