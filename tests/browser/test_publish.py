"""The secretary writes, a colleague approves, an old address leads on: by clicking in the real office."""

import pytest

from sterke.publishing.moderation import open_moderation
from tests import editorial

pytestmark = pytest.mark.django_db(transaction=True)


def rich_text(page, panel, words):
    """Adds a text block to the body under this tab and writes in it."""
    tab = page.locator(panel)
    tab.get_by_role("button", name="Sett inn").first.click()
    page.get_by_role("option", name="Tekst").click()
    tab.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type(words)


def test_an_article_with_a_picture_in_two_languages(page_for, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    news = editorial.news()
    picture = tmp_path / "saga.png"
    picture.write_bytes(editorial.image_file(size=(800, 500)).read())
    page = page_for("secretary")

    page.set_default_timeout(6000)
    page.goto("/kontoret/images/multiple/add/")
    page.set_input_files("#fileupload", str(picture))
    page.get_by_text("saga", exact=False).first.wait_for()

    page.goto(f"/kontoret/pages/add/publishing/articlepage/{news.pk}/")
    page.fill("input[name=title]", "Saga er i gang igjen")
    page.select_option("select[name=topic]", "medlemmer")
    page.fill("textarea[name=lead]", "Etter tre år.")
    page.locator("#id_picture-chooser").get_by_role("button").filter(visible=True).first.click()
    page.locator(".modal-body .image-choice").first.click()
    page.locator(".modal").wait_for(state="detached")
    page.fill("input[name=picture_alt]", "En sag")
    page.get_by_role("tab", name="Engelsk").click()
    page.fill("input[name=title_en]", "The saw runs again")
    page.fill("textarea[name=lead_en]", "After three years.")
    page.fill("input[name=picture_alt_en]", "A saw")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_url(f"**/kontoret/pages/{news.pk}/")

    reader = page_for("anonymous", width=390)
    for address, title, alt in (
        ("/aktuelt/saga-er-i-gang-igjen/", "Saga er i gang igjen", "En sag"),
        ("/en/aktuelt/saga-er-i-gang-igjen/", "The saw runs again", "A saw"),
    ):
        reader.goto(address)
        assert reader.locator("h1").inner_text() == title
        assert reader.locator("main img").get_attribute("alt") == alt
        assert reader.evaluate("document.querySelector('main img').naturalWidth") > 0
    for address in ("/", "/aktuelt/"):
        reader.goto(address)
        assert reader.get_by_role("link", name="Saga er i gang igjen").count() == 1
    assert page.problems + reader.problems == []


def test_a_colleague_approves_an_article_and_an_old_address_leads_to_it(page_for):
    news = editorial.news()
    open_moderation(editorial.home())
    writer, colleague, reader = page_for("secretary"), page_for("secretary"), page_for("anonymous", width=390)
    for page in (writer, colleague, reader):
        page.set_default_timeout(6000)
    draft = editorial.article(published=False, title="Fire felt i sikte", slug="fire-felt-i-sikte")
    writer.goto(f"/kontoret/pages/{draft.pk}/edit/")
    writer.fill("textarea[name=lead]", "Planen er vedtatt.")
    writer.locator("footer [data-w-dropdown-target=toggle]").click()
    writer.locator("button[name=action-submit]").click()
    writer.wait_for_url(f"**/kontoret/pages/{news.pk}/")
    assert reader.goto("/aktuelt/fire-felt-i-sikte/").status == 404

    colleague.goto("/skrivebord/")
    colleague.get_by_role("listitem").filter(has_text="Fire felt i sikte").get_by_role("link").last.click()
    colleague.locator("footer [data-w-dropdown-target=toggle]").click()
    colleague.locator("button[data-workflow-action-name=approve]").first.click()
    colleague.wait_for_url(f"**/kontoret/pages/{news.pk}/")
    assert reader.goto("/aktuelt/fire-felt-i-sikte/").status == 200

    colleague.goto("/kontoret/redirects/add/")
    colleague.fill("input[name=old_path]", "/nyheter/2019/e16.html")
    colleague.locator("#id_redirect_page-chooser").get_by_role("button").filter(visible=True).first.click()
    colleague.locator(".modal-body input[name=q]").fill("Fire felt")
    colleague.locator(".modal-body").get_by_role("link", name="Fire felt i sikte").first.click()
    colleague.locator(".modal").wait_for(state="detached")
    colleague.locator("footer button, form button[type=submit]").filter(visible=True).last.click()
    colleague.wait_for_url("**/kontoret/redirects/")
    reader.goto("/nyheter/2019/e16.html")
    assert reader.locator("h1").inner_text() == "Fire felt i sikte"
    assert writer.problems + colleague.problems + reader.problems == []
