"""A network's leader runs a half-day alone, on a phone: planned, opened, asked to, thanked for, and told of."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from sterke.gatherings.models import Gathering, Registration
from sterke.membership.models import NetworkSeat
from tests import factories as make
from tests.browser.test_inviting import overflow
from tests.browser.test_journey import letters_to, link_in, press

pytestmark = pytest.mark.django_db(transaction=True)


def colleague_in(network):
    """Somebody of another company with a seat in the network."""
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True), person__name="Kari Nordlie")
    make.SeatFactory(network=network, person=role.person, organisation=role.organisation)
    return role.person


def planned(phone, day) -> Gathering:
    phone.goto("/styrketrening/")
    phone.get_by_role("link", name="Planlegg en samling").click()
    phone.locator("[name=title]").fill("Halv dag om løft")
    phone.locator("[name=network]").select_option(index=1)
    phone.locator("[name=day]").fill(day.isoformat())
    phone.locator("[name=from_hour]").fill("09:00")
    phone.locator("[name=to_hour]").fill("12:00")
    phone.locator("[name=opens_to]").select_option("networks")
    press(phone, "Begynn")
    return Gathering.objects.get()


def set_goal(phone) -> None:
    phone.get_by_role("link", name="Sett et mål").first.click()
    phone.locator("[name=statement]").fill("Seks bedrifter bytter løfteutstyr")
    phone.locator("[name=how]").fill("Håndsopprekning")
    phone.locator("[name=target]").fill("6")
    press(phone, "Sett målet")


def test_a_leader_does_a_half_day_alone(page_for):
    phone = page_for("network_leader", width=390)
    network = NetworkSeat.objects.get(person=phone.user.person).network
    member = colleague_in(network)
    day = timezone.localdate() + datetime.timedelta(days=9)
    row = planned(phone, day)
    set_goal(phone)
    press(phone, "Åpne for påmelding")
    phone.goto(f"/styrketrening/{row.slug}/invitasjoner/nye/")
    phone.get_by_label(str(network)).first.check()
    press(phone, "Se hvem det blir")
    assert overflow(phone) <= 0
    phone.get_by_role("button", name="Send til").click()
    phone.wait_for_load_state()
    theirs = page_for("anonymous", width=390)
    theirs.goto(link_in(letters_to(member.email)[-1]))
    press(theirs, "Meld på")
    assert Registration.objects.get(person=member).has_seat
    afterwards = timezone.make_aware(datetime.datetime.combine(day, datetime.time(15)))
    with time_machine.travel(afterwards, tick=True):
        phone = page_for(phone.user, width=390)
        phone.goto(f"/styrketrening/{row.slug}/takk/")
        press(phone, "Takk dem")
        assert letters_to(member.email)[-1].subject.startswith("Takk for at du kom")
        phone.goto(f"/styrketrening/{row.slug}/mal/{row.goals.get().pk}/etter/0/")
        phone.locator("[name=value]").fill("7")
        phone.locator("[name=evidence]").fill("Sju hender i været")
        phone.locator("main form button[type=submit]").first.click()
        phone.goto(row.get_absolute_url())
        assert "Sju hender i været" in phone.inner_text("main")
    assert (phone.problems, theirs.problems) == ([], [])
