import datetime

import ics
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from sterke.core import pages
from sterke.gatherings import actions
from sterke.gatherings.actions import Comer
from tests import factories as make

pytestmark = pytest.mark.django_db
HOUR = 3600


def test_a_kept_page_tells_of_the_deadline_as_soon_as_it_has_passed(client, clock):
    row = make.GatheringFactory(open=True, deadline=timezone.now() + datetime.timedelta(hours=1))
    for address in (row.get_absolute_url(), "/styrketrening/"):
        assert "åpen for påmelding" in client.get(address).content.decode()
    assert len(pages.memory.pages) == 2
    clock.shift(HOUR + 1)
    for address in (row.get_absolute_url(), "/styrketrening/"):
        assert "åpen for påmelding" not in client.get(address).content.decode()


def test_the_calendar_to_subscribe_to_holds_what_everybody_may_see(client):
    shown = make.GatheringFactory(open=True, title="Null; avvik, på\nfredag")
    make.GatheringFactory(open=True, visibility="members", opens_to="members")
    make.GatheringFactory(visibility="public")
    found = ics.Calendar(client.get("/styrketrening/kalender.ics").content.decode())
    (event,) = found.events
    assert event.begin.datetime == shown.starts_at
    assert event.name == "Null; avvik, på fredag"


def test_a_date_without_hours_is_a_whole_day_and_not_certain_yet(client):
    row = make.GatheringFactory(status="save_the_date", visibility="public", starts_at=None, ends_at=None)
    (event,) = ics.Calendar(client.get(f"{row.get_absolute_url()}kalender.ics").content.decode()).events
    assert (event.all_day, event.begin.date(), event.status) == (True, row.day, "TENTATIVE")


@pytest.mark.parametrize("address", ["/styrketrening/2026/13/", "/styrketrening/1999/1/", "/styrketrening/9999/12/"])
def test_a_month_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_what_only_those_with_a_seat_get_to_know_stays_with_them(client_for):
    row = make.GatheringFactory(open=True)
    secretary = client_for("secretary")
    link = "https://video.example.no/rom"
    form = {
        "title": row.title,
        "kind": row.kind,
        "day": row.day,
        "from_hour": "9",
        "to_hour": "15.00",
        "opens_to": "public",
    }
    form |= {"visibility": "public", "price_member": "0", "price_guest": "0", "video_link": link}
    assert secretary.post(f"{row.get_absolute_url()}rediger/", form).status_code == 302
    assert link in secretary.get(row.get_absolute_url()).content.decode()
    assert link not in client_for("member").get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("field", "value", "said"), [
    ("to_hour", "", None), ("until_day", "2000-01-01", "før den første"), ("capacity", "0", "1"), ("from_hour", "25", "tidspunkt"),
])  # fmt: skip
def test_hours_and_days_that_cannot_be_are_refused_beside_the_field(client_for, field, value, said):
    row = make.GatheringFactory(open=True)
    form = {"title": row.title, "kind": row.kind, "day": row.day, "from_hour": "09:00", "to_hour": "15:00"}
    form |= {"opens_to": "public", "visibility": "public", "price_member": "0", "price_guest": "0", field: value}
    answer = client_for("secretary").post(f"{row.get_absolute_url()}rediger/", form)
    assert answer.status_code == (302 if said is None else 422)
    assert said is None or said in str(answer.context["form"].errors[field])


def test_the_hour_that_a_night_does_not_have_is_refused(client_for):
    row = make.GatheringFactory(open=True)
    form = {"title": row.title, "kind": row.kind, "day": "2027-03-28", "from_hour": "02:30", "to_hour": "15:00"}
    form |= {"opens_to": "public", "visibility": "public", "price_member": "0", "price_guest": "0"}
    answer = client_for("secretary").post(f"{row.get_absolute_url()}rediger/", form)
    assert "Klokka stilles" in str(answer.context["form"].errors["from_hour"])


def test_many_who_answer_do_not_push_the_story_of_the_gathering_out_of_its_page(client_for):
    row = make.GatheringFactory(open=True)
    secretary = client_for("secretary")
    actions.set_goal(row, statement="Seks bytter løfteutstyr", how="Vi ser", baseline=0, target=6, by=secretary.user)
    for n in range(31):
        actions.register(row, [Comer(name=f"Nr {n}", email=f"nr{n}@example.no")], by=AnonymousUser())
    assert "satte et mål" in secretary.get(row.get_absolute_url()).content.decode()
