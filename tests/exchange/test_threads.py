"""What is said in a space: started, answered, changed, moderated, voted on."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from sterke.exchange import actions
from sterke.exchange.models import Following, PollVote, Reply, Report, Space, Thread
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return actions.open_space()


@pytest.fixture
def member():
    return make.a_member(person__name="Kari Kvern").person


@pytest.fixture
def other():
    return make.a_member(person__name="Ola Ovn").person


def start(space, person, **facts):
    return actions.start_thread(space, **{"title": "Noe", "text": "Noe å si", **facts}, by=person.user)


def test_the_space_of_all_members_is_one_however_often_it_is_opened():
    assert actions.open_space() == actions.open_space()
    network = make.NetworkFactory()
    assert actions.open_space(network=network) == actions.open_space(network=network)


def test_who_is_not_in_a_network_neither_reads_nor_writes_there(member, client_for):
    seat = make.SeatFactory(person=make.a_member().person)
    space = actions.open_space(network=seat.network)
    row = start(space, seat.person)
    client = client_for(member.user)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(space.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        start(space, member)


def test_the_space_of_a_gathering_is_made_by_those_who_come_and_by_nobody_else(member, client_for):
    row = make.GatheringFactory(open=True)
    address = reverse("exchange:space", args=[f"samling-{row.slug}"])
    assert client_for(member.user).get(address).status_code == 404
    assert not Space.objects.filter(gathering=row).exists()
    make.RegistrationFactory(gathering=row, person=member)
    assert client_for(member.user).get(address).status_code == 200


def test_who_left_yesterday_reads_nothing_today(space, member, client_for):
    row = start(space, member)
    member.roles.update(valid_from=make.in_days(-30), valid_to=make.in_days(-1))
    assert client_for(member.user).get(row.get_absolute_url()).status_code == 404


def test_whoever_wrote_follows_and_hears_of_the_reply(space, member, other, letters, clock):
    row = start(space, member)
    actions.reply(row, text="Hei", by=other.user)
    assert [letter.to for letter in letters()] == [member.user.email]
    assert "Hei" in letters()[0].text


def test_who_is_named_hears_at_once_and_who_cannot_read_it_does_not(member, other, letters, clock):
    seat = make.SeatFactory(person=member)
    make.SeatFactory(person=other, network=seat.network)
    outside = make.a_member(person__name="Ute Forby").person
    space = actions.open_space(network=seat.network)
    start(space, member, text="Hva sier @Ola Ovn og @Ute Forby?")
    assert [letter.to for letter in letters()] == [other.user.email]
    assert outside.user.email not in {letter.to for letter in letters()}


def test_a_company_that_is_named_hears_by_its_main_contact(space, member, letters, clock):
    company = make.OrganisationFactory(member=True, name="Grue Glass AS")
    main = make.RoleFactory(organisation=company, kind="main_contact").person
    start(space, member, text="Kan @Grue Glass AS svare?")
    assert [letter.to for letter in letters()] == [main.user.email]


def test_muted_one_hears_nothing_also_when_named(space, member, other, letters, clock):
    row = start(space, member)
    actions.mute(row, by=other)
    actions.reply(row, text="@Ola Ovn?", by=member.user)
    assert letters() == []


def test_the_link_in_a_letter_mutes_with_one_click_and_reading_it_does_not(
    space, member, other, letters, client_for, clock
):
    row = start(space, member)
    actions.reply(row, text="Hei", by=other.user)
    address = letters()[0].headers["List-Unsubscribe"].strip("<>").replace("http://localhost:8000", "")
    client = client_for("anonymous")
    assert client.get(address).status_code == 200
    assert not Following.objects.get(thread=row, person=member).muted
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Following.objects.get(thread=row, person=member).muted


def test_nothing_is_sent_at_night(space, member, other, letters, clock):
    row = start(space, member)
    clock.move_to(datetime.datetime(2026, 11, 23, 22, 30, tzinfo=datetime.UTC))
    actions.reply(row, text="Sent", by=other.user)
    due = timezone.localtime(letters()[0].due_at)
    assert (due.day, due.hour) == (24, 7)


def test_the_answer_is_marked_by_whoever_asked(space, member, other, letters, clock):
    row = start(space, member, is_question=True)
    said = actions.reply(row, text="Slik", by=other.user)
    with pytest.raises(PermissionDenied):
        actions.accept_reply(said, by=other.user)
    assert actions.accept_reply(said, by=member.user).accepted == said
    assert letters()[-1].to == other.user.email
    assert actions.accept_reply(said, by=member.user).accepted is None


def test_what_was_taken_away_is_seen_by_those_who_moderate_and_can_be_shown_again(space, member, other, client_for):
    row = start(space, member)
    said = actions.reply(row, text="Upassende ord", by=other.user)
    secretary = make.viewer("secretary")
    actions.take_away(said, by=secretary)
    assert "Upassende" not in client_for(member.user).get(row.get_absolute_url()).content.decode()
    assert "Upassende" in client_for(secretary).get(row.get_absolute_url()).content.decode()
    actions.show_again(said, by=secretary)
    assert "Upassende" in client_for(member.user).get(row.get_absolute_url()).content.decode()


def test_an_answer_that_is_taken_away_is_the_answer_no_more(space, member, other):
    row = start(space, member, is_question=True)
    said = actions.reply(row, text="Slik", by=other.user)
    actions.accept_reply(said, by=member.user)
    actions.take_away(said, by=other.user)
    row.refresh_from_db()
    assert row.accepted is None


def test_a_closed_thread_takes_no_reply_and_what_was_typed_is_kept(space, member, other, client_for):
    row = start(space, member)
    actions.close_thread(row, by=member.user)
    answer = client_for(other.user).post(row.get_absolute_url(), {"text": "For sent"})
    assert answer.status_code == 422
    assert not Reply.objects.exists()


def test_a_leader_moderates_their_own_network_and_no_other(member):
    seat = make.SeatFactory(is_leader=True, person=make.a_member().person)
    make.SeatFactory(network=seat.network, person=member)
    own = start(actions.open_space(network=seat.network), member)
    elsewhere = start(actions.open_space(), member)
    assert actions.pin_thread(own, by=seat.person.user).pinned_on
    with pytest.raises(PermissionDenied):
        actions.pin_thread(elsewhere, by=seat.person.user)


def test_moved_it_is_read_where_it_stands_now(member, other, client_for):
    seat = make.SeatFactory(person=member)
    network_space = actions.open_space(network=seat.network)
    row = start(actions.open_space(), member)
    actions.move_thread(row, to=network_space, by=make.viewer("secretary"))
    assert client_for(other.user).get(row.get_absolute_url()).status_code == 404
    assert client_for(member.user).get(row.get_absolute_url()).status_code == 200


def test_reported_twice_by_one_it_is_one_report(space, member, other):
    row = start(space, member)
    for _time in range(2):
        actions.report(row, why="Personangrep", by=other.user)
    assert Report.objects.count() == 1
    actions.settle_report(Report.objects.get(), by=make.viewer("secretary"))
    assert not Report.objects.waiting().exists()


# Polls.
def test_one_vote_each_changed_until_it_closes(space, member, other):
    closes = timezone.now() + datetime.timedelta(days=1)
    row = start(space, member, options=["Tirsdag", "Torsdag"], closes_at=closes)
    first, second = row.poll.options.all()
    actions.vote(row.poll, option=first.pk, by=other.user)
    actions.vote(row.poll, option=second.pk, by=other.user)
    assert [vote.option for vote in PollVote.objects.all()] == [second]


def test_a_vote_that_comes_when_the_poll_has_closed_does_not_count(space, member, other, clock):
    row = start(space, member, options=["A", "B"], closes_at=timezone.now() + datetime.timedelta(hours=1))
    option = row.poll.options.first()
    clock.shift(datetime.timedelta(hours=2))
    with pytest.raises(ValidationError):
        actions.vote(row.poll, option=option.pk, by=other.user)
    assert not PollVote.objects.exists()


@pytest.mark.parametrize(
    ("options", "hours", "field"), [(["A"], 1, "options"), (["A", "B"], -1, "closes_at"), (["A"] * 3, 1, "options")]
)
def test_a_poll_without_a_choice_or_a_time_is_refused(space, member, options, hours, field):
    with pytest.raises(ValidationError) as refused:
        start(space, member, options=options, closes_at=timezone.now() + datetime.timedelta(hours=hours))
    assert field in refused.value.message_dict
    assert not Thread.objects.exists()


def test_the_counts_are_seen_when_one_has_voted(space, member, other, client_for):
    row = start(space, member, options=["Tirsdag", "Torsdag"], closes_at=timezone.now() + datetime.timedelta(days=1))
    client = client_for(other.user)
    assert "<meter" not in client.get(row.get_absolute_url()).content.decode()
    client.post(reverse("exchange:vote", args=[row.pk]), {"valg": row.poll.options.first().pk})
    assert "<meter" in client.get(row.get_absolute_url()).content.decode()


# Files.
def test_a_file_is_had_by_those_who_read_the_thread_and_nobody_else(member, client_for):
    seat = make.SeatFactory(person=make.a_member().person)
    row = start(actions.open_space(network=seat.network), seat.person, files=[ContentFile(b"Pris", name="pris.txt")])
    address = reverse("exchange:attachment", args=[row.attachments.get().pk])
    answer = client_for(seat.person.user).get(address)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client_for(member.user).get(address).status_code == 404
    assert client_for("anonymous").get(address).status_code == 302


@pytest.mark.parametrize("name", ["skript.html", "bilde.svg", "virus.exe", "bilde.png"])
def test_an_odd_file_is_refused_and_nothing_is_stored(space, member, name):
    with pytest.raises(ValidationError) as refused:
        start(space, member, files=[ContentFile(b"<script>", name=name)])
    assert "files" in refused.value.message_dict
    assert not Thread.objects.exists()


def test_a_link_shows_what_it_points_to_for_those_who_may_see_it(space, member, other, client_for, settings):
    hidden, seen = make.CaseFactory(title="Hemmelig sak"), make.CaseFactory(title="Åpen sak", visibility="members")
    text = f"Se {settings.SITE_URL}{seen.get_absolute_url()} og {settings.SITE_URL}{hidden.get_absolute_url()}"
    page = client_for(other.user).get(start(space, member, text=text).get_absolute_url()).content.decode()
    assert "Åpen sak" in page
    assert "Hemmelig sak" not in page


def test_hostile_words_are_only_words(space, member, client_for):
    row = start(space, member, title="<b>Fet</b>", text="<script>alert(1)</script>")
    page = client_for(member.user).get(row.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_reply_in_another_form_of_the_word_finds_the_thread(space, member, other, client_for):
    row = start(space, member, title="Robot", is_question=True)
    actions.reply(row, text="Vi byttet gripeklørne om vinteren", by=other.user)
    found = client_for(member.user).get(reverse("website:search"), {"q": "gripeklo"}).content.decode()
    assert row.get_absolute_url() in found


def test_the_digest_comes_once_a_week_to_those_who_have_not_said_otherwise(space, member, other, letters, clock):
    start(space, member)
    silent = make.a_member().person
    actions.choose_space(space, how="never", by=silent.user)
    actions.send_digests()
    actions.send_digests()
    told = [letter.to for letter in letters()]
    assert sorted(told) == sorted([member.user.email, other.user.email])
