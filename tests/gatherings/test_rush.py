"""Two hundred people, a hundred seats, one moment. The same on SQLite and PostgreSQL."""

import os
import threading
from collections import Counter

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from sterke.core.models import OutgoingMail
from sterke.gatherings import actions
from sterke.gatherings.actions import Comer, registering, seats
from sterke.gatherings.models import Gathering, Registration
from tests import factories as make
from tests.gatherings.rush import at_once, form_at, post, serve

SEATS, PEOPLE = 100, 200
ATTEMPTS = 10_000 if os.environ.get("ALL") else 400


def states(row) -> Counter:
    return Counter(Registration.objects.filter(gathering=row).values_list("state", flat=True))


def line_is_strict(row) -> bool:
    """Places are 1, 2, 3 … in the order in which they were given."""
    places = list(Registration.objects.in_line().filter(gathering=row).order_by("pk").values_list("line", flat=True))
    return places == list(range(1, len(places) + 1))


def test_two_hundred_for_a_hundred_seats_over_http(house):
    row = make.GatheringFactory(open=True, capacity=SEATS, asks_diet=False)
    port = serve(house)
    path = f"/styrketrening/{row.slug}/pamelding/"
    form = form_at(port, path)

    def come(n: int) -> int:
        return post(port, path, form, **{"n0-name": f"Nr {n}", "n0-email": f"nr{n}@example.no", "once": f"nokkel-{n}"})

    assert Counter(at_once(PEOPLE, come)) == {302: PEOPLE}
    assert states(row) == {"confirmed": SEATS, "waiting": PEOPLE - SEATS}
    assert line_is_strict(row)
    assert OutgoingMail.objects.filter(purpose="gatherings").count() == PEOPLE


def test_a_double_click_and_two_phones_are_one_registration(house):
    row = make.GatheringFactory(open=True, capacity=SEATS, asks_diet=False)
    port = serve(house)
    path = f"/styrketrening/{row.slug}/pamelding/"
    form = form_at(port, path)

    def come(n: int) -> int:
        return post(port, path, form, **{"n0-name": "Kari", "n0-email": "kari@example.no", "once": f"nokkel-{n % 2}"})

    assert Counter(at_once(20, come)) == {302: 20}
    assert states(row) == {"confirmed": 1}
    assert OutgoingMail.objects.filter(purpose="gatherings").count() == 1


def come_in_threads(row, number: int, workers: int = 20) -> Counter:
    def come(n: int) -> str:
        comer = Comer(name=f"Nr {n}", email=f"nr{n}@example.no")
        return actions.register(row, [comer], by=AnonymousUser()).new[0].state

    return Counter(str(found) for found in at_once(number, come, workers))


def test_many_attempts_never_give_more_seats_than_there_are(house):
    row = make.GatheringFactory(open=True, capacity=SEATS)
    assert come_in_threads(row, ATTEMPTS) == {"confirmed": SEATS, "waiting": ATTEMPTS - SEATS}
    assert line_is_strict(row)


def test_without_the_lock_there_would_be_more(house, monkeypatch):
    """What the tests above prove is the lock's doing."""
    counted = seats.count

    def slowly(gathering):
        found = counted(gathering)
        threading.Event().wait(0.01)  # others come between counting and taking
        return found

    monkeypatch.setattr(seats, "lock", lambda gathering: Gathering.objects.get(pk=gathering.pk))
    monkeypatch.setattr(seats, "count", slowly)
    monkeypatch.setattr(actions, "register", registering.register.__wrapped__)
    row = make.GatheringFactory(open=True, capacity=10)
    come_in_threads(row, 40)
    assert states(row)["confirmed"] > 10


def test_cancelling_registering_and_new_limits_at_once_leave_it_right(house):
    row = make.GatheringFactory(open=True, capacity=SEATS)
    come_in_threads(row, SEATS + 30)
    seated = list(Registration.objects.filter(gathering=row, state="confirmed").order_by("pk"))

    def anything(n: int) -> str:
        if n % 3 == 0:
            actions.cancel_registration(seated[n // 3], by=seated[n // 3])
        elif n % 3 == 1:
            comer = Comer(name=f"Ny {n}", email=f"ny{n}@example.no")
            actions.register(row, [comer], by=AnonymousUser())
        else:
            grow(row.pk)
        return "done"

    assert Counter(str(found) for found in at_once(90, anything, 15)) == {"done": 90}
    row.refresh_from_db()
    found = states(row)
    assert row.capacity == SEATS + 30
    assert found["confirmed"] + found["offered"] == row.capacity
    assert found["cancelled"] == 30
    assert OutgoingMail.objects.filter(key__contains=":offer-").count() == found["offered"]


def grow(pk: int) -> None:
    """One more seat, as when the office changes the number; what comes free is offered."""
    with transaction.atomic():
        row = seats.lock(Gathering(pk=pk))
        row.capacity += 1
        row.save(update_fields=["capacity"])
        seats.offer_free_seats(row)


def test_one_person_many_times_at_once_is_registered_once(house):
    row = make.GatheringFactory(open=True)

    def come(n: int) -> int:
        return len(actions.register(row, [Comer(name="Kari", email="kari@example.no")], by=AnonymousUser()).all)

    assert set(at_once(20, come)) == {1}
    assert Registration.objects.filter(gathering=row).count() == 1
