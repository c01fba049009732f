"""Replies read from a real IMAP server on this machine."""

import imaplib
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sterke.core.models import Pulse
from sterke.exchange import actions, mailbox
from sterke.exchange.models import Reply
from tests import factories as make
from tests.core.house import until
from tests.exchange.test_by_mail import mail

pytestmark = pytest.mark.django_db
USER, PASSWORD = "demouser", "demopass"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@pytest.fixture
def server(monkeypatch):
    """A mailbox with some mails that have nothing to do with us; gives its port."""
    port = free_port()
    program = Path(sys.executable).parent / "pymap"
    command = [program, "--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-data"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: answers(port), "the mailbox answers")
    for name, value in {
        "MAILBOX": "svar@klynge.example", "IMAP_HOST": "127.0.0.1", "IMAP_PORT": str(port), "IMAP_PLAIN": "1",
        "IMAP_USER": USER, "IMAP_PASSWORD": PASSWORD,
    }.items():  # fmt: skip
        monkeypatch.setenv(f"STERKE_{name}", value)
    yield port
    running.terminate()
    running.wait(10)


def answers(port: int) -> bool:
    try:
        with imaplib.IMAP4("127.0.0.1", port, timeout=2):
            return True
    except (OSError, imaplib.IMAP4.error):
        return False


def arrives(port: int, raw: bytes) -> None:
    with imaplib.IMAP4("127.0.0.1", port, timeout=5) as box:
        box.login(USER, PASSWORD)
        box.append("INBOX", "", None, raw)


@pytest.fixture
def thread():
    return actions.start_thread(actions.open_space(), title="Noe", text="Noe å si", by=make.a_member().person.user)


def test_a_mail_in_the_mailbox_is_read_once_and_stands_in_the_thread(server, thread):
    replier = make.a_member().person
    arrives(server, bytes(mail(thread, replier)))
    assert [mailbox.read_if_any(), mailbox.read_if_any()] == [1, 0]
    assert [reply.text for reply in Reply.objects.all()] == ["Slik gjør vi det."]


def test_killed_in_the_middle_it_is_read_again_and_is_one_reply(server, thread, monkeypatch):
    replier = make.a_member().person
    arrives(server, bytes(mail(thread, replier)))
    settled = mailbox.settle

    def killed(raw):
        if settled(raw):
            raise KeyboardInterrupt
        return False

    monkeypatch.setattr(mailbox, "settle", killed)
    with pytest.raises(KeyboardInterrupt):
        mailbox.read_if_any()
    monkeypatch.setattr(mailbox, "settle", settled)
    assert mailbox.read_if_any() == 0
    assert Reply.objects.count() == 1


def test_a_silent_mailbox_stops_nothing_and_says_why(server, monkeypatch):
    monkeypatch.setenv("STERKE_IMAP_PASSWORD", "feil")
    assert mailbox.read_if_any() == 0
    assert Pulse.objects.get(name="mailbox").details["error"]
    monkeypatch.setenv("STERKE_IMAP_PORT", str(free_port()))
    assert mailbox.read_if_any() == 0


def test_without_a_mailbox_nothing_is_asked(monkeypatch):
    monkeypatch.delenv("STERKE_IMAP_HOST", raising=False)
    assert mailbox.read_if_any() == 0
    assert not Pulse.objects.filter(name="mailbox").exists()
