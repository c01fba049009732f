"""Publishing's part of a profile: the front page and the news page, which every cluster has."""

from django.utils.translation import gettext as _t
from django.utils.translation import override
from wagtail.models import Collection, Locale, Page, Site

from sterke.core.profile import Opening, takes_profile

from .models import HomePage, NewsPage


@takes_profile(order=30)
def open_pages(opening: Opening) -> None:
    """Add what is missing, and take away the page that Wagtail greets with. A page that is here stays as it is."""
    home = HomePage.objects.first()
    if home is None:
        home = plant(opening.profile.cluster["name"])
        opening.done.append("Made the front page.")
    if not NewsPage.objects.exists():
        with override("nb"):
            title = _t("News")
        home.add_child(instance=NewsPage(title=title, title_en="News", slug="aktuelt"))
        opening.done.append("Made the news page.")


def plant(name: str) -> HomePage:
    """The front page, with the roots of pages and pictures that Wagtail's own migrations make."""
    Locale.objects.get_or_create(language_code="nb")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=HomePage(title=name, slug="forside"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    Page.objects.filter(depth=2).exclude(pk=home.pk).delete()
    return home
