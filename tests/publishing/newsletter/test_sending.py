"""An issue goes out: to each once, in the right edition, stopped and gone on with, braked, held (F4, F5, F10, N16, N17)."""

import email
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.accounts import actions as accounts
from sterke.core.house import Individual
from sterke.core.models import Activity, OutgoingMail
from sterke.core.postman import Round
from sterke.publishing.newsletter import issues, reporting, sending, subscribing
from sterke.publishing.newsletter.models import MailReport, NewsletterIssue, Subscription
from tests import factories as make
from tests.core.smtp import mailers, smtp_server
from tests.publishing.newsletter.lettering import go_on, issue, member, reader, readers, schedule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sending_is_allowed(settings):
    settings.BULK = {**settings.BULK, "anyway": "1"}


@pytest.fixture
def secretary():
    user = make.viewer("secretary")
    reader(user.email, confirmed_at=None, stopped_at=timezone.now())  # wants none, so that tests count others only
    return user


def bulk():
    return OutgoingMail.objects.filter(kind="bulk").order_by("pk")


def send_all(settings, **faults):
    """All that waits, over a real server; gives what it got."""
    OutgoingMail.objects.filter(state="queued").update(due_at=timezone.now())
    with smtp_server(**faults) as server:
        settings.MAILERS = {**settings.MAILERS, **mailers(server.port)}
        while Round().send_due():
            pass
    return server


def under_way(by, count=10, **fields):
    readers(count)
    row = issue(**fields)
    schedule(row, by)
    return go_on(row)


def test_members_get_theirs_and_those_who_said_yes_theirs_each_with_the_reason(secretary):
    reader("leser@example.no")
    member("kari@example.no")
    row = issue()
    schedule(row, secretary)
    go_on(row)

    to = {mail.to: mail for mail in bulk()}
    assert set(to) == {"leser@example.no", "kari@example.no"}
    assert "Bare for medlemmer" in to["kari@example.no"].html
    assert "Bare for medlemmer" not in to["leser@example.no"].html
    assert "Hei Kari," in to["kari@example.no"].text
    assert "hører til en medlemsbedrift" in to["kari@example.no"].text
    assert "sa ja til det" in to["leser@example.no"].text


def test_a_member_who_also_said_yes_gets_one_letter_the_members(secretary):
    member("kari@example.no")
    reader("kari@example.no")
    row = issue()
    schedule(row, secretary)
    go_on(row)
    assert [row.edition for row in row.recipients.all()] == ["members"]


def test_nobody_gets_it_who_has_not_said_yes_and_is_no_member(secretary):
    reader("venter@example.no", confirmed_at=None)
    member("gjest@example.no", company=make.OrganisationFactory())
    row = issue()
    schedule(row, secretary)
    go_on(row)
    assert not bulk().exists()


def test_n16_each_mail_as_it_leaves_has_what_the_mailbox_providers_ask_for(secretary, settings):
    under_way(secretary, 1)
    server = send_all(settings)
    mail = email.message_from_bytes(server.letters[0])
    address = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/nyhetsbrev/av/" in address
    assert mail["Date"]
    assert mail["Message-ID"]
    assert [part.get_content_type() for part in mail.walk()][1:] == ["text/plain", "text/html"]
    assert "Auto-Submitted" not in mail


def test_going_on_again_and_again_sends_each_one_once(secretary, settings):
    row = under_way(secretary, 30)
    for _again in range(3):
        go_on(row)
    server = send_all(settings)
    go_on(row)
    assert len(server.letters) == 30
    assert row.state == "sent"
    assert row.number == 1
    go_on(row, 3)
    assert bulk().count() == 30


def test_the_rate_holds_and_the_letters_are_spread_over_the_minute(secretary):
    row = under_way(secretary, 25, rate=10)
    assert bulk().count() == 10
    first, last = bulk().first(), bulk().last()
    assert timedelta(seconds=50) <= last.due_at - first.due_at <= timedelta(seconds=60)
    go_on(row, 2)
    assert bulk().count() == 25


def test_f5_pause_and_going_on_are_exact(secretary, settings):
    row = under_way(secretary, 20, rate=10)
    sending.pause(row, by=secretary)
    go_on(row, 3)
    assert bulk().count() == 10
    assert Round().send_due() == 0
    sending.resume(row, by=secretary)
    go_on(row)
    server = send_all(settings)
    assert len(server.letters) == 20
    assert len({email.message_from_bytes(raw)["To"] for raw in server.letters}) == 20


def test_a_member_of_the_cluster_may_not_pause(secretary):
    row = under_way(secretary, 1)
    with pytest.raises(PermissionDenied):
        sending.pause(row, by=make.viewer("member"))


