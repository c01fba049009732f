"""Membership's part of the demo cluster: members since 2007, board, networks, secretariat, and applications waiting."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from sterke.accounts.models import User
from sterke.core.demo import on
from sterke.core.house import house
from sterke.directory.actions.invitations import invite_person
from sterke.directory.actions.organisations import create_organisation
from sterke.directory.actions.people import add_role
from sterke.directory.demo import create_demo_person
from sterke.directory.models import Organisation, Person, Role

from .actions import applications
from .actions.bodies import appoint
from .actions.leaving import person_leaves
from .actions.memberships import join_cluster, leave_cluster
from .actions.networks import add_seat
from .models import Appointment, Body, Membership, MembershipApplication, MembershipCategory, Network

World = dict[str, Any]
FAR_BACK = 900  # days since the secretariat was hired


def load(world: World) -> None:
    world["bodies"] = {body.kind: body for body in Body.objects.all()}
    hire_secretariat(world)
    live_through_the_years(world)
    elect(world)
    seat(world)
    receive_applications(world)
    lose_and_invite(world)


def hire_secretariat(world: World) -> None:
    """Three people. The first is appointed by nobody, the rest by her."""
    start = world["today"] - timedelta(days=FAR_BACK)
    cluster = create_organisation(
        name="Sekretariatet (demo)", kind="cluster", visibility="secretariat", is_demo=True, by=world["clockwork"]
    )
    people = [create_demo_person(world, account=True) for _number in range(3)]
    first = Appointment.objects.create(
        body=world["bodies"][Body.Kind.SECRETARIAT], person=people[0], organisation=cluster,
        post=Appointment.Post.CLUSTER_MANAGER, election=Appointment.Election.HIRED, valid_from=start,
    )  # fmt: skip
    world["secretary"] = User.objects.get(person=first.person)
    for number, person in enumerate(people):
        title = "klyngeleder" if number == 0 else "prosjektleder"
        with on(start, world):
            add_role(
                person, cluster, kind=Role.Kind.EMPLOYEE, title=title, visibility="public", valid_from=start,
                by=world["clockwork"],
            )  # fmt: skip
        if number:
            with on(start, world):
                appoint(
                    first.body, person=person, organisation=cluster, post=Appointment.Post.PROJECT_MANAGER,
                    election=Appointment.Election.HIRED, valid_from=start, by=world["secretary"],
                )  # fmt: skip


def days_between(first: date, last: date, count: int) -> list[date]:
    """Days spread evenly, so that the curve has the same shape each time."""
    return [first + (last - first) * (number + 1) / (count + 1) for number in range(count)]


def live_through_the_years(world: World) -> None:
    """Companies join and leave period by period, so that each count of each year comes out as it was."""
    core, associate, supporting = MembershipCategory.objects.order_by("order")
    reasons = [reason for reason in Membership.LeaveReason.values if reason not in ("excluded", "other")]
    waiting = list(world["companies"])
    leavers, inside = {company.pk for company in world["leaving"]}, []
    for period in world["words"]["history"]["periods"]:
        last = period.get("to") or max(world["today"] - timedelta(days=9), period["from"])
        for day in days_between(period["from"], last, period["joined"]):
            company = waiting.pop(0)
            category = supporting if company.employees_hidden else associate if (company.employees or 0) > 200 else core
            with on(day, world):
                join_cluster(company, category=category, joined_on=day, by=world["secretary"])
            inside.append((day, company))
        for day in days_between(period["from"], last, period["left"]):
            found = next(pair for pair in inside if pair[1].pk in leavers and pair[0] < day)
            inside.remove(found)
            with on(day, world):
                reason = world["chance"].choice(reasons)
                leave_cluster(found[1], left_on=day, reason=reason, by=world["secretary"])


def main_contact(world: World, number: int) -> tuple[Person, Organisation]:
    company = world["staying"][number]
    return world["people"][company.pk][0], company


def meeting_before(day: date) -> date:
    """The last annual meeting before a day: always on the last Tuesday of April."""
    days = [date(year, 4, 30) for year in (day.year, day.year - 1)]
    return next(last for each in days if (last := each - timedelta(days=(each.weekday() - 1) % 7)) < day)


def elect(world: World) -> None:
    """Seven on the board with mixed terms, two in the nomination committee, and two who have left the board."""
    post, how, today = Appointment.Post, Appointment.Election, world["today"]
    last_spring = world["elected_on"] = meeting_before(today)
    before = meeting_before(last_spring)
    board = [
        (post.CHAIR, how.REELECTED, 2, before), (post.DEPUTY_CHAIR, how.ELECTED, 2, last_spring),
        (post.MEMBER, how.ELECTED, 2, before), (post.MEMBER, how.REELECTED, 2, last_spring),
        (post.MEMBER, how.BY_ELECTION, 1, last_spring), (post.MEMBER, how.ELECTED, 2, last_spring),
        (post.MEMBER, how.ELECTED, 1, last_spring),
    ]  # fmt: skip
    committee = [(post.MEMBER, how.ELECTED, 2, before), (post.MEMBER, how.ELECTED, 2, last_spring)]
    terms = [(Body.Kind.BOARD, term) for term in board] + [(Body.Kind.NOMINATION, term) for term in committee]
    world["board"] = []
    for number, (kind, (place, election, years, start)) in enumerate(terms):
        person, company = main_contact(world, 2 * number + 1)
        with on(start, world):
            appoint(
                world["bodies"][kind], person=person, organisation=company, post=place, election=election,
                term_years=years, valid_from=start, by=world["secretary"],
            )  # fmt: skip
        if kind == Body.Kind.BOARD:
            world["board"].append(person)
    for number in (40, 44):  # earlier terms, straight into the past
        person, company = main_contact(world, number)
        Appointment.objects.create(
            body=world["bodies"][Body.Kind.BOARD], person=person, organisation=company, term_years=2,
            valid_from=before - timedelta(days=728), valid_to=before - timedelta(days=1),
        )  # fmt: skip


def seat(world: World) -> None:
    """People of the member companies sit in the networks; the first of each leads. Never somebody from the board."""
    chance = world["chance"]
    colleagues = [(p, c) for c in world["staying"] for p in world["people"][c.pk][1:] if p.user_id]
    for number, network in enumerate(Network.objects.order_by("valid_from")):
        count = world["words"]["history"]["seats"].get(network.slug, 10)
        others = [pair for pair in colleagues if pair != colleagues[number + 1]][6:]
        for place, (person, company) in enumerate([colleagues[number + 1], *chance.sample(others, count - 1)]):
            start = max(network.valid_from, world["today"] - timedelta(days=chance.randint(60, 1500)))
            with on(start, world):
                add_seat(
                    network, person=person, organisation=company, is_leader=place == 0, valid_from=start,
                    by=world["secretary"],
                )  # fmt: skip
        if place_of_guests := world["words"].get("guests", {}).get(network.slug):
            seat_guests(world, network, place_of_guests)


def seat_guests(world: World, network: Network, guests: list[dict[str, str]]) -> None:
    """People of municipalities and schools, who sit in a network without being members."""
    since = world["today"] - timedelta(days=300)
    for guest in guests:
        host = world["neighbours"][guest["at"]]
        with on(since, world):
            person = create_demo_person(world, account=True)
            add_role(
                person, host, kind=Role.Kind.GUEST, title=guest["title"], visibility="members", valid_from=since,
                by=world["clockwork"],
            )  # fmt: skip
            add_seat(network, person=person, organisation=host, valid_from=since, by=world["secretary"])


def receive_applications(world: World) -> None:
    """One fresh with hidden employees, one before the board, one the board has said yes to, one declined last year."""
    fresh, asked, ready, declined = [apply(world, facts) for facts in world["applicants"]]
    days_ago(world, fresh, 1)
    for application, days, yes in ((asked, 2, 1), (ready, 8, 2)):
        applications.send_to_board(application, by=world["secretary"])
        for person in world["board"][:yes]:
            applications.endorse(application, person=person, favours=True, by=person.user)
        days_ago(world, application, days)
    applications.decline(declined, reason="Bedriften holder til utenfor de syv kommunene.", by=world["secretary"])
    days_ago(world, declined, 200)


def lose_and_invite(world: World) -> None:
    """A main contact has left, and the company is asked who takes over; another company waits for somebody's yes."""
    left, asked = main_contact(world, 50)
    person_leaves(left, organisation=asked, on=world["today"] - timedelta(days=3), by=world["secretary"])
    inviter, company = main_contact(world, 52)
    newcomer = create_demo_person(world, account=False)
    invite_person(company, name=newcomer.name, email=newcomer.email, title="driftsleder", by=inviter.user)


