"""The number that moves with every write, and only with what was committed."""

import threading

import pytest
from django.db import connection, transaction

from sterke.core import stamps
from sterke.core.models import OutgoingMail, Pulse, Stamp
from sterke.region.models import Municipality
from tests import factories as make

WHERE = {"latitude": 64.3, "longitude": 13.6, "hex_column": 0, "hex_row": 0}


def place(name="Lierne"):
    return Municipality.objects.create(name=name, slug=name.lower(), **WHERE)


WRITES = {
    "a new row": lambda row: place("Røros"),
    "a saved row": lambda row: row.save(),
    "an update of many": lambda row: Municipality.objects.update(name="Nytt"),
    "a row gone": lambda row: row.delete(),
    "rows in bulk": lambda row: Municipality.objects.bulk_create([Municipality(name="A", slug="a", **WHERE)]),
    "rows updated in bulk": lambda row: Municipality.objects.bulk_update([row], ["name"]),
    "get or create": lambda row: Municipality.objects.get_or_create(slug="ny", defaults={"name": "Ny", **WHERE}),
    "sql by hand": lambda row: connection.cursor().execute("update region_municipality set name = 'Ny'"),
}


@pytest.mark.parametrize("within", [True, False], ids=["in a transaction", "on its own"])
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
@pytest.mark.django_db(transaction=True)
def test_every_kind_of_write_moves_the_stamp_of_its_room(write, within):
    row = place()
    before, house = stamps.stamps(), stamps.stamp()

    if within:
        with transaction.atomic():
            write(row)
    else:
        write(row)

    assert stamps.stamps()["region"] != before["region"]
    assert stamps.stamp() != house


@pytest.mark.django_db(transaction=True)
def test_other_rooms_stand_still():
    make.OrganisationFactory()
    before = stamps.stamps()["directory"]

    place()

    assert stamps.stamps()["directory"] == before


@pytest.mark.django_db(transaction=True)
def test_what_no_visitor_sees_moves_nothing():
    before = stamps.stamps()

    Pulse.objects.create(name="worker 1")
    OutgoingMail.objects.create(key="x", purpose="test", to="noen@example.no", subject="Hei", message_id="<x>")
    Pulse.objects.all().delete()

    assert stamps.stamps() == before


@pytest.mark.django_db(transaction=True)
def test_reading_moves_nothing():
    place()
    before = stamps.stamps()

    list(Municipality.objects.select_related().all())

    assert stamps.stamps() == before


@pytest.mark.django_db(transaction=True)
def test_a_transaction_moves_each_room_once():
    Stamp.objects.all().delete()

    with transaction.atomic():
        for name in "abc":
            place(name)
        make.OrganisationFactory()

    assert sorted(Stamp.objects.values_list("room", flat=True)) == ["directory", "region"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_moves_nothing():
    before = stamps.stamps()

    with transaction.atomic():
        place()
        transaction.set_rollback(True)

    assert stamps.stamps() == before


@pytest.mark.django_db(transaction=True)
def test_a_write_after_a_savepoint_was_rolled_back_moves_the_stamp():
    Stamp.objects.all().delete()
    before = stamps.stamp()

    with transaction.atomic():
        try:
            with transaction.atomic():
                place("a")
                raise ValueError
        except ValueError:
            place("b")

    assert stamps.stamp() != before
    assert Stamp.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_read_within_a_transaction_is_moved_by_its_next_write():
    with transaction.atomic():
        place("a")
        before = stamps.stamp()
        place("b")

        assert stamps.stamp() != before


@pytest.mark.django_db(transaction=True)
def test_a_write_that_is_refused_moves_nothing():
    place("a")
    before = stamps.stamp()

    with pytest.raises(Exception, match=r"(?i)unique"):
        place("a")

    assert stamps.stamp() == before


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_moves_the_stamp_all_the_same():
    if connection.vendor == "sqlite":  # there one writes at a time, in the order of their commits
        place("sent")
    begun, others_done = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            if connection.vendor != "sqlite":
                place("sent")
            begun.set()
            others_done.wait(10)
            if connection.vendor == "sqlite":
                place("senere")
        connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    begun.wait(10)
    if connection.vendor != "sqlite":
        place("forst")
    before = stamps.stamp()
    others_done.set()
    thread.join()

    assert stamps.stamp() != before


@pytest.mark.django_db(transaction=True)
def test_folding_leaves_few_rows_and_the_same_stamps():
    make.OrganisationFactory()
    for number in range(stamps.FOLDED_FROM):
        place(f"kommune-{number}")
    before, house = stamps.stamps(), stamps.stamp()

    stamps.fold()

    assert (stamps.stamps(), stamps.stamp()) == (before, house)
    assert Stamp.objects.count() == len(before)


@pytest.mark.parametrize(
    ("sql", "room"),
    [
        ('INSERT INTO "region_municipality" ("name") VALUES (%s)', "region"),
        ("  update region_municipality set name = 'x'", "region"),
        ('DELETE FROM "directory_role" WHERE "id" IN (1)', "directory"),
        ('INSERT OR IGNORE INTO "region_municipality" VALUES (1)', "region"),
        ('SELECT * FROM "region_municipality"', None),
        ('SAVEPOINT "s1"', None),
        ('UPDATE "core_outgoingmail" SET "state" = 1', None),
        ('INSERT INTO "core_stamp" VALUES (1)', None),
        ('UPDATE "wagtailcore_page" SET "live" = 1', "wagtailcore"),
    ],
)
def test_the_room_is_read_off_the_statement(sql, room):
    assert stamps.room_written(sql) == room
