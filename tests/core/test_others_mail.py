"""Letters that libraries write leave by the same door as ours."""

import pytest
from django.core.mail import EmailMultiAlternatives

from sterke.core.outbox import Others

pytestmark = pytest.mark.django_db


def test_a_librarys_letter_waits_in_the_outbox_for_each_reader(letters):
    message = EmailMultiAlternatives(
        "Siden venter", "Hei.\n\nSe på den.", "x@example.no", ["a@example.no", "b@example.no"]
    )
    assert Others().send_messages([message]) == 1
    assert [(mail.to, mail.subject, mail.state) for mail in letters()] == [
        ("a@example.no", "Siden venter", "queued"),
        ("b@example.no", "Siden venter", "queued"),
    ]
    assert "Se på den." in letters()[0].text


def test_it_is_what_django_sends_through(settings):
    from sterke import settings as ours

    assert ours.MAILERS["default"]["BACKEND"] == "sterke.core.outbox.Others"
