"""The office in bokmål: what Wagtail lacks, we lend; what it no longer says, we take back."""

from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.urls import reverse
from django.utils.translation import gettext, override

from sterke.core import messages
from sterke.publishing.lent import LACKING, LACKING_COUNTS
from tests import editorial

WAGTAIL = Path(wagtail.__file__).parent


def said_by_wagtail(domain):
    found = set()
    for path in WAGTAIL.rglob(f"locale/en/LC_MESSAGES/{domain}.po"):
        with path.open("rb") as file:
            found |= {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)}
    return found


def test_every_word_we_lend_is_one_that_wagtail_says():
    assert sorted(set(LACKING) - said_by_wagtail("django")) == []


def test_every_count_we_lend_is_one_that_wagtail_says():
    with (messages.SOURCE / "publishing/locale/nb/LC_MESSAGES/django.po").open("rb") as file:
        counts = {
            m.id[0] for m in read_po(file, locale="nb") if m.pluralizable and ("publishing/lent.py") in str(m.locations)
        }
    assert len(counts) == len(LACKING_COUNTS)
    assert sorted(counts - said_by_wagtail("django")) == []


@pytest.mark.django_db
def test_many_pages_at_once_are_counted_in_bokmal(client_for):
    pages = [editorial.section(), editorial.section()]
    client = client_for("secretary")
    for verb, asked in (
        ("delete", "Slett 2 sider"),
        ("publish", "Publiser 2 sider"),
        ("unpublish", "Avpubliser 2 sider"),
    ):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", verb])
        assert asked in client.get(address, {"id": [page.pk for page in pages]}).text
    assert " sider <span" in client.get(reverse("wagtailadmin_home")).text


def test_every_word_we_lend_to_scripts_is_one_that_they_say():
    with (messages.SOURCE / "locale/nb/LC_MESSAGES/djangojs.po").open("rb") as file:
        lent = {message.id for message in read_po(file, locale="nb") if message.id}
    assert lent
    assert sorted(lent - said_by_wagtail("djangojs")) == []


def test_the_words_we_lend_are_said_in_bokmal():
    with override("nb"):
        assert gettext("Schedule to publish") == "Publiser til oppsatt tid"


@pytest.mark.django_db
def test_the_scripts_of_the_office_get_bokmal(client_for):
    answer = client_for("secretary").get(reverse("wagtailadmin_javascript_catalog"))
    assert '"Insert a block": "Sett inn en del"' in answer.content.decode("unicode_escape")


@pytest.mark.django_db
def test_a_secretary_opens_an_article_in_bokmal(client_for):
    page = editorial.article()
    shown = client_for("secretary").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    for english in (
        "Save draft",
        "Schedule to publish",
        "Toggle sidebar",
        "Preview mode",
        "No publishing schedule set",
    ):
        assert english not in shown
