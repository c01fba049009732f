"""Two hundred needs, each with one true helper who says it in other words, among a thousand people."""

from dataclasses import replace

import pytest

from sterke.connections.matching import suggest
from sterke.connections.matching.words import Words

from .planted import plant, share_found, surfaces_shared


@pytest.fixture(scope="module")
def planted():
    return plant()


def for_listings(ground):
    """Suggestions for the listings alone: half the work."""
    return suggest(replace(ground, people=tuple(replace(person, reads=False) for person in ground.people)))


def test_the_planted_set_is_what_it_says(planted):
    assert len(planted.helper_of) == 200
    assert len(planted.ground.people) == 1000
    assert len(planted.ground.listings) == 2000
    assert surfaces_shared(planted) == set()


def test_the_true_helper_is_among_the_first_five_for_nine_of_ten_needs(planted):
    assert share_found(planted, for_listings(planted.ground)) >= 0.9


def test_without_the_synonyms_many_helpers_are_lost(planted):
    assert share_found(planted, for_listings(replace(planted.ground, synonyms=()))) < 0.75


def test_without_the_parts_of_compounds_many_helpers_are_lost(planted, monkeypatch):
    monkeypatch.setattr(Words, "parts", lambda self, word: [])
    assert share_found(planted, for_listings(planted.ground)) < 0.85


def test_without_stems_many_helpers_are_lost(planted, monkeypatch):
    monkeypatch.setattr("sterke.connections.matching.words.root", lambda word: word)
    assert share_found(planted, for_listings(planted.ground)) < 0.75
