"""Pages in the office: they open on the front page, and what happens to them stands in our history."""

import json
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from .history import PageHistory
from .models import HomePage


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


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("dist/office.css"))


@hooks.register("insert_global_admin_js")
def date_fields() -> SafeString:
    return format_html('<script src="{}"></script>', static("dist/office.js"))
