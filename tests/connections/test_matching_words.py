"""What the words of a text mean: forms of one word, parts of compounds, words that mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterke.connections.matching.words import Words, letters, root


@pytest.mark.parametrize(
    "family",
    [
        "sveis sveiser sveisere sveising sveisingen sveiserne",
        "robot roboten roboter robotene robotisering",
        "lakk lakkere lakkerer lakkering",
        "lager lageret lagring lagre",
        "filter filteret filtre filtrering",
        "høvel høvler høvling høvlet",
        "hydraulikk hydraulisk hydrauliske",
        "palletering palletisering palletere",
        "måle måling målinger måler",
    ],
)
def test_the_forms_of_a_word_have_one_root(family):
    assert len({root(letters(word)) for word in family.split()}) == 1


def test_measuring_is_not_painting():
    assert root(letters("måling")) != root(letters("maling"))
    assert root(letters("tømmer")) != root(letters("tømrer"))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("palleteringsrobot", ["palletering", "robot"]),
        ("sveiserobotene", ["sveise", "robot"]),
        ("flisfyringsanlegg", ["flis", "fyring", "anlegg"]),
        ("stålrør", ["stål", "rør"]),
        ("robotcelle", ["robot"]),
        ("betong", []),
        ("kontroller", []),
    ],
)
def test_a_compound_gives_the_words_it_is_made_of(word, parts):
    words = Words(["palletering med robot", "å sveise", "flis", "fyring av anlegg"], [["rør"], ["stål"]])

    found = {part for part, _weight in words.parts(letters(word))}

    assert found >= {root(letters(part)) for part in parts}
    assert bool(found) == bool(parts)


def test_words_of_one_group_mean_the_same_also_with_several_words_and_codes():
    words = Words([], [["palleteringsrobot", "palletising robot", "stableautomat"], ["sveiser", "ISO 9606", "7212"]])

    def shared(one, other):
        return set(words.meanings(one)) & set(words.meanings(other))

    assert shared("Stableautomaten stopper", "Palletising robots for hire")
    assert shared("Vi trenger en som kan ISO 9606", "Sveiserne våre har ledig tid")
    assert shared("yrke 7212", "sveising")
    assert not shared("ISO 3834", "sveiser")


def test_stop_words_and_bare_numbers_mean_nothing():
    assert Words().meanings("Vi søker noen som kan hjelpe oss i 2025, og det er bra") == {}


@given(st.text(max_size=300))
def test_any_text_at_all_has_meanings_of_sound_weight(text):
    words = Words([text], [["sveis", "weld"]])
    assert all(0 < weight <= 1 and word for weight, word in words.meanings(text).values())