def apply(world: World, facts: dict[str, Any]) -> MembershipApplication:
    name = next(world["names"])
    fresh = facts is world["applicants"][0]
    register = {
        key: facts[key] for key in ("industry", "industry_code", "industry_standard", "postal_code", "postal_place")
    }
    register |= {"name": facts["name"].upper(), "org_form": "AS", "street": facts["street"], "employees_hidden": fresh}
    return applications.apply(
        company_name=facts["name"],
        org_number=facts["org_number"],
        municipality=facts["municipality"],
        employees=None if fresh else facts["employees"],
        register_facts=register,
        contact_name=name,
        contact_title="daglig leder",
        contact_email=f"{name.lower().split()[0]}@example.no".translate(str.maketrans("æøå", "aoa")),
        message="Vi er få, men vi trenger naboer som kan det vi ikke kan.",
        language="nb",
    )


def days_ago(world: World, application: MembershipApplication, days: int) -> None:
    """Actions happen now; this moves an application and what was said of it back in time."""
    then = timezone.now() - timedelta(days=days)
    rows = MembershipApplication.objects.filter(pk=application.pk)
    rows.update(applied_at=then)
    rows.exclude(sent_to_board_at=None).update(sent_to_board_at=then + timedelta(hours=3))
    rows.exclude(decided_at=None).update(decided_at=then + timedelta(days=6))
    application.endorsements.update(at=then + timedelta(hours=20))


house.demos.append((30, load))
