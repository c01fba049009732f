"""Sending: real SMTP conversations, and what is written down after each way they can go (trust.md F1, F3, F10, C6)."""

import email
import email.policy
from datetime import timedelta

import pytest
from django.utils import timezone

from sterke.core.models import Cluster, OutgoingMail
from sterke.core.outbox import Letter, post
from sterke.core.postman import LOST, NOT_ON_THE_LIST, WAITS, Round, claim, deliver, take_back
from tests.core.smtp import closed_port, mailers, smtp_server

pytestmark = pytest.mark.django_db

LETTER = Letter("Velkommen til bords", ["Hei på deg, æ ø å."], ("Se her", "https://example.no/x"))


def letter(key="a", **more):
    return post(LETTER, to="kari@example.no", key=key, purpose="test", **more)


def sent_through(settings, **faults):
    """One round of the post against a server with these faults; the server as it was left."""
    with smtp_server(**faults) as server:
        settings.MAILERS = mailers(server.port, timeout=0.5)
        Round().send_due()
    return server


def test_a_letter_arrives_with_text_html_and_fixed_headers(settings):
    Cluster.objects.create(slug="x", name="Klyngen på tunet", email="post@klyngen.no")
    mail = letter()
    server = sent_through(settings)
    mail.refresh_from_db()
    got = email.message_from_bytes(server.letters[0], policy=email.policy.default)
    assert (mail.state, mail.attempts, mail.error) == ("sent", 1, "")
    assert got["Message-ID"] == mail.message_id
    assert got["To"] == "kari@example.no"
    assert got["Subject"] == "Velkommen til bords"
    assert got["From"].startswith("Klyngen på tunet <")
    assert got["Reply-To"] == "post@klyngen.no"
    assert got["Auto-Submitted"] == "auto-generated"
    assert "æ ø å" in got.get_body(("plain",)).get_content()
    assert "<a href" in got.get_body(("html",)).get_content()


def test_a_letter_sent_again_is_the_same_letter(settings):
    mail = letter()
    first = sent_through(settings).letters[0]
    OutgoingMail.objects.update(state="queued")
    again = sent_through(settings).letters[0]
    same = [email.message_from_bytes(raw) for raw in (first, again)]
    assert [m["Date"] for m in same] == [same[0]["Date"]] * 2
    assert {m["Message-ID"] for m in same} == {mail.message_id}


@pytest.mark.parametrize(
    ("faults", "state"),
    [
        ({"RCPT": "550 no such person"}, "failed"),
        ({"END": "554 we do not want it"}, "failed"),
        ({"RCPT": "450 try later"}, "queued"),
        ({"END": "451 try later"}, "queued"),
        ({"MAIL": "550 sender unknown"}, "queued"),
        ({"EHLO": "421 busy", "HELO": "421 busy"}, "queued"),
        ({"RCPT": "drop"}, "queued"),
        ({"DATA": "drop"}, "queued"),
        ({"END": "drop"}, "queued"),
        ({"END": "hang"}, "queued"),
        ({"RCPT": "hang"}, "queued"),
    ],
)
def test_only_5xx_for_this_recipient_is_final(settings, faults, state):
    mail = letter()
    sent_through(settings, **faults)
    mail.refresh_from_db()
    assert mail.state == state
    assert mail.error
    assert mail.lease_until is None
    assert (mail.due_at > timezone.now() + timedelta(seconds=50)) == (state == "queued")


def test_a_server_that_refuses_connections_only_delays(settings):
    settings.MAILERS = mailers(closed_port())
    mail = letter()
    Round().send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 1)


def test_the_waits_grow_and_end(settings):
    settings.MAILERS = mailers(closed_port())
    mail = letter()
    waits = []
    while True:
        OutgoingMail.objects.update(due_at=timezone.now())
        Round().send_due()
        mail.refresh_from_db()
        if mail.state == "failed":
            break
        waits.append((mail.due_at - timezone.now()).total_seconds() / 60)
    assert len(waits) == len(WAITS)
    assert all(low - 0.1 <= wait <= 1.5 * low for low, wait in zip(WAITS, waits, strict=True))