def test_f5_whoever_stops_while_it_goes_out_gets_nothing_from_then_on(secretary, settings):
    row = under_way(secretary, 20, rate=10)
    in_outbox = Subscription.objects.get(email=bulk().last().to)
    not_yet = row.recipients.waiting().first().subscription
    for each in (in_outbox, not_yet):
        subscribing.stop(each, how="test")
    go_on(row)
    server = send_all(settings)
    to = {email.message_from_bytes(raw)["To"] for raw in server.letters}
    assert len(to) == 18
    assert not to & {in_outbox.email, not_yet.email}


def test_f5_whoever_is_erased_while_it_goes_out_gets_nothing_from_then_on(secretary, settings):
    row = under_way(secretary, 20, rate=10)
    erased = [bulk().last().to, row.recipients.waiting().first().subscription.email]
    for address in erased:
        accounts.erase(Individual(name="", emails=frozenset({address})), by=secretary, reason="test")
    go_on(row)
    server = send_all(settings)
    to = {email.message_from_bytes(raw)["To"] for raw in server.letters}
    assert len(to) == 18
    assert not to & set(erased)


def test_an_editor_who_lost_the_right_sends_nothing_and_the_desk_says_so(secretary, client_for):
    readers(3)
    row = issue()
    schedule(row, secretary, at=timezone.now() + timedelta(hours=1))
    secretary.person.appointments.update(valid_to=timezone.localdate() - timedelta(days=1))
    NewsletterIssue.objects.update(send_at=timezone.now())
    go_on(row)

    assert (row.state, row.number) == ("held", None)
    assert not bulk().exists()
    other = client_for("secretary")
    assert "er ikke lenger i sekretariatet" in other.get(reverse("website:desk")).content.decode()
    other.post(reverse("publishing:schedule_issue", args=[row.pk]), {"send_at": "2026-01-01T07:00"})
    go_on(row)
    assert row.state == "sending"


def test_n17_three_in_a_hundred_hard_bounces_stop_it_and_a_person_may_let_it_go_on(secretary, settings):
    row = under_way(secretary, 60, rate=30)
    send_all(settings, RCPT="550 5.1.1 no such user")
    go_on(row)
    assert row.state == "braked"
    assert bulk().count() == 30
    assert MailReport.objects.filter(kind="hard").count() == 30
    sending.resume(row, by=secretary)
    go_on(row)
    assert row.state == "sending"
    assert bulk().count() == 60


def test_n17_one_bad_address_does_not_stop_a_small_list(secretary, settings):
    row = under_way(secretary, 1)
    send_all(settings, RCPT="550 5.1.1 no such user")
    go_on(row)
    assert row.state == "sent"


def test_f8_a_complaint_stops_a_small_list_and_nothing_goes_to_that_address(secretary):
    row = under_way(secretary, 20, rate=10)
    mail = bulk().last()
    reporting.report(mail.to, "complaint", key="x", issue=row)
    mail.refresh_from_db()
    assert mail.state == "failed"
    go_on(row)
    assert row.state == "braked"


def test_a_server_that_refuses_our_mail_is_not_the_fault_of_the_address(secretary, settings):
    row = under_way(secretary, 2)
    send_all(settings, RCPT="550 5.7.515 access denied")
    go_on(row)
    assert set(MailReport.objects.values_list("kind", flat=True)) == {"refused"}
    assert Subscription.objects.going().exclude(email__in=reporting.unreachable()).count() == 2


def test_f10_a_test_house_sends_only_to_the_addresses_it_may(secretary, settings):
    under_way(secretary, 3)
    settings.MAIL_ONLY_TO = ["leser1@example.no"]
    assert len(send_all(settings).letters) == 1


def test_f9_nothing_is_scheduled_while_the_mail_domain_is_not_in_order(secretary, settings):
    settings.BULK = {**settings.BULK, "anyway": ""}
    row = issue()
    with pytest.raises(ValidationError):
        issues.schedule(row, at=timezone.now(), by=secretary)
    row.refresh_from_db()
    assert row.state == "draft"


def test_numbers_go_up_and_the_history_tells(secretary, settings):
    first = under_way(secretary, 1)
    send_all(settings)
    go_on(first)
    second = issue()
    schedule(second, secretary)
    go_on(second)
    assert (first.number, second.number) == (1, 2)
    told = list(
        Activity.objects.filter(subject_key=f"publishing.newsletterissue:{first.pk}").values_list("verb", flat=True)
    )
    assert sorted(told) == ["newsletter.scheduled", "newsletter.sent", "newsletter.started"]
