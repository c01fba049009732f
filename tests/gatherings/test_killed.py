"""The web killed with SIGKILL while people register: what was acknowledged is there, and nobody is there twice."""

import os
import signal
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from sterke.core.models import OutgoingMail
from sterke.gatherings.models import Registration
from tests import factories as make
from tests.gatherings.rush import at_once, form_at, post, serve

PEOPLE, SEATS = 60, 30
KILL_AFTER = (5, 20, 40)  # acknowledged registrations
CLIENTS = 8


def below(pid: int) -> list[int]:
    """Every process below one, the farthest first."""
    with suppress(OSError):
        own = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [each for child in map(int, own) for each in (*below(child), child)]
    return []


def kill_all(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


@pytest.mark.timeout(300)
def test_the_web_killed_again_and_again_loses_nothing_it_acknowledged_and_registers_nobody_twice(house):
    row = make.GatheringFactory(open=True, capacity=SEATS, asks_diet=False)
    port = serve(house)
    watcher = house.children[-1].pid
    path = f"/styrketrening/{row.slug}/pamelding/"
    form = form_at(port, path)
    lock, acknowledged, lost, pause = threading.Lock(), [], [], threading.Event()

    def come(n: int) -> None:
        fields = {"n0-name": f"Nr {n}", "n0-email": f"nr{n}@example.no", "once": f"nokkel-{n}"}
        while True:
            try:
                status = post(port, path, form, **fields)
            except (OSError, ValueError) as problem:  # the line broke: whoever wants to come tries again
                lost.append(problem)
                pause.wait(0.05)
                continue
            assert status == 302
            with lock:
                acknowledged.append(n)
                if len(acknowledged) in KILL_AFTER:
                    kill_all(below(watcher))
            return

    assert [each for each in at_once(PEOPLE, come, CLIENTS) if each is not None] == []
    assert lost  # it was killed under their hands
    rows = Registration.objects.filter(gathering=row)
    assert sorted(rows.values_list("name", flat=True)) == sorted(f"Nr {n}" for n in acknowledged)
    assert Counter(rows.values_list("state", flat=True)) == {"confirmed": SEATS, "waiting": PEOPLE - SEATS}
    assert OutgoingMail.objects.filter(purpose="gatherings").values("to").distinct().count() == PEOPLE
    assert OutgoingMail.objects.filter(purpose="gatherings").count() == PEOPLE
