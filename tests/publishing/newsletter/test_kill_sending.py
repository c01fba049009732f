"""F2, F5, H2: workers killed with SIGKILL at any point of an issue's way: nobody is missed, nobody gets two."""

import email
import os
import random
from collections import Counter

import pytest
from django.utils import timezone

from sterke.core.models import OutgoingMail
from sterke.publishing.newsletter import issues
from sterke.publishing.newsletter.models import NewsletterIssue, NewsletterRecipient
from tests import factories as make
from tests.core.house import kill, until
from tests.core.smtp import smtp_server
from tests.publishing.newsletter.lettering import issue, readers

LONG = bool(os.environ.get("ALL"))
READERS, KILLS = (5000, 60) if LONG else (300, 4)
PLACES = ("MAIL", "DATA", "KEPT", "TOLD")


def worker(house, port):
    mail = {"STERKE_SMTP_HOST": "127.0.0.1", "STERKE_SMTP_PORT": str(port), "STERKE_BULK_ANYWAY": "1"}
    return house.start("-m", "tests.publishing.newsletter.hasty_sender", **mail)


def arrived(server):
    return Counter(email.message_from_bytes(raw)["To"] for raw in server.letters)


def kill_while_writing(house, server, chance):
    """A worker killed while it writes down who gets it, or hands letters to the post: at a number of rows."""
    child = worker(house, server.port)
    rows = chance.choice((NewsletterRecipient, OutgoingMail)).objects
    most = READERS if rows.model is NewsletterRecipient else READERS // 2
    wanted = min(rows.count() + chance.randrange(1, 60), most)
    until(lambda: rows.count() >= wanted or child.poll() is not None, "the worker has written some rows")
    kill(child)


def kill_while_sending(house, server, place):
    server.stop_at = place
    child = worker(house, server.port)
    server.wait_for_stop()
    kill(child)
    server.go()


@pytest.mark.timeout(120 + 20 * KILLS)
def test_f2_workers_killed_at_any_point_miss_nobody_and_send_nobody_two(house, settings):
    settings.BULK = {**settings.BULK, "anyway": "1"}
    chance = random.Random(11)
    secretary = make.viewer("secretary")
    readers(READERS)
    row = issue(rate=60_000)
    issues.schedule(row, at=timezone.now(), by=secretary)
    with smtp_server() as server:
        for _kill in range(3):
            kill_while_writing(house, server, chance)
        for n in range(KILLS):
            kill_while_sending(house, server, PLACES[n % len(PLACES)])
        worker(house, server.port)
        until(lambda: NewsletterIssue.objects.get().state == "sent", "the last worker finishes")

    times = arrived(server)
    ends = dict(OutgoingMail.objects.filter(kind="bulk").values_list("to", "state"))
    asked = {f"leser{n}@example.no" for n in range(READERS)} | {secretary.email}
    assert set(ends) == asked
    assert set(ends.values()) <= {"sent", "uncertain"}
    assert max(times.values()) == 1
    assert {to for to, state in ends.items() if state == "sent"} <= set(times)
    assert sum(state == "uncertain" for state in ends.values()) <= KILLS + 3
