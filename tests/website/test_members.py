import pytest
from django.urls import reverse

from tests import factories as make
from tests.website.counting import queries

pytestmark = pytest.mark.django_db
ADDRESS = "/medlemmer/"


def names(response) -> list[str]:
    return [row.name for row in response.context["page"]]


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        ("anonymous", {"public"}),
        ("outsider", {"public"}),
        ("member", {"public", "members"}),
        ("board", {"public", "members", "board"}),
        ("secretary", {"public", "members", "board", "secretariat"}),
    ],
)
def test_directory_shows_only_the_members_a_viewer_may_see(client_for, viewer, seen):
    client = client_for(viewer)
    for level in ("public", "members", "board", "secretariat"):
        make.MembershipFactory(organisation=make.OrganisationFactory(name=f"Synlig {level}", visibility=level))

    assert {n.removeprefix("Synlig ") for n in names(client.get(ADDRESS, {"q": "synlig"}))} == seen


def test_directory_leaves_out_those_who_are_not_members_today(client_for, clock):
    make.OrganisationFactory(public=True, name="Aldri medlem")
    make.MembershipFactory(organisation__name="Var medlem", left_on="2026-11-23")
    make.MembershipFactory(organisation__name="Blir medlem", joined_on="2026-11-24")
    make.MembershipFactory(organisation__name="Er medlem", left_on="2026-11-24")

    assert names(client_for("anonymous").get(ADDRESS)) == ["Er medlem"]


def test_directory_stands_in_norwegian_order(client_for):
    for name in ("Åsnes Tre", "Ærlig Stål", "Aasen Verk", "Østby", "Zink AS", "Bolt AS"):
        make.OrganisationFactory(member=True, name=name)

    assert names(client_for("anonymous").get(ADDRESS)) == [
        "Bolt AS", "Zink AS", "Ærlig Stål", "Østby", "Aasen Verk", "Åsnes Tre",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["aasnes", "ÅSNES", "asnes mek", "999 000 001", "plate"])
def test_l4_search_finds_a_company_however_it_is_typed(client_for, words):
    wanted = make.OrganisationFactory(
        member=True, name="Åsnes Mekaniske", org_number="999000001", industry="Produksjon av plater"
    )
    make.OrganisationFactory(member=True, name="Grue Tre")

    assert names(client_for("anonymous").get(ADDRESS, {"q": words})) == [wanted.name]


def test_search_finds_a_company_by_its_municipality(client_for):
    make.OrganisationFactory(member=True, name="Bolt AS", municipality=make.MunicipalityFactory(name="Sør-Odal"))
    make.OrganisationFactory(member=True, name="Zink AS", municipality=make.MunicipalityFactory(name="Grue"))

    assert names(client_for("anonymous").get(ADDRESS, {"q": "bolt sor-odal"})) == ["Bolt AS"]


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", "<script>alert(1)</script>", "a\x00b", "x" * 5000, "%", "_", "\\", "🦫"]
)
def test_search_takes_hostile_words_as_words(client_for, words):
    make.OrganisationFactory(member=True, name="Bolt AS")

    response = client_for("anonymous").get(ADDRESS, {"q": words})

    assert response.status_code == 200
    assert names(response) == []
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kommune": "grue"}, ["Tre AS"]),
        ({"naering": "metall"}, ["Bolt AS", "Gammel bolt AS"]),
        ({"naering": "tre"}, ["Tre AS"]),
        ({"storrelse": "under-5"}, ["Bolt AS"]),
        ({"storrelse": "20-49"}, ["Tre AS"]),
        ({"naering": "metall", "storrelse": "250"}, ["Gammel bolt AS"]),
        ({"q": "bolt", "kommune": "grue"}, []),
    ],
)
def test_filters_narrow_together(client_for, query, found):
    make.OrganisationFactory(member=True, name="Bolt AS", industry_code="25.940", employees_hidden=True)
    make.OrganisationFactory(member=True, name="Gammel bolt AS", industry_code="25.940", employees=250)
    grue = make.MunicipalityFactory(name="Grue", slug="grue")
    make.OrganisationFactory(member=True, name="Tre AS", industry_code="16.100", employees=20, municipality=grue)

    assert names(client_for("anonymous").get(ADDRESS, query)) == found


@pytest.mark.parametrize("query", [{"kommune": "finnes-ikke"}, {"naering": "x"}, {"storrelse": "-1"}, {"side": "abc"}])
def test_a_filter_that_makes_no_sense_is_left_out(client_for, query):
    make.OrganisationFactory(member=True, name="Bolt AS")

    assert names(client_for("anonymous").get(ADDRESS, query)) == ["Bolt AS"]


def test_members_filter_by_network_and_visitors_do_not(client_for):
    inside = make.OrganisationFactory(member=True, name="Inne AS")
    make.OrganisationFactory(member=True, name="Ute AS")
    seat = make.SeatFactory(organisation=inside)
    query = {"nettverk": seat.network.slug}

    assert names(client_for("member").get(ADDRESS, query)) == ["Inne AS"]
    visitor = client_for("anonymous").get(ADDRESS, query)
    assert {"Inne AS", "Ute AS"} <= set(names(visitor))
    assert b'name="nettverk"' not in visitor.content


def test_a_seat_that_ended_is_not_in_the_network_for_anybody(client_for):
    seat = make.SeatFactory(organisation=make.OrganisationFactory(member=True), valid_to="2020-01-01")

    assert names(client_for("secretary").get(ADDRESS, {"nettverk": seat.network.slug})) == []


def test_htmx_gets_the_rows_the_count_and_a_clean_address(client_for):
    make.OrganisationFactory(member=True, name="Bolt AS")

    response = client_for("anonymous").get(ADDRESS, {"q": "bolt", "kommune": ""}, headers={"HX-Request": "true"})

    text = response.content.decode()
    assert "<title" not in text
    assert "<form" not in text
    assert "Bolt AS" in text
    assert 'hx-swap-oob="innerHTML"' in text
    assert response["HX-Push-Url"] == "/medlemmer/?q=bolt"
    assert "HX-Request" in response["Vary"]


def test_a_page_restored_from_browser_history_is_whole(client_for):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    assert "<title" in client_for("anonymous").get(ADDRESS, headers=headers).content.decode()


def test_search_words_stand_in_the_field_and_in_the_pager(client_for):
    for n in range(60):
        make.OrganisationFactory(member=True, name=f"Bolt {n}")

    text = client_for("anonymous").get(ADDRESS, {"q": "bolt"}).content.decode()

    assert 'value="bolt"' in text
    assert "q=bolt&amp;side=2" in text


@pytest.mark.parametrize(("viewer", "offered"), [("anonymous", False), ("outsider", False), ("member", True)])
def test_export_links_are_for_members(client_for, viewer, offered):
    text = client_for(viewer).get(ADDRESS).content.decode()

    assert (reverse("directory:export", args=["members", "xlsx"]) in text) is offered


@pytest.mark.parametrize("viewer", ["anonymous", "member", "secretary"])
def test_directory_asks_the_database_as_often_for_30_rows_as_for_1(client_for, viewer):
    client = client_for(viewer)
    make.OrganisationFactory(member=True, municipality=make.MunicipalityFactory())
    at_one = queries(client, ADDRESS)
    for _ in range(29):
        make.OrganisationFactory(member=True, municipality=make.MunicipalityFactory())

    assert len(queries(client, ADDRESS)) == len(at_one)


def test_an_empty_search_says_what_to_try(client_for):
    text = client_for("anonymous").get("/en/medlemmer/", {"q": "finnes ikke"}).content.decode()

    assert "Try fewer words" in text
