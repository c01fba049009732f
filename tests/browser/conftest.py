"""A real Chromium against a real server. Each page notes what it should not have done in ``page.problems``."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page_for(chromium, live_server, client_for, settings):
    """``page_for("member", width=390, dark=True, script=False)``: a page signed in as that viewer."""
    settings.SITE_URL = live_server.url
    opened = []

    def make(who="anonymous", *, width=1280, height=800, dark=False, script=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        client = client_for(who)
        if client.user is not None:
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.problems = []
        page.user = client.user
        home = urlsplit(live_server.url).netloc
        page.on(
            "console",
            lambda m: page.problems.append(m.text) if m.type == "error" and "status of 4" not in m.text else None,
        )
        page.on("pageerror", lambda e: page.problems.append(str(e)))
        page.on("dialog", lambda d: (page.problems.append(f"dialog: {d.message}"), d.dismiss()))
        page.on(
            "request",
            lambda r: (
                page.problems.append(f"foreign: {r.url}")
                if urlsplit(r.url).netloc not in {home, ""} and not r.url.startswith(("data:", "blob:"))
                else None
            ),
        )
        opened.append(context)
        return page

    yield make
    for context in opened:
        context.close()


@pytest.fixture(autouse=True)
def built_assets():
    dist = settings.BASE / "static" / "dist" / "site.css"
    assert dist.exists(), "The front end is not built: run make test, or npm run build"
