import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sterke.core import links
from sterke.core.models import Activity
from sterke.directory.models import Role
from sterke.membership import actions, mails, reports
from sterke.membership.models import Departure, Membership, NetworkSeat
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


def test_join_and_leave_count_by_date():
    company, secretary = make.OrganisationFactory(), make.viewer("secretary")
    before = Membership.objects.count_on(today())
    actions.join_cluster(company, category=make.CategoryFactory(), joined_on=today() - 10 * DAY, by=secretary)
    seat = make.SeatFactory(organisation=company)
    actions.leave_cluster(company, left_on=today(), reason="resigned", by=secretary)
    assert Membership.objects.count_on(today() - DAY) == before + 1
    assert Membership.objects.count_on(today()) == before
    seat.refresh_from_db()
    assert seat.valid_to == today() - DAY
    assert Activity.objects.about(company).filter(verb="membership.left").exists()


def test_join_refuses_a_member_and_all_but_the_secretariat():
    company = make.OrganisationFactory(member=True)
    with pytest.raises(ValidationError):
        actions.join_cluster(company, category=make.CategoryFactory(), joined_on=today(), by=make.viewer("secretary"))
    with pytest.raises(PermissionDenied):
        actions.leave_cluster(company, left_on=today(), reason="resigned", by=make.viewer("board"))


def test_members_over_time_counts_companies_in_one_query(django_assert_num_queries):
    company = make.OrganisationFactory()
    make.MembershipFactory(organisation=company, joined_on=datetime.date(2007, 1, 1), left_on=datetime.date(2010, 1, 1))
    make.MembershipFactory(organisation=company, joined_on=datetime.date(2012, 1, 1))
    make.MembershipFactory(joined_on=datetime.date(2007, 1, 1))
    with django_assert_num_queries(1):
        steps = reports.members_over_time()
    assert [(step.day.year, step.count) for step in steps] == [(2007, 2), (2010, 1), (2012, 2)]
    assert all(Membership.objects.count_on(step.day) == step.count for step in steps)


days = st.dates(datetime.date(2020, 1, 1), datetime.date(2020, 3, 1))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.integers(0, 3), days, st.one_of(st.none(), st.integers(0, 40))), max_size=8))
def test_the_curve_is_the_number_of_members_on_every_day_whatever_overlaps(db, rows):
    Membership.objects.all().delete()
    companies = [make.OrganisationFactory() for _ in range(4)]
    still = set()
    for company, joined, length in rows:
        left = joined + datetime.timedelta(days=60 if length is None else length)
        if length is None and company not in still:  # one open membership of a company at most
            left = None
            still.add(company)
        make.MembershipFactory(organisation=companies[company], joined_on=joined, left_on=left)

    steps = reports.members_over_time()

    for day in (datetime.date(2020, 1, 1) + datetime.timedelta(days=n) for n in range(0, 110, 3)):
        counted = [step.count for step in steps if step.day <= day]
        assert (counted[-1] if counted else 0) == Membership.objects.count_on(day)


def test_the_chart_page_has_a_table_twin(client_for):
    assert client_for("anonymous").get(reverse("membership:members_over_time")).status_code == 200
    make.MembershipFactory()
    page = client_for("anonymous").get(reverse("membership:members_over_time")).content.decode()
    assert "<svg" in page
    assert "<table" in page


def leader():
    user = make.viewer("network_leader")
    return user, user.person.seats.get().network


def candidate():
    return make.RoleFactory(organisation=make.OrganisationFactory(member=True), visibility="members")


