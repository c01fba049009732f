"""An article is taken away while somebody reads it: from the next request on it is nowhere."""

import pytest
from django.urls import reverse

from tests import editorial

pytestmark = pytest.mark.django_db
EVERYWHERE = ["/", "/en/", "/aktuelt/", "/aktuelt/?tema=saker", "/aktuelt/atom.xml", "/sok/?q=Hemmelig", "/sitemap.xml"]
EVERYWHERE += ["/api/articles", "/aktuelt/en-annen/"]


def test_an_article_unpublished_while_somebody_reads_it_is_gone_everywhere_at_once(client, client_for):
    editorial.article(slug="en-annen", title="En annen", title_en="Another", lead_en="So.")
    page = editorial.article(slug="hemmelig", title="Hemmelig likevel", title_en="Hemmelig in English", lead_en="So.")
    address = page.get_absolute_url()
    reading = client.get(address)
    tag = reading.headers["ETag"]
    before = {place: b"emmelig" in client.get(place).content.replace(b"q=Hemmelig", b"") for place in EVERYWHERE}
    told = client_for("secretary").post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert (told.status_code, reading.status_code) == (302, 200)
    assert client.get(address).status_code == 404
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 404
    assert client.get(f"/api/articles/{page.slug}").status_code == 404
    assert [place for place, stood in before.items() if not stood] == []
    assert [
        place
        for place in EVERYWHERE
        if "hemmelig" in client.get(place).content.decode() or "Hemmelig likevel" in client.get(place).text
    ] == []
