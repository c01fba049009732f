"""The index is that of the rows, whoever wrote them: by stamps, by the night, by the worker, after a restore."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sterke.core.house import house
from sterke.core.models import SearchEntry, SearchPosting, SearchState
from sterke.core.search import index
from sterke.core.search.find import find
from sterke.core.stamps import stamps
from sterke.region.models import Municipality
from tests import factories as make

pytestmark = pytest.mark.django_db
KIND = house.searches["bedrifter"]


def found(typed: str) -> list[int]:
    return [row for group in find(AnonymousUser(), typed).groups for row in group.rows]


def test_a_search_that_finds_nothing_changed_writes_nothing(django_assert_max_num_queries):
    make.OrganisationFactory(name="Verket", public=True)
    assert found("verket")
    before = stamps()
    with django_assert_max_num_queries(4) as seen:
        found("verket")
    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in seen)
    assert stamps() == before


def test_a_new_name_of_a_place_is_found_at_its_companies():
    place = make.MunicipalityFactory(name="Åsnes")
    row = make.OrganisationFactory(name="Verket", municipality=place, public=True)
    assert found("åsnes") == [row.pk]
    Municipality.objects.update(name="Solørbyen")
    assert found("solørbyen") == [row.pk]
    assert found("åsnes") == []


def test_making_the_index_anew_mends_whatever_was_wrong_with_it():
    row = make.OrganisationFactory(name="Verket", public=True)
    found("verket")
    SearchPosting.objects.all().delete()
    SearchEntry.objects.update(digest="x")
    index.rebuild()
    assert found("verket") == [row.pk]


def test_the_night_looks_through_everything_whatever_the_stamps_say():
    row = make.OrganisationFactory(name="Verket", public=True)
    found("verket")
    SearchEntry.objects.update(digest="x", words="")
    SearchPosting.objects.all().delete()
    assert index.sync_all() == 1
    assert found("verket") == [row.pk]


def test_a_large_kind_is_left_to_the_worker_once_for_each_change():
    row = make.OrganisationFactory(name="Verket", public=True)
    found("verket")
    type(row).objects.filter(pk=row.pk).update(name="Bruket")
    stamp = index.stamp_of(KIND, stamps())
    index.leave_to_worker(KIND, stamp)  # in the tests the worker is at once
    assert SearchState.objects.get(kind=KIND.name).stamps == stamp
    assert found("bruket") == [row.pk]
    SearchEntry.objects.update(digest="x")
    index.leave_to_worker(KIND, stamp)
    assert SearchEntry.objects.get(row=row.pk, kind=KIND.name).digest == "x"


def test_rows_far_apart_in_number_are_found_by_the_same_word():
    pks = (1_000_001, 1_000_001 + index.BLOCK, 3_000_000_000)
    for pk in pks:
        make.OrganisationFactory(pk=pk, name="Fjernverket", public=True)
    assert sorted(found("fjernverket")) == list(pks)
