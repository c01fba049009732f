"""F6, F8: what comes back is read from a mailbox or a door, and means something for the address it is about."""

import imaplib
import json
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sterke.core.models import OutgoingMail
from sterke.publishing.newsletter import mailbox, reading, reporting
from sterke.publishing.newsletter.models import MailReport
from tests import factories as make
from tests.core.smtp import closed_port
from tests.publishing.newsletter import returned
from tests.publishing.newsletter.lettering import go_on, issue, member, readers, schedule

pytestmark = pytest.mark.django_db
ADDRESS = "leser0@example.no"


@pytest.fixture
def sent(settings):
    """A letter of ours that went to the first reader."""
    settings.BULK = {**settings.BULK, "anyway": "1", "hook": "hemmelig"}
    cache.clear()
    readers(2)
    row = issue()
    schedule(row, make.viewer("secretary"))
    go_on(row)
    OutgoingMail.objects.update(state="sent")
    return OutgoingMail.objects.get(to=ADDRESS)


def read(mail, text):
    return reading.read_mail(text.replace("{id}", mail.message_id).encode())


def kinds():
    return list(MailReport.objects.values_list("kind", flat=True))


def is_reached():
    return not reporting.unreachable().filter(address=ADDRESS).exists()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (returned.report(), "hard"),
        (returned.report(status="5.0.0", words="550 no such user", part="message/rfc822"), "hard"),
        (returned.report(status="5.2.2", words="552 5.2.2 mailbox full"), "soft"),
        (returned.report(status="4.4.1", words="timed out"), "soft"),
        (returned.report(status="5.4.4", words="no route"), "soft"),
        (returned.report(status="5.7.1", words="550 5.7.1 blocked"), "refused"),
        (returned.NON_ASCII, "hard"),
        (returned.QMAIL, "hard"),
        (returned.COMPLAINT, "complaint"),
        (returned.AWAY, "auto_reply"),
        (returned.EXCHANGE_AWAY, "auto_reply"),
    ],
)
def test_f6_each_kind_of_mail_is_known_for_what_it_is(sent, text, kind):
    assert read(sent, text) == 1
    row = MailReport.objects.get()
    assert (row.kind, row.address, row.issue.number) == (kind, ADDRESS, 1)


@pytest.mark.parametrize(
    "text",
    [returned.PERSON, returned.report(action="delayed", status="4.4.1"), returned.report(action="delivered"), "", "x"],
)
def test_f6_what_says_nothing_of_the_address_is_left_alone(sent, text):
    assert read(sent, text) == 0
    assert kinds() == []


def test_f6_a_forged_report_names_no_letter_of_ours_and_is_ignored(sent):
    forged = returned.report().replace("{id}", f"<{'0' * 32}@localhost>")
    assert reading.read_mail(forged.encode()) == 0
    assert reading.read_mail(returned.report().replace("{id}", "<x@y>").encode()) == 0
    assert kinds() == []


def test_f6_the_same_told_twice_is_told_once(sent):
    assert [read(sent, returned.report()) for _ in range(2)] == [1, 0]


def test_f6_one_hard_bounce_stops_bulk_and_codes_to_sign_in_go_on(sent):
    read(sent, returned.report())
    assert not is_reached()
    again = issue()
    schedule(again, make.viewer("secretary"))
    go_on(again)
    assert ADDRESS not in OutgoingMail.objects.filter(state="queued").values_list("to", flat=True)


def test_f6_soft_ones_stop_it_after_three_in_a_month(sent):
    for n in range(3):
        assert is_reached()
        reporting.report(ADDRESS, "soft", key=f"k{n}", at=timezone.now() - timedelta(days=n))
    assert not is_reached()
    MailReport.objects.update(at=timezone.now() - timedelta(days=31))
    assert is_reached()


def test_f6_two_megabytes_and_broken_mime_are_read_too(sent):
    long = returned.report().replace("I'm sorry", "I'm sorry " + "x" * 2_000_000)
    broken = returned.COMPLAINT.replace("--B--", "").replace("\nVersion: 1", "\nVersion\x00: 1")
    assert read(sent, long) == 1
    assert read(sent, broken) == 1


