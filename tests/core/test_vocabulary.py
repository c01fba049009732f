"""Which words a typed word means: forms, compounds, parts and slips, over words as plain data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterke.core.search.excerpt import excerpt, marked
from sterke.core.search.index import packed, placed, unpacked
from sterke.core.search.vocabulary import Vocabulary
from sterke.core.text import fold, stem, words_of

LETTERS = st.text("abdefgiklmnoprstuvyæøå", min_size=1, max_size=14)


def vocabulary(*words: str) -> Vocabulary:
    folded = dict.fromkeys(fold(word) for word in words)
    return Vocabulary((number, word, stem(word)) for number, word in enumerate(folded, 1))


@pytest.mark.parametrize(
    "forms",
    ["sveis sveiser sveiseren sveisere sveiserne sveising sveise", "bedrift bedriften bedrifter bedriftene bedriftens",
     "utdanning utdanningen utdanninger utdannet", "lærling lærlingen lærlinger lærlingene", "møbel møbler møblene",
     "vei veien veier veiene", "program programmet programmer programmene", "arbeider arbeideren arbeidere arbeiderne",
     "artikkel artikler artiklene", "hus huset husene", "mekanisk mekaniske", "verksted verkstedet verksteder verkstedene"],
)  # fmt: skip
def test_the_forms_of_a_word_share_a_stem(forms):
    assert len({stem(fold(form)) for form in forms.split()}) == 1


def test_words_that_only_look_alike_do_not():
    assert len({stem(word) for word in ("grue", "gruve", "gran", "grense", "grein")}) == 5


@given(st.text(max_size=80))
def test_words_are_folded_bounded_and_fold_to_themselves(text):
    for word in words_of(text):
        assert word
        assert len(word) <= 40
        assert words_of(word)[0] == word


@pytest.mark.parametrize("typed", ["923 609 016", "923.609.016", "NO923609016MVA", "923609016", "orgnr. 923 609 016,"])
def test_an_organisation_number_is_one_word_however_it_is_written(typed):
    assert "923609016" in words_of(typed.replace("NO", "NO ").replace("MVA", " MVA"))


@given(LETTERS)
def test_a_known_word_is_among_those_of_its_own_stem(word):
    known = vocabulary(word)
    assert fold(word) in known.forms[stem(fold(word))]
    assert known.alike(fold(word)) == []


def test_a_compound_is_found_by_each_part_and_comes_apart_into_them():
    known = vocabulary("sveiser", "utdanning", "sveiserutdanning", "utdanningskontor", "fagarbeid", "arbeidsplasser")
    assert "sveiserutdanning" in known.compounds("sveis")
    assert {"sveiserutdanning", "utdanningskontor"} <= set(known.compounds("utdanninger"))
    assert known.parts("sveiserutdanning") == ["sveiser", "utdanning"]


def test_a_word_that_happens_to_stand_inside_another_is_no_part_of_it():
    known = vocabulary("installasjon", "stål", "frisør", "ris", "kontor")
    assert known.compounds("stal") == []
    assert known.compounds("ris") == []


@given(LETTERS.filter(lambda word: len(fold(word)) >= 8), st.integers(0, 6))
def test_two_letters_that_changed_places_are_forgiven(word, at):
    word = fold(word)
    slipped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert slipped == word or word in vocabulary(word).near(slipped)


def test_words_learned_later_are_known_as_if_they_had_always_been_there():
    words = [(n, word, stem(word)) for n, word in enumerate(["sveis", "sveiser", "stal", "stalverk"], 1)]
    late = Vocabulary(words[:2])
    late.learn(words[2:])
    assert vars(late) == vars(Vocabulary(words))


@given(st.text(max_size=200), st.text(max_size=20))
def test_marks_add_nothing_but_marks_and_markup_stays_text(text, typed):
    from django.utils.html import escape

    found = marked(text, set(words_of(typed)))
    assert found.replace("<mark>", "").replace("</mark>", "") == escape(text)
    assert excerpt(text, set()) == ""


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=200))
def test_an_entry_remembers_its_words_and_where_they_stood(title, near, text):
    words = placed(title, near, text)
    assert unpacked(packed(words)) == words
    assert set(words_of(title)) <= set(words)
