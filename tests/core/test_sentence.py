from sterke.core.house import house
from sterke.core.models import Activity
from sterke.core.templatetags.house import sentence


def test_a_line_that_lacks_a_detail_is_still_a_sentence(monkeypatch):
    monkeypatch.setitem(house.phrases, "thing.moved", "%(actor)s moved %(subject)s to %(place)s")
    assert sentence(Activity(verb="thing.moved", actor="Kari", subject="Kran", details={})) == "Kari moved Kran to …"
