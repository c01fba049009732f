"""Decisions and minutes: counted votes, what is missing, what is closed, and who reads what; the whole life by the pages."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from sterke.core import links
from sterke.core.models import OutgoingMail
from sterke.gatherings.actions import annual as actions
from sterke.gatherings.forms_annual import MinutesForm
from sterke.gatherings.models import Gathering, Minutes, Presence, Proxy, Resolution
from sterke.membership.models import Appointment
from tests import factories as make

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def secretary(settings):
    settings.DEMO = True  # no second factor asked for
    return make.viewer("secretary")


@pytest.fixture
def held():
    """A meeting that has begun, with three companies in the room."""
    row = make.GatheringFactory(open=True, kind="annual_meeting", day=timezone.localdate(), ends_at=None,
                                starts_at=timezone.now() - HOUR, title="Årsmøte", title_en="Annual meeting")  # fmt: skip
    for _ in range(3):
        Presence.objects.create(gathering=row, organisation=make.OrganisationFactory(member=True))
    return row


def decide(item, by, outcome="adopted", text="Godkjent.", **votes):
    return actions.decide(item, outcome=outcome, text=text, by=by, **votes)


def write(row, by, **facts):
    typed = {"chair": "Kari", "keeper": "Ola", "visibility": "members", "result_visibility": "public"} | facts
    form = MinutesForm(typed, gathering=row)
    assert form.is_valid(), form.errors
    return actions.write_minutes(row, form=form, by=by)


def published(row, by, **facts):
    decide(actions.set_item(row, title="Regnskap", title_en="Accounts", by=by), by, text="Regnskapet er godkjent.")
    write(row, by, **facts)
    return actions.publish_minutes(row, by=by)


@pytest.mark.parametrize(
    ("outcome", "votes", "said"),
    [
        ("adopted", (3, 1, 0), "4 stemmer, og det er 3"),
        ("adopted", (1, 1, 0), "mer enn halvparten"),
        ("adopted", (0, 0, 3), "mer enn halvparten"),
        ("adopted", (2, None, 0), "alle tre tallene"),
        ("rejected", (2, 1, 0), "vedtatt"),
    ],
)
def test_numbers_that_cannot_be_are_refused(held, secretary, outcome, votes, said):
    item = actions.set_item(held, title="Sak", by=secretary)
    numbers = dict(zip(("votes_for", "votes_against", "votes_abstained"), votes, strict=True))
    with pytest.raises(ValidationError, match=said):
        decide(item, secretary, outcome, **numbers)
    assert not Resolution.objects.exists()


@pytest.mark.parametrize(("favour", "against", "carried"), [(2, 1, True), (1, 1, False)])
def test_a_change_of_the_statutes_takes_two_thirds(held, secretary, favour, against, carried):
    item = actions.set_item(held, title="Vedtekter", majority="two_thirds", by=secretary)
    numbers = {"votes_for": favour, "votes_against": against, "votes_abstained": 0}
    if carried:
        assert decide(item, secretary, **numbers).votes_present == 3
    else:
        with pytest.raises(ValidationError, match="to tredeler"):
            decide(item, secretary, **numbers)


def test_proxies_count_among_the_votes(held, secretary):
    holder, giver = Presence.objects.first().organisation, make.OrganisationFactory(member=True)
    Proxy.objects.create(gathering=held, giver=giver, holder=holder, how="link", given_by="x")
    item = actions.set_item(held, title="Sak", by=secretary)
    assert decide(item, secretary, votes_for=4, votes_against=0, votes_abstained=0).votes_present == 4


def test_all_that_is_missing_is_said_at_once(held, secretary):
    actions.set_item(held, title="En", by=secretary)
    item = actions.set_item(held, title="Valg", by=secretary)
    actions.set_election(item, body=make.BodyFactory(name="Styret"), post="chair", term_years=2, by=secretary)
    with pytest.raises(ValidationError) as refused:
        actions.publish_minutes(held, by=secretary)
    said = " ".join(refused.value.messages)
    assert all(words in said for words in ("hvem som ledet", "i sak 1.", "Styret: styreleder"))


def test_nothing_is_decided_before_the_meeting(secretary):
    later = make.GatheringFactory(open=True, kind="annual_meeting")
    with pytest.raises(ValidationError, match="ikke begynt"):
        decide(actions.set_item(later, title="Sak", by=secretary), secretary)


def test_published_minutes_keep_the_numbers_and_close_what_they_rest_on(held, secretary):
    published(held, secretary)
    held.refresh_from_db()
    row = held.minutes
    assert (row.entitled, row.present, row.proxies) == (3, 3, 0)
    item, company = held.agenda.get(), Presence.objects.first().organisation
    for act in (
        lambda: actions.set_item(held, title="Ny", by=secretary),
        lambda: decide(item, secretary),
        lambda: actions.mark_absent(held, company, by=secretary),
        lambda: actions.publish_minutes(held, by=secretary),
    ):
        with pytest.raises(ValidationError, match="Protokollen er publisert"):
            act()


def test_reopened_with_a_reason_nobody_else_reads_them(held, secretary, client):
    published(held, secretary)
    with pytest.raises(ValidationError, match="Si hvorfor"):
        actions.reopen_minutes(held, why=" ", by=secretary)
    actions.reopen_minutes(held, why="Feil tall", by=secretary)
    client.force_login(make.viewer("member"))
    assert client.get(reverse("gatherings:annual_minutes", args=[held.slug])).status_code == 404
    assert b"godkjent" not in client.get(reverse("gatherings:annual", args=[held.slug])).content
    with pytest.raises(ValidationError, match="ikke publisert"):
        actions.reopen_minutes(held, why="Igjen", by=secretary)


@pytest.mark.parametrize(
    ("facts", "viewer", "minutes", "result"),
    [
        ({}, "anonymous", 404, True),
        ({}, "outsider", 404, True),
        ({}, "member", 200, True),
        ({"result_visibility": "members"}, "anonymous", 404, False),
        ({"visibility": "board", "result_visibility": "board"}, "member", 404, False),
        ({"visibility": "board", "result_visibility": "board"}, "board", 200, True),
    ],
)
def test_minutes_and_result_are_each_for_those_chosen(held, secretary, client, facts, viewer, minutes, result):
    published(held, secretary, **facts)
    if user := make.viewer(viewer):
        client.force_login(user)
    assert client.get(reverse("gatherings:annual_minutes", args=[held.slug])).status_code == minutes
    page = client.get(reverse("gatherings:annual", args=[held.slug])).content.decode()
    assert ("Regnskapet er godkjent." in page) == result


def test_in_english(held, secretary, client):
    published(held, secretary, text_en="It was a good meeting.")
    client.force_login(secretary)
    names = (
        "annual",
        "annual_minutes",
        "annual_notice",
        "annual_voters",
        "annual_proxies",
        "annual_attendance",
        "annual_elections",
    )
    pages = ["/en" + reverse(f"gatherings:{name}", args=[held.slug]) for name in names]
    answers = [client.get(address) for address in pages]
    assert {answer.status_code for answer in answers} == {200}
    meeting, minutes = (answer.content.decode() for answer in answers[:2])
    assert "What the annual meeting decided" in meeting and "Accounts" in meeting
    assert all(words in minutes for words in ("Annual meeting", "It was a good meeting.", "3 of 3: 3 present"))


def test_from_notice_to_result_by_the_pages(client, secretary, monkeypatch):
    """The whole life: agenda, notice, a proxy by the link, the room, an election, decisions, minutes, the result."""
    board = make.BodyFactory(name="Styret")
    coming, away = (
        make.RoleFactory(organisation=make.OrganisationFactory(member=True), kind="main_contact") for _ in "ab"
    )
    row = make.GatheringFactory(open=True, kind="annual_meeting", place="Rådhuset", slug="am")
    at = lambda name, *more: reverse(f"gatherings:{name}", args=["am", *more])  # noqa: E731

    def post(name, *more, **data):
        answer = client.post(at(name, *more), data)
        assert answer.status_code == 302, answer.content.decode()[:3000]

    client.force_login(secretary)
    for title in ("Regnskap", "Valg"):
        post("annual_new_item", title=title, proposal="Godkjennes.", majority="simple")
    accounts, elections = row.agenda.order_by("number")
    post("annual_new_election", item=elections.pk, body=board.pk, post="chair", term_years=2)
    election = elections.elections.get()
    stands = client.get(at("annual_candidate", election.pk), {"sok": str(coming.person)})
    assert str(coming.organisation) in stands.content.decode()
    client.post(at("annual_candidate", election.pk) + f"?rolle={coming.pk}", {"proposed_by": "valgkomite"})
    post("annual_notice", words="Velkommen")
    letter = OutgoingMail.objects.get(to=away.person.email)
    client.logout()
    link = letter.text.split("/innkalling/")[1].split()[0]
    page = client.get(f"/innkalling/{link}")
    assert "Regnskap" in page.content.decode() and "Valgkomiteen foreslår" in page.content.decode()
    assert client.post(f"/innkalling/{link}", {"gjor": "gi", "holder": coming.organisation.pk}).status_code == 302
    assert Proxy.objects.get().given_by == str(away.person)
    Gathering.objects.update(day=timezone.localdate(), last_day=timezone.localdate(), starts_at=timezone.now() - HOUR, ends_at=None)  # fmt: skip
    client.force_login(secretary)
    post("annual_mark", coming.organisation.pk, "inn")
    assert "2 stemmer i salen" in client.get(at("annual_attendance")).content.decode()
    numbers = {"votes_for": 2, "votes_against": 0, "votes_abstained": 0}
    post("annual_resolution", accounts.pk, outcome="adopted", text="Godkjent.", **numbers)
    post("annual_outcome", election.pk, winner=election.candidates.get().pk)
    post("annual_carry_out")
    assert Appointment.objects.in_force().get(body=board).person == coming.person
    post("annual_write_minutes", chair="Kari", keeper="Ola", visibility="members", result_visibility="public")
    post("annual_publish_minutes")
    assert Minutes.objects.get().is_published
    client.logout()
    told = client.get(at("annual")).content.decode()
    assert all(words in told for words in ("valgt for to år", str(coming.person), "2 for, 0 mot, 0 avsto"))
    assert client.post(f"/innkalling/{link}", {"gjor": "trekk"}).status_code in (200, 302)
    assert Proxy.objects.standing().count() == 1  # too late


def test_a_link_stops_when_its_reader_has_left_the_company(client):
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True), kind="main_contact")
    row = make.GatheringFactory(open=True, kind="annual_meeting")
    facts = {"company": role.organisation.pk, "person": role.person.pk}
    token = links.make("annual_meeting", row, holder=role.person.email, single_use=False, **facts)
    address = reverse("gatherings:annual_company", args=[token])
    assert client.get(address).status_code == 200
    role.valid_to = timezone.localdate() - datetime.timedelta(days=1)
    role.valid_from = role.valid_to
    role.save()
    assert client.get(address).status_code == 410
    assert client.get(reverse("gatherings:annual_company", args=["tull"])).status_code == 404
