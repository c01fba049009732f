"""Publishing's part of a profile: the pages that a cluster begins with."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import override
from wagtail.models import Collection, Locale, Page, Site

from sterke.core.models import Cluster
from sterke.core.profile import Opening, takes_profile

from .models import HomePage, NewsPage, SectionPage
from .moderation import open_moderation
from .planting import about_page, front_pieces, newcomers_page


@takes_profile(order=30)
def open_pages(opening: Opening) -> None:
    """Add what is missing, and take away the page that Wagtail greets with. A page that is here stays as it is."""
    home = HomePage.objects.first()
    if home is None:
        home = plant(opening.profile.cluster["name"], front_pieces(Cluster.current()))
        opening.done.append("Made the front page.")
    if not NewsPage.objects.exists():
        with override("nb"):
            title = _t("News")
        home.add_child(instance=NewsPage(title=title, title_en="News", slug="aktuelt"))
        opening.done.append("Made the news page.")
    if not SectionPage.objects.filter(slug="om", depth=3).exists():
        page = SectionPage(slug="om", show_in_menus=True, **about_page(Cluster.current(), opening.profile.milestones))
        home.add_child(instance=page)
        opening.done.append("Made the page about the cluster.")
    words = newcomers_page(Cluster.current(), opening.profile.newcomers)
    if words and not SectionPage.objects.filter(slug="flytte-hit", depth=3).exists():
        home.add_child(instance=SectionPage(slug="flytte-hit", show_in_menus=True, **words))
        opening.done.append("Made the page for those who think of moving here.")
    if open_moderation(home):
        opening.done.append("A page may be sent to a colleague before it is published.")


def plant(name: str, pieces: Any = ()) -> HomePage:
    """The front page, with the roots of pages and pictures that Wagtail's own migrations make."""
    Locale.objects.get_or_create(language_code="nb")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title=name, slug="forside", pieces=pieces or []))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    Page.objects.filter(depth=2).exclude(pk=home.pk).delete()
    return home
