"""A page goes to a colleague before it is published: asked for, approved or sent back, in the office."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from sterke import settings as ours
from sterke.core.models import Activity
from sterke.publishing.models import SectionPage
from sterke.publishing.moderation import open_moderation
from tests import editorial

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client_for, settings):
    """Two secretaries, and a page that the first has asked somebody to look at."""
    settings.MAILERS = ours.MAILERS  # the tests' own door out would keep the office's letters
    open_moderation(editorial.home())
    writer, colleague = client_for("secretary"), client_for("secretary")
    page = editorial.section(published=False, title="Nytt fra oss", slug="nytt")
    words = editorial.filled(title="Nytt fra oss", slug="nytt", lead="Kort sagt.")
    answer = writer.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), words | {"action-submit": "1"})
    assert answer.status_code == 302
    return writer, colleague, page


def act(client, page, verb, **data):
    state = TaskState.objects.get(workflow_state__object_id=str(page.pk), status="in_progress")
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, verb, state.pk]), data)


def test_a_page_approved_by_a_colleague_is_published(office, client):
    _writer, colleague, page = office
    before = client.get("/nytt/").status_code
    act(colleague, page, "approve")
    assert (before, client.get("/nytt/").status_code) == (404, 200)


def test_whoever_asks_does_not_approve(office, client):
    writer, _colleague, page = office
    act(writer, page, "approve")
    assert client.get("/nytt/").status_code == 404


def test_the_others_in_the_secretariat_get_a_letter(office, letters):
    _writer, colleague, page = office
    asked = [letter for letter in letters() if letter.key.startswith("look:")]
    assert [letter.to for letter in asked] == [colleague.user.email]
    assert f"/kontoret/pages/{page.pk}/edit/" in asked[0].text
    assert "Nytt fra oss" in asked[0].subject


def test_whoever_asked_hears_that_it_is_approved(office, letters):
    writer, colleague, page = office
    act(colleague, page, "approve")
    told = [letter for letter in letters() if letter.purpose == "notice"]
    assert [letter.to for letter in told] == [writer.user.email]
    assert "Nytt fra oss" in told[0].subject


def test_a_page_sent_back_is_not_published_and_the_reason_is_told(office, letters, client):
    writer, colleague, page = office
    act(colleague, page, "reject", comment="Tallet mangler kilde.")
    told = [letter for letter in letters() if letter.purpose == "notice"]
    assert client.get("/nytt/").status_code == 404
    assert [letter.to for letter in told] == [writer.user.email]
    assert "Tallet mangler kilde." in told[0].text


def test_it_waits_on_the_desk_of_the_colleague_only(office):
    writer, colleague, _page = office
    line = "Se over «Nytt fra oss» før den publiseres"
    seen = [line in one.get(reverse("website:desk")).text for one in (writer, colleague)]
    assert seen == [False, True]


def test_history_tells_who_asked_and_who_approved(office):
    writer, colleague, page = office
    act(colleague, page, "approve")
    told = Activity.objects.filter(verb__in=["page.asked", "page.approved"]).order_by("pk")
    assert [(line.verb, line.actor) for line in told] == [
        ("page.asked", str(writer.user)),
        ("page.approved", str(colleague.user)),
    ]


def test_the_form_offers_to_ask_a_colleague_and_to_publish(client_for):
    open_moderation(editorial.home())
    page = editorial.section(published=False)
    shown = client_for("secretary").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert 'name="action-submit"' in shown
    assert 'name="action-publish"' in shown


def test_the_start_page_of_the_office_shows_what_waits_and_leads_nowhere_shut(office):
    _writer, colleague, _page = office
    shown = colleague.get(reverse("wagtailadmin_home")).text
    assert "Nytt fra oss" in shown
    assert "/kontoret/reports/" not in shown
    assert "/kontoret/workflows/" not in shown


def test_the_editor_leads_nowhere_shut_while_a_page_waits(office):
    writer, colleague, page = office
    for one in (writer, colleague):
        shown = one.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        assert "/kontoret/reports/" not in shown
        assert "/kontoret/workflows/" not in shown


def test_a_member_cannot_approve(office, client_for, client):
    _writer, _colleague, page = office
    assert act(client_for("member"), page, "approve").status_code == 404
    assert not SectionPage.objects.get(pk=page.pk).live
