"""Real workers, killed with SIGKILL while they send and while they work (trust.md F2, F3, H2, N3)."""

import email
import os
import random
import threading
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from sterke.core.models import Cluster, OutgoingMail, Pulse
from sterke.core.outbox import Letter, post
from tests import factories
from tests.core.hasty_worker import hold
from tests.core.house import kill, until, writing_is_locked
from tests.core.smtp import smtp_server

KILLS = 200 if os.environ.get("ALL") else 6
PLACES = ("EHLO", "MAIL", "DATA", "KEPT", "TOLD")


def letters(number, kind="service"):
    for n in range(number):
        post(Letter("Hei", ["Hei"]), to=f"{kind}{n}@example.no", key=f"{kind} {n}", purpose="test", kind=kind)


def arrived(server):
    return Counter(email.message_from_bytes(raw)["Message-ID"] for raw in server.letters)


def nothing_under_way():
    return not OutgoingMail.objects.filter(state__in=["queued", "sending"]).exists()


def kill_at(house, server, place):
    """A worker that gets as far as this place in its talk with the mail server, and no further."""
    server.stop_at = place
    worker = house.worker(server.port)
    server.wait_for_stop()
    kill(worker)
    server.go()


def kill_between_250_and_commit(house, server):
    server.stop_at = "KEPT"
    worker = house.worker(server.port)
    server.wait_for_stop()
    with writing_is_locked("core_outgoingmail"):
        server.stop_at = "TOLD"
        server.go()
        server.wait_for_stop()  # the server has said 250; the worker cannot write it down
        kill(worker)
    server.go()


def secretary():
    user, client = factories.viewer("secretary"), Client()
    client.force_login(user)
    factories.second_factor_for_secretary(user)
    return client


@pytest.mark.timeout(120)
def test_f2_a_newsletter_whose_sender_died_after_250_waits_for_a_person_and_is_not_sent_again(house):
    letters(1, "bulk")
    with smtp_server() as server:
        kill_between_250_and_commit(house, server)
        assert OutgoingMail.objects.get().state == "sending"
        house.worker(server.port)
        until(nothing_under_way, "the new worker takes the letter back")

    mail = OutgoingMail.objects.get()
    assert mail.state == "uncertain"
    assert list(arrived(server).values()) == [1]
    page = secretary().get(reverse("website:mails")).content.decode()
    assert reverse("website:send_again", args=[mail.pk]) in page
    assert reverse("website:stop_mail", args=[mail.pk]) in page


@pytest.mark.timeout(120)
def test_f2_a_service_letter_whose_sender_died_after_250_goes_once_more_as_the_same_letter(house):
    letters(1)
    with smtp_server() as server:
        kill_between_250_and_commit(house, server)
        house.worker(server.port)
        until(nothing_under_way, "the new worker takes the letter back and sends it")

    mail = OutgoingMail.objects.get()
    assert mail.state == "sent"
    assert arrived(server) == {mail.message_id: 2}


@pytest.mark.timeout(60 + 10 * KILLS)
def test_n3_workers_killed_again_and_again_lose_nothing_and_send_no_newsletter_twice(house):
    chance = random.Random(7)
    letters(KILLS + 10)
    letters(KILLS + 10, "bulk")
    with smtp_server() as server:
        for kills in range(KILLS):
            kill_at(house, server, PLACES[kills] if kills < len(PLACES) else chance.choice(PLACES))
        house.worker(server.port)
        until(nothing_under_way, "the last worker sends the rest")

    times = arrived(server)
    ends = {mail.message_id: mail for mail in OutgoingMail.objects.all()}
    service = [mail for mail in ends.values() if mail.kind == "service"]
    bulk = [mail for mail in ends.values() if mail.kind == "bulk"]
    assert not [mail.key for mail in ends.values() if mail.state == "sent" and not times[mail.message_id]]
    assert not [mail.key for mail in ends.values() if mail.state not in ("sent", "uncertain")]
    assert max(times[mail.message_id] for mail in bulk) == 1
    assert max(times[mail.message_id] for mail in service) <= 2
    assert sum(times.values()) - len(times) <= KILLS


@pytest.mark.timeout(120)
def test_f3_two_workers_at_once_deliver_two_hundred_letters_once_each(house):
    Cluster.objects.create(slug="x", name="X", mail_held=True)
    letters(200)
    together = threading.Barrier(2)
    talks = threading.local()

    def both_have_begun(word):
        if word == "MAIL" and not hasattr(talks, "met"):  # each talk has its thread: the first letter of each waits
            talks.met = True
            together.wait(60)

    with smtp_server() as server:
        server.passing = both_have_begun
        house.worker(server.port)
        house.worker(server.port)
        until(lambda: Pulse.objects.filter(name__startswith="worker").count() == 2, "two workers are alive")
        Cluster.objects.update(mail_held=False)
        until(nothing_under_way, "all letters are sent")

    assert OutgoingMail.objects.filter(state="sent", attempts=1).count() == 200
    assert arrived(server) == dict.fromkeys(OutgoingMail.objects.values_list("message_id", flat=True), 1)


@pytest.mark.timeout(120)
def test_h2_a_task_whose_worker_was_killed_is_run_again_by_the_next(house):
    begun, leave = house.folder / "begun", house.folder / "leave"
    os.mkfifo(begun)
    os.mkfifo(leave)
    DatabaseBackend("default", {}).enqueue(hold, [str(begun), str(leave)], {})

    first = house.worker()
    assert begun.read_text() == "begun"
    kill(first)
    house.worker()
    assert begun.read_text() == "begun"
    leave.write_text("well done")

    until(lambda: DBTaskResult.objects.get().status != "RUNNING", "the task ends")
    task = DBTaskResult.objects.get()
    assert (task.status, task.return_value, len(task.worker_ids)) == ("SUCCESSFUL", "well done", 2)
