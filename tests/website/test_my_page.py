import pytest

from tests import factories as make
from tests.website.counting import queries

pytestmark = pytest.mark.django_db
ADDRESS = "/min-side/"


@pytest.mark.parametrize(
    ("viewer", "status"),
    [("anonymous", 302), ("outsider", 200), ("member", 200), ("board", 200), ("secretary", 200)],
)
def test_my_page_is_for_anyone_signed_in(client_for, viewer, status):
    assert client_for(viewer).get(ADDRESS).status_code == status


def test_one_without_a_company_is_told_what_to_do(client_for):
    text = client_for("outsider").get("/en/min-side/").content.decode()

    assert "not tied to a company" in text
    assert "/en/bli-medlem/" in text


@pytest.mark.parametrize(("kind", "may"), [("main_contact", True), ("contact", False), ("employee", False)])
def test_my_company_has_buttons_for_its_main_contact(client_for, kind, may):
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True, slug="min"), kind=kind)

    text = client_for(role.person.user).get(ADDRESS).content.decode()

    assert "/medlemmer/min/" in text
    for door in ("rediger", "folk", "inviter"):
        assert (f"/medlemmer/min/{door}/" in text) is may


def test_a_company_i_have_left_is_history_and_not_mine(client_for):
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True, name="Gamle AS"), valid_to="2020-06-30")

    page = client_for(role.person.user).get(ADDRESS)

    assert page.context["companies"] == []
    assert "Gamle AS" in page.content.decode()
    assert "30. juni 2020" in page.content.decode()


def test_my_seats_and_the_networks_i_lead_stand_there(client_for):
    seat = make.SeatFactory(is_leader=True, network__slug="hr", network__name="HR", network__visibility="public")

    text = client_for(seat.person.user).get(ADDRESS).content.decode()

    assert "/nettverk/hr/folk/" in text


def test_nothing_of_anybody_else_stands_on_my_page(client_for):
    make.RoleFactory(person__name="kanari-fremmed", organisation__name="kanari-bedrift")

    assert b"kanari" not in client_for("member").get(ADDRESS).content


def test_choose_language_saves_it_and_shows_the_page_in_it(client_for):
    client = client_for("member")

    answer = client.post("/min-side/sprak/", {"language": "en"})

    client.user.refresh_from_db()
    assert client.user.language == "en"
    assert answer.url == "/en/min-side/"


def test_choose_language_refuses_one_we_do_not_speak(client_for):
    client = client_for("member")

    client.post("/min-side/sprak/", {"language": "tlh"})

    client.user.refresh_from_db()
    assert client.user.language == "nb"


def test_my_page_asks_as_often_with_30_roles_as_with_1(client_for):
    role = make.RoleFactory(organisation=make.OrganisationFactory(member=True))
    client = client_for(role.person.user)
    make.SeatFactory(person=role.person)
    at_one = queries(client, ADDRESS)
    for _ in range(29):
        make.RoleFactory(person=role.person, organisation=make.OrganisationFactory(member=True))
        make.SeatFactory(person=role.person)

    assert len(queries(client, ADDRESS)) == len(at_one)
