"""A question to all the members: one answers on the page, one by mail; the answer is marked, and found again."""

from email.message import EmailMessage

import pytest
from django.utils import timezone

from sterke.exchange import actions
from sterke.exchange.models import Reply, Thread
from sterke.exchange.tasks import read_mailbox
from tests import factories as make
from tests.browser.test_e16 import fill
from tests.browser.test_journey import letters_to, press
from tests.exchange.test_mailbox import arrives, server  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "Hvem har byttet til strøm på truckene?"
ANSWER = "Vi byttet ladestasjonene i fjor, og legger kabel til det dobbelte."


def test_a_question_answered_on_the_page_and_by_mail_is_found_in_another_form(page_for, server):  # noqa: F811
    asker, reader, mailer = (
        make.a_member(person__name=name).person for name in ("Ada Spør", "Bo Leser", "Cato Mailer")
    )
    actions.choose_space(actions.open_space(), how="at_once", by=mailer.user)
    asks(page_for, asker)
    answers_on_the_page(page_for, reader)
    answers_by_mail(server, mailer)
    marks_the_answer(page_for, asker)
    finds_it(page_for, reader)


def asks(page_for, asker):
    page = page_for(asker.user, width=390)
    page.goto("/samtaler/")
    page.get_by_role("link", name="Spør alle medlemmene").click()
    fill(page, title=QUESTION, text="Vi har fire dieseltrucker.")
    press(page, "Send")
    assert QUESTION in page.inner_text("h1")
    assert page.problems == []


def answers_on_the_page(page_for, reader):
    page = page_for(reader.user)
    page.goto(Thread.objects.get().get_absolute_url())
    fill(page, text="Ikke vi, men vi lurer på det samme.")
    press(page, "Svar")
    assert "vi lurer på det samme" in page.inner_text("main")
    assert page.problems == []


def answers_by_mail(port, mailer):
    letter = letters_to(mailer.user.email)[0]
    assert QUESTION in letter.subject
    row = EmailMessage()
    row["From"], row["To"] = mailer.user.email, letter.headers["Reply-To"]
    row["Subject"], row["Message-ID"] = f"SV: {letter.subject}", "<svar@epost.example>"
    row.set_content(f"{ANSWER}\n\n-- \nCato\n\nDen {timezone.localdate()} skrev 7sterke:\n> {QUESTION}")
    arrives(port, bytes(row))
    assert read_mailbox() == 1
    assert Reply.objects.get(by_mail=True).text == ANSWER


def marks_the_answer(page_for, asker):
    page = page_for(asker.user, width=390)
    page.goto(Thread.objects.get().get_absolute_url())
    page.locator("li.said", has_text=ANSWER).get_by_role("button", name="Dette er svaret").click()
    assert ANSWER in page.locator("section", has=page.get_by_role("heading", name="Svaret", exact=True)).inner_text()
    assert page.problems == []


def finds_it(page_for, reader):
    page = page_for(reader.user)
    page.goto("/sok/?q=ladestasjon")
    page.get_by_role("link", name=QUESTION).first.click()
    assert ANSWER in page.inner_text("main")
    assert page.problems == []
