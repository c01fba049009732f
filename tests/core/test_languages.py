"""Two languages from the first minute, and each written its own way."""

import datetime
import os
import shutil
import subprocess
import sys

import pytest
from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

FIRST_RUN = """
import django
django.setup()
from django.core.management import call_command
from django.utils.translation import gettext
before = gettext("Join us")
call_command("messages", "--compile")
print(before, "|", gettext("Join us"))
"""


def test_words_compiled_in_a_run_are_spoken_in_it(tmp_path):
    """A house just fetched has none: ``make run`` fills the pages of the demo in the process that compiled the translations a moment before."""
    fetched = shutil.copytree(
        settings.BASE, tmp_path / "sterke", ignore=shutil.ignore_patterns("*.mo", "__pycache__", "dist")
    )
    used = os.environ | {
        "PYTHONPATH": str(fetched.parent), "STERKE_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "sterke.settings",
    }  # fmt: skip
    told = subprocess.run([sys.executable, "-c", FIRST_RUN], env=used, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "Join us | Bli medlem"


@pytest.mark.parametrize(("language", "written"), [("nb", "25. november 2026"), ("en", "25 November 2026")])
def test_a_day_is_written_as_its_language_writes_it_here(language, written):
    with translation.override(language):
        assert date_format(datetime.date(2026, 11, 25)) == written


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("typed", ["2026-04-03", "03.04.2026"])
def test_a_day_is_typed_the_same_way_in_both(language, typed):
    with translation.override(language):
        assert forms.DateField(localize=True).clean(typed) == datetime.date(2026, 4, 3)
