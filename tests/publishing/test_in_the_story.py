"""An article that says it is about a case stands in the case's story, for those who may read the article."""

from datetime import UTC, datetime

import pytest

from sterke.publishing.models import ArticlePage
from tests import editorial
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make.CaseFactory(visibility="public", title="Fire felt", slug="fire-felt")


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("public", {"anonymous", "outsider", "member", "board", "secretary"}),
        ("members", {"member", "board", "secretary"}),
    ],
)
def test_it_stands_in_the_story_for_its_audience(case, client_for, audience, readers):
    editorial.article(title="Ministeren kom", visibility=audience, cases=[case])
    seen = {
        role
        for role in ("anonymous", "outsider", "member", "board", "secretary")
        if "Ministeren kom" in client_for(role).get("/saker/fire-felt/").content.decode()
    }
    assert seen == readers


def test_it_stands_on_the_day_it_was_published_and_can_be_chosen_alone(case, client):
    article = editorial.article(title="Ministeren kom", cases=[case])
    late = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight here
    ArticlePage.objects.filter(pk=article.pk).update(first_published_at=late)
    make.EntryFactory(case=case, day=datetime(2024, 6, 1, tzinfo=UTC).date(), text="Vedtaket", visibility="public")
    page = client.get("/saker/fire-felt/")
    assert [year for year, _lines in page.context["years"]] == [2025, 2024]
    alone = client.get("/saker/fire-felt/?vis=artikkel").content.decode()
    assert "Ministeren kom" in alone and "Vedtaket" not in alone


@pytest.mark.parametrize("published", [False, True])
def test_a_draft_and_what_is_about_another_case_are_not_in_it(case, client_for, published):
    other = make.CaseFactory(visibility="public")
    editorial.article(published, title="Ministeren kom", cases=[other if published else case])
    assert "Ministeren kom" not in client_for("secretary").get("/saker/fire-felt/").content.decode()


def test_the_article_leads_to_the_cases_its_reader_may_see(case, client, client_for):
    hidden = make.CaseFactory(visibility="board", title="Stille arbeid")
    address = editorial.article(title="Ministeren kom", cases=[case, hidden]).get_absolute_url()
    open_page, board_page = (each.get(address).content.decode() for each in (client, client_for("board")))
    assert 'href="/saker/fire-felt/"' in open_page and "Stille arbeid" not in open_page
    assert "Stille arbeid" in board_page


def test_the_office_says_what_an_article_is_about(case, client_for):
    article = editorial.article(title="Ministeren kom")
    form = editorial.filled(
        title="Ministeren kom", slug=article.slug, topic="saker", cases=[str(case.pk)], **{"action-publish": "1"}
    )
    client_for("secretary").post(f"/kontoret/pages/{article.pk}/edit/", form)
    assert list(ArticlePage.objects.get(pk=article.pk).cases.all()) == [case]