@pytest.mark.parametrize(
    ("faults", "state"),
    [
        ({"END": "drop"}, "uncertain"),
        ({"END": "hang"}, "uncertain"),
        ({"RCPT": "drop"}, "queued"),
        ({"END": "451 later"}, "queued"),
    ],
)
def test_bulk_that_may_have_arrived_waits_for_a_person(settings, faults, state):
    mail = letter(kind="bulk")
    sent_through(settings, **faults)
    mail.refresh_from_db()
    assert mail.state == state


def test_a_sick_server_is_left_alone_for_a_while(settings):
    for key in "abc":
        letter(key)
    settings.MAILERS = mailers(closed_port())
    post_round = Round()
    assert [post_round.send_due(), post_round.send_due()] == [1, 0]
    assert OutgoingMail.objects.filter(attempts=0).count() == 2


def test_one_refused_recipient_does_not_hold_up_the_next(settings):
    letter("a")
    letter("b")
    with smtp_server(RCPT="550 no") as server:
        settings.MAILERS = mailers(server.port)
        assert Round().send_due() == 2
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"failed"}


def test_one_of_two_who_claim_gets_the_letter():
    mail = letter()
    assert [claim(mail.pk), claim(mail.pk)] == [True, False]


def test_held_mail_stays(settings):
    Cluster.objects.create(slug="x", name="x", mail_held=True)
    mail = letter()
    assert sent_through(settings).heard == []
    mail.refresh_from_db()
    assert mail.state == "queued"


def test_a_letter_for_later_waits(settings):
    letter(due_at=timezone.now() + timedelta(hours=1))
    assert sent_through(settings).heard == []


def test_demo_keeps_the_letter_in_the_house(settings):
    settings.DEMO = True
    mail = letter()
    assert sent_through(settings).heard == []
    mail.refresh_from_db()
    assert mail.state == "sent"


def test_nothing_goes_to_addresses_outside_the_list(settings):
    settings.MAIL_ONLY_TO = ["Kari@example.no"]
    mine = letter("a")
    other = post(LETTER, to="ola@example.no", key="b", purpose="test")
    server = sent_through(settings)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.state == "sent"
    assert (other.state, other.error) == ("failed", NOT_ON_THE_LIST)
    assert len(server.letters) == 1


@pytest.mark.parametrize(
    "harm",
    [
        {"subject": "Hei\r\nBcc: alle@example.no"},
        {"to": "kari@example.no\r\nBcc: alle@example.no"},
        {"to": "kari@example.no, alle@example.no"},
        {"headers": {"Reply-To": "x@example.no\nBcc: alle@example.no"}},
        {"headers": {"X-A\r\nBcc": "alle@example.no"}},
        {"message_id": "<a@b>\r\nBcc: alle@example.no"},
    ],
)
def test_no_text_can_add_a_header_or_a_recipient(settings, harm):
    mail = letter()
    OutgoingMail.objects.update(**harm)
    server = sent_through(settings)
    mail.refresh_from_db()
    assert mail.state == "failed"
    assert server.letters == []


def test_a_line_break_in_a_subject_is_gone_before_it_is_stored():
    assert post(Letter("Hei\r\nBcc: a@b.no", ["x"]), to="a@b.no", key="k", purpose="test").subject == "Hei Bcc: a@b.no"


@pytest.mark.parametrize(
    ("kind", "states"), [("service", ["queued", "uncertain"]), ("bulk", ["uncertain", "uncertain"])]
)
def test_a_letter_left_by_a_dead_worker_goes_once_more_or_to_a_person(kind, states):
    mail = letter(kind=kind)
    seen = []
    for _ in range(2):
        OutgoingMail.objects.update(state="sending", lease_until=timezone.now() - timedelta(minutes=5))
        mail.refresh_from_db()
        take_back(mail.pk, mail.lease_until)
        mail.refresh_from_db()
        seen.append(mail.state)
    assert seen == states
    assert mail.error == LOST


def test_a_renewed_lease_is_not_taken_back():
    mail = letter()
    OutgoingMail.objects.update(state="sending", lease_until=timezone.now())
    mail.refresh_from_db()
    OutgoingMail.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    take_back(mail.pk, mail.lease_until)
    mail.refresh_from_db()
    assert mail.state == "sending"


def test_an_answer_that_comes_late_does_not_undo_what_a_person_decided(settings):
    mail = letter()
    claim(mail.pk)
    mail.refresh_from_db()
    OutgoingMail.objects.update(state="failed")
    deliver(mail, None)
    mail.refresh_from_db()
    assert mail.state == "failed"
