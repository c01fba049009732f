"""What an editor's text becomes, through the field the office uses: no HTML of theirs, no link that runs."""

import json

import pytest
from wagtail.blocks import StructBlockValidationError
from wagtail.rich_text import expand_db_html

from sterke.publishing.blocks import FEATURES, Text, Way

pytestmark = pytest.mark.django_db


def written(text, entity=None, style=None):
    """The HTML a reader gets of one paragraph written in the office's editor."""
    whole = {"offset": 0, "length": len(text)}
    block = {
        "key": "a",
        "text": text,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [whole | {"style": style}] if style else [],
        "entityRanges": [whole | {"key": 0}] if entity else [],
    }
    state = {"blocks": [block], "entityMap": {"0": entity} if entity else {}}
    field = Text(features=FEATURES)
    value = field.value_from_datadict({"body": json.dumps(state)}, {}, "body")
    return expand_db_html(value.source)


def link(url):
    return {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}


def test_a_link_leads_where_it_says():
    assert 'href="https://example.no/"' in written("her", link("https://example.no/"))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc",
    ],
)
def test_a_link_that_would_run_leads_nowhere(url):
    assert "href" not in written("her", link(url))


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "<style>*{}</style>"])
def test_markup_is_shown_as_it_was_typed(text):
    assert f"{text[:4]}" not in written(text)
    assert "&lt;" in written(text)


@pytest.mark.parametrize("style", ["UNDERLINE", "STRIKETHROUGH", "CODE", "color-red", "fontsize-72"])
def test_styles_that_word_brings_are_left_out(style):
    assert "style" not in (html := written("Fra Word", style=style)) and "<p" in html
    assert html.count("<") == 2


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ikke en adresse", "", None])
def test_a_button_leads_to_a_web_address_or_is_told_beside_it(url):
    block = Way()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"label": "Les", "page": None, "url": url}))
    assert list(refused.value.block_errors) == ["url"]
