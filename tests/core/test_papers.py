"""Papers are set by a process of its own, with fonts that are there before anyone asks."""

import pytest
from django.core.management import call_command

from sterke.core import pdf

pytestmark = pytest.mark.django_db


def test_a_house_made_ready_has_its_fonts_unpacked(settings, tmp_path):
    settings.DATA, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    call_command("prepare")
    [folder] = (tmp_path / pdf.FONTS).iterdir()
    assert (folder / "inter-latin-wght.ttf").exists()
