"""Replies by mail: whose they are, what of them is new, and what is no reply."""

from email.message import EmailMessage

import pytest
from django.conf import settings

from sterke.exchange import actions, addresses, mailbox, taking_in
from sterke.exchange.models import Reply
from tests import factories as make

pytestmark = pytest.mark.django_db
THREAD_WORDS = "Den 23. nov. 2026 kl. 12:00 skrev 7sterke <post@example.no>:\n> Noe å si\n> mer"


@pytest.fixture(autouse=True)
def box(monkeypatch):
    monkeypatch.setenv("STERKE_MAILBOX", "svar@klynge.example")


@pytest.fixture
def member():
    return make.a_member(person__name="Kari Kvern").person


@pytest.fixture
def thread(member):
    return actions.start_thread(actions.open_space(), title="Noe", text="Noe å si", by=member.user)


@pytest.fixture
def replier():
    return make.a_member(person__name="Ola Ovn").person


def mail(thread, person, text="Slik gjør vi det.", **headers):
    row = EmailMessage()
    row["From"] = headers.pop("sender", f"Ola <{person.user.email}>")
    row["To"] = headers.pop("to", addresses.reply_address(thread, person))
    row["Subject"] = "Re: Noe"
    row["Message-ID"] = headers.pop("message_id", "<1@epost.example>")
    for name, value in headers.items():
        row[name.replace("_", "-")] = value
    row.set_content(text)
    return row


def replies():
    return [reply.text for reply in Reply.objects.order_by("pk")]


def test_a_mail_becomes_a_reply_without_what_it_quotes_and_the_signature(thread, replier):
    text = f"Slik gjør vi det.\n\nOg det holder.\n\n-- \nOla Ovn\nTlf 900 00 000\n\n{THREAD_WORDS}"
    assert mailbox.settle(bytes(mail(thread, replier, text)))
    assert replies() == ["Slik gjør vi det.\n\nOg det holder."]
    assert Reply.objects.get().by_mail


def test_read_twice_it_is_one_reply(thread, replier):
    raw = bytes(mail(thread, replier))
    assert [mailbox.settle(raw), mailbox.settle(raw)] == [True, False]
    assert len(replies()) == 1


def test_html_alone_is_read_as_words(thread, replier):
    row = mail(thread, replier)
    row.set_content("<p>Slik <b>gjør</b> vi&nbsp;det.<br>Hei</p><blockquote>Sitat</blockquote>", subtype="html")
    assert mailbox.settle(bytes(row))
    assert replies() == ["Slik gjør vi\xa0det.\nHei"]


def test_a_file_comes_along_and_winmail_does_not(thread, replier):
    row = mail(thread, replier)
    row.add_attachment(b"Pris: 1", maintype="text", subtype="plain", filename="pris.txt")
    row.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    mailbox.settle(bytes(row))
    assert [file.name for file in Reply.objects.get().attachments.all()] == ["pris.txt"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}, {"List_Id": "<x>"},
        {"X_Loop": "1"}, {"sender": "MAILER-DAEMON@example.no"},
    ],
)  # fmt: skip
def test_what_nobody_wrote_is_no_reply_and_answered_by_nobody(thread, replier, headers, letters):
    before = len(letters())
    assert not mailbox.settle(bytes(mail(thread, replier, **headers)))
    assert (replies(), len(letters())) == ([], before)


def test_from_another_address_it_is_nobodys(thread, replier, letters):
    before = len(letters())
    assert not mailbox.settle(bytes(mail(thread, replier, sender="en.annen@example.no")))
    assert (replies(), len(letters())) == ([], before)


def test_a_changed_address_opens_nothing(thread, replier):
    good = addresses.reply_address(thread, replier)
    for to in (good.replace(f"t{thread.pk}.", f"t{thread.pk + 1}."), good[:-30] + "0" * 5 + good[-25:], "svar@x.no"):
        assert not mailbox.settle(bytes(mail(thread, replier, to=to)))
    assert replies() == []


@pytest.mark.parametrize("text", ["", "> bare sitat\n> mer", THREAD_WORDS])
def test_only_quoted_text_is_told_to_whoever_wrote_it(thread, replier, text, letters):
    assert not mailbox.settle(bytes(mail(thread, replier, text)))
    assert (replies(), letters()[-1].to) == ([], replier.user.email)
    assert letters()[-1].headers["Auto-Submitted"] == "auto-replied"


def test_who_left_yesterday_is_told_that_it_did_not_come_through(thread, replier, letters):
    raw = bytes(mail(thread, replier))
    replier.roles.update(valid_from=make.in_days(-30), valid_to=make.in_days(-1))
    assert not mailbox.settle(raw)
    assert letters()[-1].to == replier.user.email


def test_too_large_and_broken_mails_stop_nothing(thread, replier):
    assert taking_in.read(b"x" * (taking_in.LARGEST + 1)).refused == "too large"
    for raw in (
        b"",
        b"\xff\xfe\x00",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
        b"From: \xff\r\n\r\nHei",
    ):
        assert not mailbox.settle(raw)


def test_two_hundred_addresses_are_no_reply(thread, replier):
    to = ", ".join([addresses.reply_address(thread, replier), *(f"a{n}@example.no" for n in range(200))])
    assert not mailbox.settle(bytes(mail(thread, replier, to=to)))
    assert replies() == []


def test_an_odd_charset_is_read_as_far_as_it_goes(thread, replier):
    raw = bytes(mail(thread, replier)).replace(b"utf-8", b"x-ukjent")
    assert mailbox.settle(raw)
    assert "Slik gj" in replies()[0]


def test_a_letter_names_the_address_only_where_a_mailbox_is_read(thread, replier, letters, monkeypatch, clock):
    actions.reply(thread, text="Hei", by=replier.user)
    assert letters()[-1].headers["Reply-To"].startswith(f"svar+t{thread.pk}.")
    monkeypatch.setenv("STERKE_MAILBOX", "")
    actions.reply(thread, text="Igjen", by=replier.user)
    assert "Reply-To" not in letters()[-1].headers


def test_the_address_says_nothing_without_the_key(thread, replier):
    address = addresses.reply_address(thread, replier)
    assert addresses.read(address) == (thread.pk, replier.pk)
    assert settings.SECRET_KEY not in address
