"""The series of gatherings in the office, and what the statutes say. The rest is done on a gathering's page."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from sterke.core.office import Register

from .models import GatheringSeries, Statutes


class SeriesViewSet(Register):
    model = GatheringSeries
    name = "office_series"
    menu_label = _("Series of gatherings")
    icon = "date"
    menu_order = 400
    form_fields = ["name", "name_en", "slug", "about", "about_en", "order"]
    list_display = ["name", "slug", "order"]
    list_export = ["name", "name_en", "slug", "order"]
    search_fields = ["name", "name_en"]


@hooks.register("register_admin_viewset")
def series_register() -> SeriesViewSet:
    return SeriesViewSet("office_series")


class StatutesViewSet(Register):
    model = Statutes
    name = "office_statutes"
    menu_label = _("Statutes")
    icon = "doc-full"
    menu_order = 410
    form_fields = ["notice_days", "proxies_each", "quorum_percent"]
    list_display = ["notice_days", "proxies_each", "quorum_percent"]
    list_export = ["notice_days", "proxies_each", "quorum_percent"]


@hooks.register("register_admin_viewset")
def statutes_register() -> StatutesViewSet:
    return StatutesViewSet("office_statutes")
