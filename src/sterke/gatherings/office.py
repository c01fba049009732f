"""The series of gatherings in the office. What happens to a gathering, happens on its own page."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from sterke.core.office import Register

from .models import GatheringSeries


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
