"""Names of companies and people that are long, unbroken, right to left or full of markup fit their pages on a phone."""

import pytest
from django.urls import reverse

from sterke.directory.models import Organisation, Person
from sterke.membership.models import Network
from sterke.region.models import Municipality
from tests import pages, world

NAMES = [
    "Sør-Hedmark Automasjon, Hydraulikk, Sveis og Mekanisk Vedlikehold for Industrien",
    "Innlandsvedlikeholdsautomasjonshydraulikksveisemekaniskindustriserviceselskapet1",
    "شركة هيدمارك الجنوبية للأتمتة والهيدروليكا واللحام والصيانة الميكانيكية للصناعة",
    '<b>Solør</b> & "Tre" <script>alert(1)</script> <img src=x onerror=alert(2)> AS/ASA',
]
KINDS = [
    "website:front",
    "website:components",
    "website:organisations",
    "website:organisation",
    "website:networks",
    "website:network",
    "website:my_page",
    "website:desk",
    "directory:people",
    "directory:merge",
    "membership:network_people",
    "membership:membership",
    "membership:bodies",
    "membership:application",
]


def widest(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", NAMES, ids=["long", "unbroken", "right to left", "markup"])
def test_a_name_of_eighty_characters_never_makes_a_page_scroll_sideways(name, page_for, settings):
    settings.DEMO = True
    small = world.build()
    assert 75 <= len(name) <= 85
    Organisation.objects.update(name=name, register_name=name)
    Network.objects.update(name=name)
    Municipality.objects.update(name=name)
    Person.objects.update(name=name)
    page, found = page_for(small.users["secretary"], width=320), {}
    for kind in KINDS:
        assert page.goto(reverse(kind, args=pages.PAGES[kind].args(small))).status == 200
        if widest(page) > 0:
            found[kind] = widest(page)
    assert found == {}
    assert page.problems == []
