"""Every page of ours is HTML by the book, in both languages, for each sort of viewer, errors in forms included.

All pages are fetched first; the validator (html-validate, no network) reads them in one go. The office is left out: its
pages are Wagtail's.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from sterke.website import errors
from tests import pages, world

RULES = Path(__file__).parent / "htmlvalidate.json"
VALIDATOR = world.ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
NODE = shutil.which("node", path=f"{world.ROOT / '.tools' / 'node'}:{os.environ['PATH']}")
PASSING = re.compile(r'(name="csrfmiddlewaretoken" value=|name="_?once" value=)"[^"]*"')
LOST = "/finnes-ikke/"
# An outsider reads what a visitor does, another company's contact what a member does; English has the same tags.
VIEWERS = {"nb": ["visitor", "member", "own_contact", "leader", "board", "secretary"], "en": ["visitor", "secretary"]}


def client_of(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def answers(small, language):
    """Every page each viewer may read, every form sent empty, and what stands where nothing is or something broke."""
    at = RequestFactory().get("/" if language == "nb" else "/en/")
    yield from (("400", errors.bad_request(at)), ("413", errors.bad_request(at, RequestDataTooBig())))
    yield from (("500", errors.server_error(at)), ("403", errors.csrf_failure(at)))
    for viewer in VIEWERS[language]:
        client = client_of(small.users[viewer])
        yield f"nothing as {viewer}", client.get(f"{'' if language == 'nb' else '/en'}{LOST}")
        yield f"every piece as {viewer}", client.get(small.rows.arranged.get_absolute_url())
        for name, row in pages.PAGES.items():
            address = reverse(name, args=row.args(small))
            if row.look and row.expected("get")[viewer] == 200:
                yield f"{name} as {viewer}", client.get(address)
            if row.expected("post")[viewer] in {200, 422}:
                yield f"{name} sent empty as {viewer}", client.post(address)


def findings(folder: Path) -> dict[str, set[str]]:
    """What the validator says, by finding, with the pages where it stands."""
    report = folder / "report.json"
    words = [NODE, VALIDATOR, "--config", RULES, "--formatter", f"json={report}", str(folder)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    assert report.exists(), told.stderr
    found: dict[str, set[str]] = {}
    for page in json.loads(report.read_text()):
        for message in page["messages"]:
            say = f"{message['ruleId']}: {message['message']} ({message.get('selector') or message['line']})"
            found.setdefault(say, set()).add(Path(page["filePath"]).stem)
    return found


@pytest.mark.look
@pytest.mark.timeout(400)
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_page_is_valid_html(language, tmp_path, settings):
    settings.DEMO = True
    names: dict[str, str] = {}
    with translation.override(language):
        for name, answer in answers(world.build(), language):
            if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
                key = hashlib.sha256(PASSING.sub("", answer.content.decode()).encode()).hexdigest()[:16]
                (tmp_path / f"{key}.html").write_bytes(answer.content)
                names.setdefault(key, name)
    assert len(names) > 50
    assert [f"{say} at {sorted(names[key] for key in keys)[0]}" for say, keys in findings(tmp_path).items()] == []
