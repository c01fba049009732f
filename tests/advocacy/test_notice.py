"""Those in public office are told what is kept of them and how to object, where they would find themselves."""

import pytest

from sterke.core.models import Cluster
from tests import factories as make

pytestmark = pytest.mark.django_db
NOTICE = "/moter/personvern/"


@pytest.mark.parametrize(
    ("address", "word"), [(NOTICE, "berettiget interesse"), (f"/en{NOTICE}", "legitimate interest")]
)
def test_it_tells_what_why_how_long_and_where_to_object_in_both_languages(client, address, word):
    Cluster.objects.update_or_create(slug="test", defaults={"name": "Testklyngen", "email": "post@klynge.example.no"})
    page = client.get(address).text
    assert word in page
    assert 'id="object"' in page
    assert "mailto:post@klynge.example.no" in page
    assert "Datatilsynet" in page


def test_promises_meetings_and_the_page_about_privacy_lead_to_it(client):
    told = {"visibility": "public"}
    promise = make.PromiseFactory(case__visibility="public", **told)
    meeting = make.MeetingFactory(**told)
    for address in (f"/lofter/{promise.pk}/", f"/moter/{meeting.pk}/", "/lofter/", "/moter/", "/personvern/"):
        assert f'href="{NOTICE}"' in client.get(address).text, address
