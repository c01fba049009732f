import pytest
from django.utils import translation

from sterke.core.house import house
from sterke.core.models import Activity
from sterke.core.templatetags.house import sentence


def test_a_line_that_lacks_a_detail_is_still_a_sentence(monkeypatch):
    monkeypatch.setitem(house.phrases, "thing.moved", "%(actor)s moved %(subject)s to %(place)s")
    assert sentence(Activity(verb="thing.moved", actor="Kari", subject="Kran", details={})) == "Kari moved Kran to …"


@pytest.mark.parametrize(("day", "words"), [("2026-10-23", "23. oktober 2026"), ("2026-02-30", "2026-02-30")])
def test_a_day_is_told_as_the_reader_writes_it(monkeypatch, day, words):
    monkeypatch.setitem(house.phrases, "thing.counted", "%(subject)s, %(day)s")
    with translation.override("nb"):
        assert sentence(Activity(verb="thing.counted", subject="Kran", details={"day": day})) == f"Kran, {words}"
