"""The front page: who we are, what we want, who stands behind it, where to join."""

import datetime

import pytest
from django.urls import reverse

from sterke.core.models import Cluster
from sterke.region.models import RegionDefinition
from tests import factories
from tests.website.counting import queries

FRONT = "/"


@pytest.fixture
def region(db):
    region = RegionDefinition.objects.create(name="Test", kind="cluster", valid_from=datetime.date(2007, 2, 1))
    places = [
        factories.MunicipalityFactory(name=name, slug=slug) for name, slug in [("Åsnes", "asnes"), ("Grue", "grue")]
    ]
    region.municipalities.set(places)
    return places


def shown(page, kind):
    """The piece of that kind as it was handed to its template."""
    return next(piece for piece in page.context["pieces"] if piece.kind == kind)


def cluster(**texts):
    return Cluster.objects.create(
        slug="test", name="Testklyngen", texts={key.replace("_", "."): {"nb": text} for key, text in texts.items()}
    )


@pytest.mark.parametrize("viewer", ["anonymous", "outsider", "member", "board", "secretary"])
def test_the_front_page_opens_for_everybody(client_for, viewer):
    assert client_for(viewer).get(FRONT).status_code == 200


def test_the_front_page_says_who_we_are_in_the_clusters_own_words(client_for):
    cluster(front_title="Syv kommuner. Én industri.", front_lead="Vi er industrien.")
    page = client_for("anonymous").get(FRONT).content.decode()
    assert "<h1>Syv kommuner. Én industri.</h1>" in page
    assert "Vi er industrien." in page


def test_a_cluster_without_texts_still_has_a_front_page(client_for):
    cluster()
    assert "<h1>Testklyngen</h1>" in client_for("anonymous").get(FRONT).content.decode()


def test_only_priorities_with_a_title_are_shown(client_for):
    cluster(front_priority1_title="Folk", front_priority2_text="uten tittel")
    page = client_for("anonymous").get(FRONT)
    assert [words["title"] for words in shown(page, "priorities").value] == ["Folk"]


def test_the_number_of_members_is_counted_from_joins_and_leaves(client_for):
    factories.MembershipFactory(organisation__public=True)
    factories.MembershipFactory(left_on=datetime.date(2020, 1, 1), organisation__public=True)
    assert shown(client_for("anonymous").get(FRONT), "members").given["count"] == 1


@pytest.mark.parametrize(
    ("viewer", "seen"), [("anonymous", False), ("outsider", False), ("member", True), ("secretary", True)]
)
def test_a_company_shown_to_members_is_on_their_wall_only(client_for, viewer, seen):
    factories.MembershipFactory(organisation__visibility="members", organisation__name="Bare for oss")
    assert ("Bare for oss" in client_for(viewer).get(FRONT).content.decode()) is seen


def test_a_company_that_is_no_member_is_not_on_the_wall(client_for):
    factories.OrganisationFactory(public=True, name="Ikke medlem")
    assert "Ikke medlem" not in client_for("anonymous").get(FRONT).content.decode()


def test_each_hexagon_leads_to_the_members_in_its_municipality(client_for, region):
    factories.MembershipFactory(organisation__municipality=region[0])
    page = client_for("anonymous").get(FRONT)
    assert {place["name"]: place["figure"] for place in shown(page, "hero").given["places"]} == {"Åsnes": 1, "Grue": 0}
    assert "/medlemmer/?kommune=asnes" in page.content.decode()


def test_a_hidden_company_is_not_counted_in_its_hexagon(client_for, region):
    factories.MembershipFactory(organisation__municipality=region[0], organisation__visibility="secretariat")
    page = client_for("anonymous").get(FRONT)
    assert {place["figure"] for place in shown(page, "hero").given["places"]} == {0}


def test_the_front_page_costs_the_same_at_1_and_30_members(client_for, region):
    client = client_for("anonymous")
    factories.MembershipFactory(organisation__municipality=region[0])
    one = len(queries(client, FRONT))
    for _ in range(29):
        factories.MembershipFactory(organisation__municipality=region[1])
    assert len(queries(client, FRONT)) == one


def test_a_first_visit_sets_no_cookie(client_for):
    assert not client_for("anonymous").get(FRONT).cookies


def test_the_mark_is_a_picture_of_the_region(client_for, region):
    answer = client_for("anonymous").get(reverse("website:mark"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.count(b"<polygon") == 2


def test_the_same_page_is_one_click_away_in_the_other_language(client_for):
    page = client_for("anonymous").get("/?q=stal").content.decode()
    assert 'href="/en/?q=stal"' in page
    assert 'hreflang="en"' in page


@pytest.mark.parametrize(
    ("viewer", "sees"), [("anonymous", False), ("member", False), ("board", True), ("secretary", True)]
)
def test_the_desk_is_in_the_menu_of_those_who_have_one(client_for, viewer, sees):
    assert (f'href="{reverse("website:desk")}"' in client_for(viewer).get(FRONT).content.decode()) is sees


def test_signing_out_is_a_form_and_not_a_link(client_for):
    page = client_for("member").get(FRONT).content.decode()
    assert f'<form method="post" action="{reverse("account_logout")}">' in page


@pytest.mark.parametrize(("demo", "status"), [(True, 200), (False, 404)])
def test_the_gallery_is_for_demo_and_development_only(client_for, settings, demo, status):
    settings.DEMO = demo
    settings.DEBUG = False
    assert client_for("anonymous").get(reverse("website:components")).status_code == status


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_says_so(client_for, settings, demo):
    settings.DEMO = demo
    assert ('class="demo"' in client_for("anonymous").get(FRONT).content.decode()) is demo


def test_the_foot_is_the_same_for_all_readers(client_for):
    def foot(viewer: str) -> str:
        return client_for(viewer).get(FRONT).content.decode().partition("<footer")[2].partition("</footer>")[0]

    assert foot("anonymous") == foot("member") == foot("secretary")
    assert "/nettverk/" in foot("anonymous")
