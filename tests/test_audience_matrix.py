"""B1: every address × every viewer × GET and POST equals the written table; an unlisted address fails."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import pages, world

# Addresses of libraries that guard themselves; the office has its own gate and test.
ELSEWHERE = ("wagtailadmin", "wagtaildocs", "wagtailimages", "wagtailusers", "djdt")


def named(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or ""
            yield from named(pattern.url_patterns, f"{namespace}{inner}:" if inner else namespace)
        elif isinstance(pattern, URLPattern):
            yield namespace, pattern


def own_addresses() -> set[str]:
    names = set()
    for namespace, pattern in named(get_resolver().url_patterns):
        if pattern.callback.__module__.startswith(("wagtail.", "django.views.i18n")):
            continue
        if namespace.startswith(ELSEWHERE) or pattern.name is None:
            continue
        names.add(f"{namespace}{pattern.name}")
    return names


def office_names() -> set[str]:
    """Addresses under /kontoret/ and /dokumenter/: guarded as a whole by OfficeGate and Wagtail."""
    found = set()
    for top in get_resolver().url_patterns:
        if isinstance(top, URLResolver) and str(top.pattern) in {"kontoret/", "dokumenter/"}:
            found |= {f"{namespace}{pattern.name}" for namespace, pattern in named([top])}
    return found


def test_every_address_stands_in_the_table():
    assert sorted(own_addresses() - office_names() - set(pages.PAGES)) == []
    assert sorted(set(pages.PAGES) - own_addresses()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(pages.PAGES))
def test_each_viewer_gets_what_the_table_says(name, settings):
    settings.DEMO = True
    row = pages.PAGES[name]
    small = world.build()
    address = reverse(name, args=row.args(small))
    for method in ("get", "post"):
        got = {}
        for viewer in world.VIEWERS:
            client = Client()
            if small.users[viewer] is not None:
                client.force_login(small.users[viewer])
            answer = getattr(client, method)(address, row.data(small) if method == "post" else {})
            got[viewer] = answer.status_code
        assert (method, got) == (method, row.expected(method))


@pytest.mark.django_db
@pytest.mark.parametrize("viewer", world.VIEWERS)
def test_the_office_is_there_for_the_secretariat_only(viewer, settings):
    settings.DEMO = True
    small = world.build()
    client = Client()
    if small.users[viewer] is not None:
        client.force_login(small.users[viewer])
    answer = client.get("/kontoret/")
    assert answer.status_code == {"visitor": 302, "secretary": 200}.get(viewer, 404)
