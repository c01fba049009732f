import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterke.core.text import fold, sort_key, stems, tidy


@pytest.mark.parametrize(
    ("typed", "written"),
    [("aasnes", "Åsnes"), ("asnes", "Åsnes"), ("vaaler", "Våler"), ("GRUE", "Grue"), ("sor-odal", "Sør-Odal"),
     ("soer-odal", "Sør-Odal"), ("cafe", "Café"), ("A\u030asnes", "Åsnes"), ("brodr. aas", "Brødr. Ås")],
)  # fmt: skip
def test_what_people_type_without_norwegian_keys_folds_to_the_same(typed, written):
    assert fold(typed) == fold(written)


def test_norwegian_letters_sort_after_z_in_their_own_order():
    names = ["Åsnes", "Ørje", "Ærlig", "Zink", "Aasen", "Asker", "3D-verk"]
    assert sorted(names, key=sort_key) == ["3D-verk", "Asker", "Zink", "Ærlig", "Ørje", "Aasen", "Åsnes"]


@given(st.text(max_size=60))
def test_sort_keys_are_plain_ascii_so_that_every_database_sorts_alike(text):
    assert sort_key(text).isascii()


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)


def test_inflected_words_share_a_stem():
    assert len({stems(word)[0] for word in ("bedrift", "bedriften", "bedrifter", "bedriftene")}) == 1


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [("O'Neil", "O'Neil"), ("A\u030ase", "Åse"), ("Čáhppe Ŋuolla", "Čáhppe Ŋuolla"), ("Ola\x00 Nordmann", "Ola Nordmann"),
     ("Kari\u202eevil", "Karievil"), ("  Per \n Ås ", "Per Ås"), ("X", "X"), ("👩\u200d🔧", "👩\u200d🔧")],
)  # fmt: skip
def test_l4_names_are_kept_as_written_but_in_one_form(given_name, kept):
    assert tidy(given_name) == kept
