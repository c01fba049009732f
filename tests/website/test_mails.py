import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sterke.core import outbox
from sterke.core.models import Activity, OutgoingMail
from sterke.core.outbox import STOPPED, Letter, post
from tests import factories

pytestmark = pytest.mark.django_db


def mail(key="a", purpose="test", **more):
    row = post(
        Letter("Et brev", ["Kode 123456"], ("Åpne", "http://x.no/l/NDI:1wGQ2p:k3b_J3Zz8d6jPq-0aVtN9Rr")),
        to="kari@example.no",
        key=key,
        purpose=purpose,
    )
    OutgoingMail.objects.filter(pk=row.pk).update(**more)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("viewer", "status"),
    [("anonymous", 302), ("outsider", 403), ("member", 403), ("board", 403), ("secretary", 200)],
)
def test_only_the_secretariat_reads_the_mails(client_for, viewer, status):
    assert client_for(viewer).get(reverse("website:mails")).status_code == status


def test_the_list_can_be_narrowed_to_a_state(client_for):
    mail("a", state="failed", subject="Falt")
    mail("b", subject="Venter")
    text = client_for("secretary").get(reverse("website:mails"), {"tilstand": "failed"}).content.decode()
    assert "Falt" in text
    assert "Venter" not in text


def test_keys_to_other_peoples_accounts_are_not_shown(client_for):
    mail("a", purpose="sign_in")
    mail("b")
    text = client_for("secretary").get(reverse("website:mails")).content.decode()
    assert "k3b_J3Zz8d6jPq" not in text
    assert text.count("123456") == 1


def test_as_many_queries_for_thirty_mails_as_for_one(client_for):
    client = client_for("secretary")
    client.get(reverse("website:mails"))
    counts = []
    for number in (1, 29):
        for n in range(number):
            mail(f"{number}-{n}", state="failed")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("website:mails"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_failed_mail_goes_in_the_queue_again(client_for):
    row = mail(state="failed", attempts=9, error="550 no")
    client = client_for("secretary")
    assert client.post(reverse("website:send_again", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == ("queued", 0, "")
    assert Activity.objects.get().verb == "mail.queued"


def test_a_mail_that_may_have_arrived_can_be_let_be():
    row = mail(state="uncertain")
    outbox.stop_mail(row, by=factories.viewer("secretary"))
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", STOPPED)
    assert Activity.objects.get().verb == "mail.stopped"


@pytest.mark.parametrize("action", [outbox.send_again, outbox.stop_mail])
def test_a_member_decides_about_no_mail(action):
    row = mail(state="uncertain")
    with pytest.raises(PermissionDenied):
        action(row, by=factories.viewer("member"))
    row.refresh_from_db()
    assert row.state == "uncertain"


@pytest.mark.parametrize("action", [outbox.send_again, outbox.stop_mail])
def test_a_mail_that_went_meanwhile_is_left_alone(action):
    row = mail(state="sent")
    with pytest.raises(ValidationError):
        action(row, by=factories.viewer("secretary"))


def test_the_inbox_is_only_in_the_demo(client_for, settings):
    settings.DEMO = False
    assert client_for("secretary").get(reverse("website:inbox")).status_code == 404


def test_the_demo_inbox_shows_what_was_sent_to_anybody(client_for, settings):
    settings.DEMO = True
    mail(state="sent", subject="Koden din", sent_at="2026-01-01T12:00Z")
    assert "Koden din" in client_for("anonymous").get(reverse("website:inbox")).content.decode()