def test_a_leader_edits_the_people_of_their_own_network_and_nothing_else(client_for):
    user, network = leader()
    other, role, client = make.NetworkFactory(visibility="public"), candidate(), client_for(user)
    found = client.get(reverse("membership:network_people", args=[network.slug]), {"sok": role.person.name})
    assert role in found.context["found"]
    client.post(reverse("membership:add_seat", args=[network.slug]), {"role": role.pk})
    seat = NetworkSeat.objects.get(network=network, person=role.person)
    assert seat.organisation == role.organisation
    assert client.post(reverse("membership:edit_seat", args=[network.slug, seat.pk, "leder"])).status_code == 302
    assert client.post(reverse("membership:add_seat", args=[other.slug]), {"role": role.pk}).status_code == 404
    assert client.post(reverse("membership:end_network", args=[network.slug])).status_code == 404
    client.post(reverse("membership:edit_seat", args=[network.slug, seat.pk, "slutt"]))
    seat.refresh_from_db()
    assert (seat.is_leader, seat.valid_to) == (True, today())


@pytest.mark.parametrize("role", ["", "0", "x", "9" * 30])
def test_add_seat_of_nobody_leads_back_with_a_word(client_for, role):
    user, network = leader()
    answer = client_for(user).post(reverse("membership:add_seat", args=[network.slug]), {"role": role})
    assert answer.url == reverse("membership:network_people", args=[network.slug])


def test_a_double_click_on_add_gives_one_seat(client_for):
    user, network = leader()
    role, client = candidate(), client_for(user)
    for _ in range(2):
        assert client.post(reverse("membership:add_seat", args=[network.slug]), {"role": role.pk}).status_code == 302
    assert NetworkSeat.objects.filter(network=network, person=role.person).count() == 1


@pytest.mark.parametrize(
    ("viewer", "status"),
    [
        ("anonymous", 302),
        ("outsider", 404),
        ("member", 404),
        ("network_leader", 404),
        ("board", 404),
        ("secretary", 200),
    ],
)
def test_network_people_is_not_there_for_others(client_for, viewer, status):
    network = make.NetworkFactory(visibility="public")
    assert client_for(viewer).get(reverse("membership:network_people", args=[network.slug])).status_code == status


def test_the_found_part_is_no_whole_page_and_costs_the_same_at_30_rows(client_for, django_assert_max_num_queries):
    user, network = leader()
    client, url = client_for(user), reverse("membership:network_people", args=[network.slug])
    for _ in range(30):
        candidate()
    with django_assert_max_num_queries(25):
        page = client.get(url, {"sok": "navn"}, headers={"HX-Request": "true"})
    assert "<title>" not in page.content.decode()
    assert len(page.context["found"]) == 20


def test_the_last_leader_cannot_leave_the_network_without_one():
    user, network = leader()
    with pytest.raises(ValidationError):
        actions.stop_leading(network.seats.get(), by=user)


def test_end_network_ends_its_seats():
    seat = make.SeatFactory()
    actions.end_network(seat.network, on=today(), by=make.viewer("secretary"))
    seat.refresh_from_db()
    assert seat.valid_to == today()


def test_appoint_gives_rights_from_that_day_and_end_takes_them():
    person, secretary = make.PersonFactory(with_user=True), make.viewer("secretary")
    post = actions.appoint(make.BodyFactory(), person=person, term_years=2, valid_from=today() - 9 * DAY, by=secretary)
    person.user.refresh_from_db()
    assert person.user.is_board
    actions.end_appointment(post, on=today() - DAY, by=secretary)
    person.user.refresh_from_db()
    assert not person.user.is_board
    with pytest.raises(PermissionDenied):
        actions.appoint(make.BodyFactory(), person=person, by=make.viewer("board"))


def company_with_two():
    company = make.OrganisationFactory(member=True)
    stays = make.RoleFactory(organisation=company, kind="main_contact")
    return company, stays.person, make.RoleFactory(organisation=company)


