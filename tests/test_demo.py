"""The demo cluster: invented, marked, the same each time, and with the real shape of nearly twenty years."""

import datetime
import re

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from stdnum.no import orgnr

from sterke.accounts.demo import demo_users
from sterke.accounts.models import User
from sterke.advocacy.models import (
    AdvocacyCase,
    CaseEntry,
    Meeting,
    PolicyPosition,
    PoliticalPromise,
    PositionEndorsement,
)
from sterke.connections.models import MeetingRound
from sterke.core.models import Activity, Cluster, OutgoingMail
from sterke.directory.models import ContactDetails, OfficeHolder, Organisation, Person, RegisterProposal
from sterke.gatherings import reports as gathering_reports
from sterke.gatherings.models import Gathering
from sterke.goals import reports
from sterke.goals.models import Goal
from sterke.membership.models import Appointment, Membership, MembershipApplication, Network, NetworkSeat

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo cluster, loaded once for this file and taken away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo")
        yield
        transaction.set_rollback(True)


def fingerprint():
    """All that a reader could see of the demo, without row numbers and times of the day."""
    people = Person.objects.order_by("name").values_list("name", "user__email", "language")
    companies = Organisation.objects.order_by("slug").values_list(
        "slug", "org_number", "employees", "postal_place", "street"
    )
    roles = Person.objects.order_by("name", "roles__title").values_list(
        "name",
        "roles__title",
        "roles__organisation__slug",
        "roles__valid_from",
        "seats__network__slug",
        "seats__valid_from",
    )
    members = Membership.objects.order_by("organisation__slug").values_list(
        "organisation__slug", "joined_on", "left_on", "leave_reason"
    )
    history = Activity.objects.order_by("subject", "verb").values_list("verb", "subject", "at__date")
    return [sorted(map(str, rows)) for rows in (people, companies, roles, members, history)]


def test_two_loads_are_the_same():
    """Stands first: the others share one load that stays until the end of the file."""
    prints = []
    for _round in range(2):
        with transaction.atomic():
            call_command("demo")
            prints.append(fingerprint())
            transaction.set_rollback(True)
    assert prints[0] == prints[1]


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (datetime.date(2007, 2, 28), 16),
        (datetime.date(2007, 12, 31), 16),  # the curve's first year: the sixteen founders that the history tells of
        (datetime.date(2013, 12, 31), 80),
        (datetime.date(2017, 12, 31), 53),
        (datetime.date(2018, 12, 31), 63),
        (datetime.date(2019, 12, 31), 65),
        (datetime.date(2023, 2, 28), 96),
    ],
)
def test_the_number_of_members_has_the_real_shape(demo, day, count):
    assert Membership.objects.count_on(day) == count


def test_nobody_left_in_2018_and_ten_came(demo):
    assert Membership.objects.filter(joined_on__year=2018).count() == 10
    assert not Membership.objects.filter(left_on__year=2018).exists()


def test_the_house_is_full_today(demo):
    assert 93 <= Membership.objects.count_on(timezone.localdate()) <= 96
    assert Person.objects.count() >= 295
    assert Network.objects.count() == 5
    assert Organisation.objects.exclude(about="").exclude(about_en="").count() >= 30
    assert Organisation.objects.filter(employees_hidden=True, employees=None).count() >= 3
    assert Organisation.objects.filter(kind="company").values("municipality").distinct().count() == 7
    assert RegisterProposal.objects.filter(state="open").count() == 2


def test_every_network_has_a_leader_and_five_to_twenty_five_people(demo):
    for network in Network.objects.all():
        assert network.seats.filter(is_leader=True).count() == 1
        assert 5 <= network.seats.count() <= 25
    assert NetworkSeat.objects.filter(organisation__kind__in=["municipality", "school"]).count() == 5


def test_the_bodies_are_filled(demo):
    today = Appointment.objects.in_force()
    counts = {kind: today.filter(body__kind=kind).count() for kind in ("board", "nomination_committee", "secretariat")}
    assert counts == {"board": 7, "nomination_committee": 2, "secretariat": 3}
    assert set(today.filter(body__kind="board").values_list("term_years", flat=True)) == {1, 2}


def test_applications_wait_and_one_has_its_quorum(demo):
    waiting = MembershipApplication.objects.waiting()
    yes = sorted(application.endorsements.filter(favours=True).count() for application in waiting)
    assert yes == [0, 1, Cluster.current().quorum]


@pytest.mark.parametrize("role", ["member", "main_contact", "network_leader", "board", "secretariat"])
def test_there_is_somebody_to_sign_in_as(demo, role):
    user = demo_users()[role]
    assert user.person.is_demo
    assert user.is_board == (role == "board")
    assert user.is_secretary == (role == "secretariat")


def test_every_organisation_number_is_synthetic_and_valid(demo):
    numbers = [*Organisation.objects.exclude(org_number="").values_list("org_number", flat=True)]
    numbers += MembershipApplication.objects.values_list("org_number", flat=True)
    assert len(numbers) == len(set(numbers)) >= 150
    assert [number for number in numbers if not (number.startswith("3") and orgnr.is_valid(number))] == []


def test_everything_is_marked_as_demo_data(demo):
    assert not Organisation.objects.filter(is_demo=False).exists()
    assert not Person.objects.filter(is_demo=False).exists()


