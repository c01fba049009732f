"""Pages in the office: they open on the front page, and what happens to them stands in our history."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from .history import PageHistory
from .models import HomePage, NewsPage


class FromTheFrontPage(PagePermissionPolicy):
    """Nobody has anything to do above the front page: this house has one site."""

    def explorable_root_instance(self, user: Any) -> Any:
        return HomePage.objects.first() or super().explorable_root_instance(user)


register_permission_policy(Page, FromTheFrontPage(Page))


def chooser(self: Any, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
    """A chooser with what it starts with beside it as data; Wagtail's own has an inline script, which we do not run."""
    data = self.get_value_data(value)
    options = json.dumps(self.get_js_init_options(attrs["id"], name, data))
    mark = '<span hidden data-chooser="{}" data-for="{}" data-options="{}"></span>'
    html = self.render_html(name, data, attrs)
    return html + format_html(mark, self.js_constructor, attrs["id"], options)


BaseChooser.render = chooser


@hooks.register("register_log_actions", order=1000)
def tell_history(registry: Any) -> None:
    registry.register_model(Page, PageHistory)


def kept_pages() -> set[int]:
    """The pages a house cannot do without."""
    return {*HomePage.objects.values_list("pk", flat=True), *NewsPage.objects.values_list("pk", flat=True)}


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
@hooks.register("before_move_page")
def keep_what_the_house_stands_on(request: HttpRequest, page: Any, *_to: Any) -> HttpResponse | None:
    if page.pk not in kept_pages():
        return None
    messages.error(request, _("The house cannot do without this page. Change what stands on it instead."))
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def keep_them_among_others(request: HttpRequest, kind: str, pages: Any, action: Any) -> HttpResponse | None:
    shut = kind in {"delete", "unpublish", "move"} and {page.pk for page in pages} & kept_pages()
    return keep_what_the_house_stands_on(request, HomePage.objects.first()) if shut else None


@hooks.register("construct_homepage_summary_items")
def no_numbers(request: HttpRequest, items: list[Any]) -> None:
    """How many pages and pictures there are helps nobody on."""
    items.clear()


@hooks.register("construct_main_menu")
def to_the_front_page(request: HttpRequest, items: list[Any]) -> None:
    """Straight to the pieces of the front page: the page that is changed most often lies above all the others."""
    if home := HomePage.objects.first():
        url = reverse("wagtailadmin_pages:edit", args=[home.pk])
        items.append(MenuItem(_("The front page"), url, name="front", icon_name="home", order=90))


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("dist/office.css"))


@hooks.register("insert_global_admin_js")
def date_fields() -> SafeString:
    return format_html('<script src="{}"></script>', static("dist/office.js"))