def test_person_leaves_ends_roles_seats_and_posts_in_one_go_and_asks_who_takes_over(letters):
    company, contact, role = company_with_two()
    seat = make.SeatFactory(person=role.person, organisation=company)
    post = make.AppointmentFactory(person=role.person, organisation=company)
    elsewhere = make.SeatFactory(person=role.person, organisation=make.OrganisationFactory())
    for _ in range(2):
        departure = actions.person_leaves(role.person, organisation=company, on=today(), by=contact.user)
    for row in (role, seat, post, elsewhere):
        row.refresh_from_db()
    assert [role.valid_to, seat.valid_to, post.valid_to, elsewhere.valid_to] == [today(), today(), today(), None]
    assert [letter.to for letter in letters()] == [contact.email]
    assert len(departure.ended) == 3
    assert Departure.objects.count() == 1


@pytest.mark.parametrize(
    ("viewer", "status"),
    [("anonymous", 302), ("outsider", 404), ("member", 404), ("main_contact", 404), ("board", 404), ("secretary", 200)],
)
def test_person_leaves_is_not_there_for_others(client_for, viewer, status):
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True), visibility="public")
    assert client_for(viewer).get(reverse("membership:person_leaves", args=[role.person.pk])).status_code == status


def test_the_page_ends_it_and_leads_to_the_question(client_for):
    company, contact, role = company_with_two()
    url = reverse("membership:person_leaves", args=[role.person.pk])
    answer = client_for(contact.user).post(url, {"organisation": company.pk, "on": today().isoformat()})
    assert answer.url == reverse("membership:departure", args=[Departure.objects.get().pk])


def test_the_successor_link_invites_once(client_for, letters):
    company, contact, role = company_with_two()
    departure = actions.person_leaves(role.person, organisation=company, on=today(), by=contact.user)
    token = links.make(mails.SUCCESSOR, departure, holder=contact.email)
    url, client = reverse("membership:successor", args=[token]), client_for("anonymous")
    assert client.get(url).status_code == 200
    assert departure.is_open
    assert client.post(url, {"name": "", "email": "x"}).status_code == 200
    assert client.post(url, {"name": "Ny Person", "email": "ny@example.no"}).status_code == 200
    departure.refresh_from_db()
    assert departure.successor.name == "Ny Person"
    assert Role.objects.in_force().filter(person=departure.successor, organisation=company).exists()
    assert letters()[-1].to == "ny@example.no"
    assert client.post(url, {"name": "To", "email": "to@example.no"}).status_code == 410


def test_the_bodies_page_shows_public_bodies_only(client_for):
    hidden = make.AppointmentFactory()
    body = make.BodyFactory(kind="nomination_committee", name="Valgkomiteen", visibility="public")
    shown = make.AppointmentFactory(body=body, term_years=1)
    page = client_for("anonymous").get(reverse("membership:bodies")).content.decode()
    assert shown.person.name in page
    assert hidden.person.name not in page


def test_the_office_lists_the_registers_for_the_secretariat(client_for):
    client = client_for("secretary")
    for name in ("category", "membership", "network", "seat", "body", "appointment"):
        assert client.get(reverse(f"office_{name}:index")).status_code == 200
    assert client_for("board").get("/kontoret/office_membership/").status_code == 404


def test_a_seat_saved_in_the_office_is_a_line_of_history(client_for):
    network, person = make.NetworkFactory(), make.PersonFactory()
    facts = {"network": network.pk, "person": person.pk, "valid_from": today().isoformat(), "valid_to": ""}
    assert client_for("secretary").post(reverse("office_seat:add"), facts).status_code == 302
    assert Activity.objects.about(NetworkSeat.objects.get(network=network)).get().verb == "register.row_saved"


def test_the_membership_page_is_for_the_secretariat(client_for):
    company = make.OrganisationFactory(member=True)
    url = reverse("membership:membership", args=[company.slug])
    assert client_for("board").get(url).status_code == 404
    client = client_for("secretary")
    assert client.get(url).status_code == 200
    client.post(url, {"left_on": today().isoformat(), "reason": "moved"})
    assert Membership.objects.get(organisation=company).leave_reason == "moved"