def test_no_address_reaches_anybody(demo):
    wrong = set()
    for model in apps.get_models():
        if not model.__module__.startswith("sterke."):
            continue
        fields = [
            f.name
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._base_manager.values_list(*fields):
            wrong |= {
                found
                for found in ADDRESS.findall(str(row))
                if not re.search(r"[@.]example\.no\.?$|@system\.invalid$|@localhost$", found)
            }
    assert wrong == set()


def test_websites_stand_under_example_no(demo):
    sites = Organisation.objects.exclude(website="")
    assert sites.count() > 90
    assert not sites.exclude(website__regex=r"^https://[a-z0-9-]+\.example\.no$").exists()


def test_public_offices_have_no_holders(demo):
    assert not OfficeHolder.objects.exists()
    assert not Person.objects.filter(
        roles__organisation__kind__in=["ministry", "county", "directorate", "agency"]
    ).exists()


def test_nothing_lies_in_the_future(demo):
    now, today = timezone.now(), timezone.localdate()
    assert not Activity.objects.filter(at__gt=now).exists()
    assert not Membership.objects.filter(Q(joined_on__gt=today) | Q(left_on__gt=today)).exists()


def test_goals_stand_in_every_way_that_matters(demo):
    progress = reports.progress_of(list(Goal.objects.select_related("indicator")), demo_users()["secretariat"])
    states = {(each.state, each.goal.is_open) for each in progress}
    assert {("on_track", True), ("behind", True), ("reached", True), ("reached", False)} <= states
    assert not Goal.objects.filter(owner=None).exists()
    assert OutgoingMail.objects.filter(purpose="goals", key__startswith="goal-measure:").exists()
    by_indicator = [each for each in progress if each.goal.indicator_id]
    assert [str(each.figure.value.normalize()) for each in by_indicator] == ["8676"]


def test_six_cases_stand_with_what_others_did_and_where_it_can_be_read(demo):
    cases = AdvocacyCase.objects.filter(visibility="public").exclude(title_en="").exclude(ask_en="").exclude(why_en="")
    assert cases.count() == AdvocacyCase.objects.count() == 6
    assert cases.filter(is_priority=True).count() == 3
    assert {6 <= case.entries.count() <= 15 for case in cases} == {True}
    assert not CaseEntry.objects.filter(Q(source="") | Q(text_en="")).exists()


def test_promises_stand_in_every_way_and_what_is_invented_says_so(demo):
    promises = PoliticalPromise.objects.all()
    assert set(promises.values_list("status", flat=True)) == set(PoliticalPromise.Status.values)
    assert not promises.filter(meeting=None, source_url="").exclude(
        Q(paraphrase__contains="(eksempel)") | Q(source__regex="lastebil.no|hik.no")
    )
    today = timezone.localdate()
    assert promises.filter(embargo_until__gt=today).exists()
    assert promises.filter(status="open", due__lt=today).exists()
    assert promises.exclude(reply="").exists()
    assert not Meeting.objects.exclude(title__contains="(eksempel)").exists()


def test_the_board_has_adopted_positions_and_companies_stand_behind_them(demo):
    adopted = PolicyPosition.objects.filter(status="adopted")
    assert adopted.count() == 3
    behind = PositionEndorsement.objects.filter(position__case__slug="e16-klofta-kongsvinger")
    assert behind.filter(stance="endorses").count() >= 60
    assert behind.filter(stance="objects").count() == 1
    assert behind.filter(shows_name=False).exists()


def test_letters_stay_in_the_house_when_it_is_not_a_demo(demo):
    assert OutgoingMail.objects.exists()
    assert Cluster.current().mail_held


def test_some_addresses_are_for_members(demo):
    assert ContactDetails.objects.filter(person__isnull=False, seen_by="members").count() >= 95
    assert ContactDetails.objects.filter(person__isnull=False, seen_by="hidden").exists()


def test_a_second_load_is_refused(demo):
    before = User.objects.count()
    with pytest.raises(CommandError, match="A cluster lives here already"):
        call_command("demo")
    assert User.objects.count() == before


def test_the_newest_industriforum_that_has_been_shows_what_people_thought(demo):
    forums = Gathering.objects.filter(series__slug="industriforum").order_by("-day")
    newest, *older = forums.filter(last_day__lt=timezone.localdate())
    told = gathering_reports.feedback_of(demo_users()["secretariat"], newest)
    assert told["count"] >= 10
    assert 1 < told["mean"] < 6
    assert {bool(row.takes_home) for row in told["rows"]} == {bool(row.better) for row in told["rows"]} == {True, False}
    assert all(newest.last_day < row.on <= timezone.localdate() for row in told["rows"])
    assert newest.thanked_at.date() == newest.last_day + datetime.timedelta(days=1)
    assert not any(row.feedback.exists() for row in older)


def test_one_meeting_round_has_been_held_and_one_has_a_draft(demo):
    held, coming = MeetingRound.objects.order_by("gathering__day")
    assert held.entries.filter(state="met").count() > 20
    assert held.runs.get().report["value"] == held.runs.get().report["bound"]
    assert coming.stage == "drafted"
    assert coming.participants.taking_part().count() >= 40
    assert coming.entries.count() > 100
    assert OutgoingMail.objects.filter(purpose="connections", about_key__startswith="connections.round").exists()


def test_nobody_in_the_demo_gets_a_letter_of_what_is_long_past(demo):
    keys = OutgoingMail.objects.values_list("key", flat=True)
    assert [key for key in keys if key.startswith(("thanks:", "annual-elected:"))] == []
