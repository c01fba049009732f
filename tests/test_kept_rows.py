"""A world that is put back is the one that was made: its rows, what is found of them, and objects of the test's own."""

import pytest
from django.db import transaction

from sterke.directory.models import Organisation
from sterke.publishing.models import ArticlePage
from tests import factories as make
from tests import kept_rows, world

pytestmark = pytest.mark.django_db


def undone(build):
    """What was built, and how many rows there were then; the database is as before."""
    with transaction.atomic():
        built, counts = build(), kept_rows.counts()
        transaction.set_rollback(True)
    return built, counts


def test_each_table_has_as_many_rows_as_in_a_world_made_anew():
    _made, counts = undone(world.make_world)
    undone(world.build)
    assert undone(world.build)[1] == counts


def test_what_was_put_back_is_found_by_the_search_of_the_office():
    undone(world.build)
    small = world.build()
    assert list(ArticlePage.objects.search("Naboen")) == [small.rows.article]


def test_what_a_test_does_to_its_objects_reaches_no_other():
    first, _counts = undone(world.build)
    first.rows.company.name = "Et annet navn"
    small = world.build()
    assert small.rows.company.name == Organisation.objects.get(pk=small.rows.company.pk).name == "Åsnes Mekaniske"
    assert small.rows.person.user is small.users["own_contact"]


def test_rows_that_stand_there_already_stay():
    undone(world.build)
    other = make.OrganisationFactory()
    assert world.build().rows.company.pk != other.pk
    assert Organisation.objects.filter(pk=other.pk).exists()
