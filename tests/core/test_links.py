import pytest
from django.core import signing

from sterke.core import links
from sterke.core.links import LinkProblem
from tests import factories

pytestmark = pytest.mark.django_db


def reason_of(token: str, purpose: str) -> str:
    with pytest.raises(LinkProblem) as problem:
        links.read(token, purpose)
    return problem.value.reason


def test_a_link_gives_back_its_row_and_holder():
    company = factories.OrganisationFactory()
    link, row = links.read(links.make("invite", company, holder="a@example.no", note="x"), "invite")
    assert (row, link.holder, link.details) == (company, "a@example.no", {"note": "x"})


def test_b9_a_link_for_one_purpose_is_refused_for_another():
    token = links.make("unsubscribe", factories.OrganisationFactory())
    assert reason_of(token, "invite") == "tampered"


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", lambda t: t.swapcase()])
def test_a_tampered_link_is_refused(spoil):
    assert reason_of(spoil(links.make("invite", factories.OrganisationFactory())), "invite") == "tampered"


def test_a_link_signed_with_another_key_is_refused(settings):
    token = signing.dumps(1, key="another", salt=links.SALT + "invite")
    assert reason_of(token, "invite") == "tampered"


def test_an_expired_link_is_refused(clock):
    token = links.make("invite", factories.OrganisationFactory(), days=1)
    clock.shift(24 * 3600 + 1)
    assert reason_of(token, "invite") == "expired"


def test_a_used_link_is_refused():
    token = links.make("invite", factories.OrganisationFactory())
    link, _row = links.read(token, "invite")
    links.use(link)
    assert reason_of(token, "invite") == "used"


def test_only_the_first_of_two_can_use_a_link():
    token = links.make("invite", factories.OrganisationFactory())
    first, second = links.read(token, "invite")[0], links.read(token, "invite")[0]
    links.use(first)
    with pytest.raises(LinkProblem):
        links.use(second)


def test_a_link_that_may_be_used_again_can_be():
    token = links.make("endorse", factories.OrganisationFactory(), single_use=False)
    links.use(links.read(token, "endorse")[0])
    links.use(links.read(token, "endorse")[0])


def test_revoking_kills_the_links_of_one_holder_only():
    company = factories.OrganisationFactory()
    mine, theirs = (links.make("invite", company, holder=f"{who}@example.no") for who in ("a", "b"))
    assert links.revoke(company, "invite", holder="a@example.no") == 1
    assert reason_of(mine, "invite") == "revoked"
    assert links.read(theirs, "invite")


def test_a_link_to_a_row_that_is_gone_is_refused():
    company = factories.OrganisationFactory()
    token = links.make("invite", company)
    company.delete()
    assert reason_of(token, "invite") == "gone"


def test_links_are_made_from_the_configured_address(settings):
    settings.SITE_URL = "https://klynge.example"
    assert links.url("website:network", "x").startswith("https://klynge.example/")
