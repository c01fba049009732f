"""The office in bokmål: what Wagtail lacks, we lend; what it no longer says, we take back."""

from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.urls import reverse
from django.utils.translation import gettext, override

from sterke.core import messages
from sterke.publishing.lent import LACKING
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