def test_put_right_letters_go_there_again(sent, client_for):
    read(sent, returned.report())
    client = client_for("secretary")
    page = client.get(reverse("publishing:mail_reports"), {"adresse": ADDRESS})
    assert "550 5.1.1 User unknown" in page.content.decode()
    client.post(reverse("publishing:settle_report", args=[MailReport.objects.get().pk]))
    assert is_reached()


def test_a_contact_whose_mail_comes_back_is_on_the_desk_with_the_company(sent, client_for):
    person = member("kari@example.no")
    reporting.report("kari@example.no", "hard", key="k", words="550 5.1.1")
    page = client_for("secretary").get(reverse("website:desk")).content.decode()
    assert "E-post til Kari Nordmann i Åsnes Mekaniske kommer i retur" in page
    assert reverse("directory:people", args=[person.roles.get().organisation.slug]) in page


def test_a_provider_tells_at_the_door_in_a_mail_or_in_json(sent):
    door = reverse("publishing:mail_hook", args=["hemmelig"])
    raw = returned.report().replace("{id}", sent.message_id).encode()
    assert Client().post(door, raw, "message/rfc822").content == b"1"
    told = {"event": "complaint", "message_id": sent.message_id}
    assert Client().post(door, json.dumps([told]), "application/json").content == b"1"
    assert sorted(kinds()) == ["complaint", "hard"]


@pytest.mark.parametrize("body", ["", "[", '"x"', "[1]", "{}", '{"event": []}', "[" * 5000])
def test_nonsense_at_the_door_is_refused_or_tells_nothing(sent, body):
    answer = Client().post(reverse("publishing:mail_hook", args=["hemmelig"]), body, "application/json")
    assert answer.status_code in (200, 400)
    assert kinds() == []


def test_the_door_is_not_there_without_the_secret(sent, settings):
    raw = returned.report().replace("{id}", sent.message_id).encode()
    assert Client().post(reverse("publishing:mail_hook", args=["gjettet"]), raw, "message/rfc822").status_code == 404
    settings.BULK = {**settings.BULK, "hook": ""}
    assert Client().post("/nyhetsbrev/retur/x/", raw, "message/rfc822").status_code == 404
    assert kinds() == []


@pytest.fixture
def imap():
    """A real IMAP server on this machine, with an empty mailbox."""
    port = closed_port()
    command = [
        "--no-tls",
        "--no-service",
        "managesieve",
        "--no-service",
        "admin",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    server = subprocess.Popen(
        [sys.executable, "-c", "import sys; from pymap.main import main; sys.exit(main())", *command, "dict"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield f"imap://demouser:demopass@127.0.0.1:{port}/INBOX", connected(port)
    finally:
        server.kill()
        server.wait()


def connected(port):
    end = time.monotonic() + 60
    while True:
        try:
            line = imaplib.IMAP4("127.0.0.1", port)
        except OSError:
            if time.monotonic() > end:
                raise
        else:
            line.login("demouser", "demopass")
            return line


def test_the_mailbox_is_read_once_and_nothing_in_it_is_deleted(sent, settings, imap):
    url, line = imap
    for text in (returned.report(), returned.AWAY, returned.PERSON):
        line.append("INBOX", "", None, text.replace("{id}", sent.message_id).replace("\n", "\r\n").encode())
    settings.BULK = {**settings.BULK, "mailbox": url}
    assert [mailbox.read_mailbox() for _ in range(2)] == [2, 0]
    assert sorted(kinds()) == ["auto_reply", "hard"]
    line.select("INBOX")
    assert line.uid("SEARCH", "UNSEEN")[1] == [b""]
    assert len(line.uid("SEARCH", "ALL")[1][0].split()) == 3


@pytest.mark.parametrize("url", ["imap://a:b@mail.example.no/INBOX", "imap://a:b@127.0.0.1:1/INBOX", "tull"])
def test_a_mailbox_that_cannot_be_read_safely_waits(settings, url):
    settings.BULK = {**settings.BULK, "mailbox": url}
    assert mailbox.read_mailbox() == 0
