"""The pages at the door: who gets in by the link, what they see of others, how many are in."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sterke.core import links
from sterke.core.models import SignedLink
from sterke.gatherings import actions
from sterke.gatherings.actions import Sight
from sterke.gatherings.models import DietaryNeed, Gathering, Registration
from sterke.gatherings.permissions import Door
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering():
    return make.GatheringFactory(open=True, day=timezone.localdate(), title="Industriforum")


@pytest.fixture
def token(gathering):
    return actions.open_door(gathering, by=make.viewer("secretary"))


def listed(client, token, **query):
    return client.get(reverse("gatherings:door_list", args=[token]), query).json()


def let_in(*rows, minutes_ago=1):
    at = timezone.now() - datetime.timedelta(minutes=minutes_ago)
    for row in rows:
        actions.note_at_door(row.gathering, [Sight(row.code, at)], by=Door(row.gathering_id))


def test_the_link_is_the_same_each_time_it_is_shown(gathering, token, client_for):
    page = client_for("secretary").get(reverse("gatherings:door", args=[gathering.slug]))
    assert reverse("gatherings:door_app", args=[token]) in page.content.decode()
    assert "<svg" in page.content.decode()


def test_a_new_link_stops_the_one_before(gathering, token, client, client_for):
    client_for("secretary").post(reverse("gatherings:open_door", args=[gathering.slug]))
    answer = client.get(reverse("gatherings:door_app", args=[token]))
    assert (answer.status_code, answer.headers["X-Door"]) == (410, "closed")
    assert (
        client.get(reverse("gatherings:door_app", args=[links.current(gathering, "gathering_door")])).status_code == 200
    )


def test_a_link_that_is_stopped_lets_nobody_in(gathering, token, client, client_for):
    client_for("secretary").post(reverse("gatherings:close_door", args=[gathering.slug]))
    assert client.get(reverse("gatherings:door_list", args=[token])).json()["door"] == "closed"
    assert not links.current(gathering, "gathering_door")


def test_the_link_holds_for_three_days_after_the_gathering_and_moves_with_it(gathering, token):
    assert SignedLink.objects.get().expires_at == gathering.ends_at + datetime.timedelta(days=3)


def test_long_after_a_gathering_there_is_no_door(client_for):
    row = make.GatheringFactory(open=True, day=timezone.localdate() - datetime.timedelta(days=9))
    page = client_for("secretary").post(reverse("gatherings:open_door", args=[row.slug]), follow=True)
    assert "Denne samlingen er over" in page.content.decode()
    assert not SignedLink.objects.exists()


@pytest.mark.parametrize("who", ["member", "board"])
def test_the_link_is_for_those_who_manage_it(gathering, token, client_for, who):
    assert client_for(who).get(reverse("gatherings:door", args=[gathering.slug])).status_code == 404
    assert client_for(who).post(reverse("gatherings:open_door", args=[gathering.slug])).status_code == 404


def test_the_page_that_the_browser_keeps_holds_nobody_s_name(gathering, token, client_for):
    make.RegistrationFactory(gathering=gathering, name="Kari Nordlie")
    secretary = client_for("secretary")
    page = secretary.get(reverse("gatherings:door_app", args=[token])).content.decode()
    for word in ("Kari Nordlie", str(secretary.user), "csrf"):
        assert word not in page


def test_the_camera_is_for_the_door_only(token, client):
    assert "camera=(self)" in client.get(reverse("gatherings:door_app", args=[token])).headers["Permissions-Policy"]
    assert "camera=()" in client.get(reverse("gatherings:gatherings")).headers["Permissions-Policy"]


def test_the_worker_lies_below_its_own_door_and_keeps_two_pages(token, client):
    answer = client.get(reverse("gatherings:door_worker", args=[token]))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers
    text = answer.content.decode()
    assert f'"pages": ["/inngang/{token}/", "/inngang/{token}/skjerm/"]' in text
    assert f'"numbers": "/inngang/{token}/skjerm/tall/"' in text


def test_the_list_tells_name_company_and_state_and_nothing_else(gathering, token, client):
    company = make.OrganisationFactory(name="Åsnes Sag")
    row = make.RegistrationFactory(gathering=gathering, name="Kari", organisation=company, email="kari@example.no")
    DietaryNeed.objects.create(registration=row, text="nøtter")
    make.RegistrationFactory(gathering=gathering, name="Ola", state="waiting", line=1)
    told = listed(client, token)
    assert told["companies"] == ["Åsnes Sag"]
    assert [person[1:] for person in told["people"]] == [["Kari", 0, "seat", False], ["Ola", -1, "line", False]]
    assert "example.no" not in str(told)
    assert "nøtter" not in str(told)


def test_one_company_spelled_in_two_ways_is_one(gathering, token, client):
    company = make.OrganisationFactory(name="Åsnes Sag AS")
    make.RegistrationFactory(gathering=gathering, name="A", organisation=company)
    make.RegistrationFactory(gathering=gathering, name="B", company_name="Aasnes sag")
    assert listed(client, token)["companies"] == ["Åsnes Sag AS"]


def test_two_companies_of_one_name_are_two(gathering, token, client):
    for name in ("A", "B"):
        make.RegistrationFactory(gathering=gathering, name=name, organisation=make.OrganisationFactory(name="Åsnes AS"))
    assert len(listed(client, token)["companies"]) == 2


def test_who_cancelled_and_registered_again_stands_there_once(gathering, token, client):
    make.RegistrationFactory(gathering=gathering, email="per@example.no", state="cancelled")
    new = make.RegistrationFactory(gathering=gathering, email="per@example.no")
    make.RegistrationFactory(gathering=gathering, state="cancelled", name="Borte")
    assert {(person[0] == new.code, person[3]) for person in listed(client, token)["people"]} == {
        (True, "seat"), (False, "off"),
    }  # fmt: skip


def test_whoever_is_erased_is_told_without_a_name(gathering, token, client):
    row = make.RegistrationFactory(gathering=gathering)
    Registration.objects.filter(pk=row.pk).update(name="–", who=f"erased:{row.pk}")
    assert listed(client, token)["people"] == [[row.code, "", -1, "seat", False]]


def test_a_device_that_has_the_list_gets_only_what_is_new(gathering, token, client, clock):
    rows = [make.RegistrationFactory(gathering=gathering) for _each in range(3)]
    let_in(rows[0], minutes_ago=0)
    clock.shift(300)
    first = listed(client, token)
    clock.shift(300)
    let_in(rows[1], minutes_ago=0)
    told = listed(client, token, siden=first["now"], merke=first["mark"])
    assert "people" not in told
    assert told["seen"] == [[rows[1].code, True]]


def test_a_device_whose_list_is_old_gets_all_of_it(gathering, token, client):
    first = listed(client, token)
    make.RegistrationFactory(gathering=gathering)
    assert len(listed(client, token, siden=first["now"], merke=first["mark"])["people"]) == 1


@pytest.mark.parametrize("odd", ["x", "-1", "9" * 40, "1e5", "\x00"])
def test_an_odd_stamp_is_no_stamp(token, client, odd):
    assert "people" in listed(client, token, siden=odd, merke=odd)


def test_the_list_asks_as_often_for_thirty_as_for_one(gathering, token, client):
    counts = []
    listed(client, token)  # what a process asks once
    for number in (1, 29):
        for _each in range(number):
            let_in(make.RegistrationFactory(gathering=gathering, organisation=make.OrganisationFactory()))
        with CaptureQueriesContext(connection) as asked:
            listed(client, token)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_wall_counts_people_and_companies_and_names_nobody(gathering, token, client):
    sag, mek = make.OrganisationFactory(name="Åsnes Sag"), make.OrganisationFactory(name="Mek")
    rows = [make.RegistrationFactory(gathering=gathering, name=f"Navn {n}", organisation=sag) for n in range(2)]
    let_in(*rows, minutes_ago=9)
    let_in(make.RegistrationFactory(gathering=gathering, name="Navn 3", organisation=mek))
    told = client.get(reverse("gatherings:door_numbers", args=[token])).json()
    assert (told["persons"], told["companies"], told["expected"]) == (3, 2, 3)
    assert [row["company"] for row in told["latest"]] == ["Mek", "Åsnes Sag"]
    page = client.get(reverse("gatherings:door_screen", args=[token])).content.decode()
    assert "Åsnes Sag" in page
    assert "Navn" not in page


def test_on_the_day_the_door_stands_on_the_desk_of_those_who_run_it(gathering, client_for):
    make.GatheringFactory(open=True, title="Senere", day=timezone.localdate() + datetime.timedelta(days=5))
    page = client_for("secretary").get(reverse("website:desk")).content.decode()
    assert "Inngangen til «Industriforum»" in page
    assert "Inngangen til «Senere»" not in page


def test_moving_the_gathering_moves_the_end_of_its_door(gathering, token, client_for):
    later = gathering.ends_at + datetime.timedelta(days=1)
    Gathering.objects.filter(pk=gathering.pk).update(ends_at=later)
    links.move_end(gathering, actions.DOOR, actions.door_until(Gathering.objects.get()))
    assert SignedLink.objects.get().expires_at == later + datetime.timedelta(days=3)


def test_long_after_the_gathering_no_link_is_offered(client_for):
    day = timezone.localdate()
    secretary = client_for("secretary")
    for days, offered in ((0, True), (-10, False)):
        row = make.GatheringFactory(open=True, day=day + datetime.timedelta(days=days))
        page = secretary.get(f"/styrketrening/{row.slug}/inngang/").content.decode()
        assert ("Lag lenke til inngangen" in page) is offered
