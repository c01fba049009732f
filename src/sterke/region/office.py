"""Municipalities and region definitions in the office."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from sterke.core.office import RecordedEdit, Register
from sterke.core.paths import path_to

from .models import Indicator, Journey, Municipality, MunicipalityCode, RegionDefinition, Target
from .permissions import can_try_source
from .query import EXAMPLE, HELP, QueryField


class Municipalities(Register):
    model = Municipality
    icon = "site"
    menu_order = 700
    form_fields = ["name", "slug", "centre", "latitude", "longitude", "hex_column", "hex_row"]
    list_display = ["name", "centre"]
    list_export = ["name", "slug", "centre", "latitude", "longitude"]


class MunicipalityCodes(Register):
    model = MunicipalityCode
    icon = "tag"
    menu_order = 705
    form_fields = ["municipality", "code", "valid_from", "valid_to"]
    list_display = ["code", "municipality", "valid_from", "valid_to"]
    list_filter = ["municipality"]
    list_export = ["code", "municipality", "valid_from", "valid_to"]
    search_fields = ["code"]


class RegionDefinitions(Register):
    model = RegionDefinition
    icon = "site"
    menu_order = 710
    form_fields = ["name", "kind", "valid_from", "valid_to", "municipalities"]
    list_display = ["name", "kind", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_export = ["name", "kind", "valid_from", "valid_to"]


class IndicatorEdit(RecordedEdit):
    """With a way to ask the source now, and see what it says."""

    @property
    def header_buttons(self) -> list[Any]:
        buttons = super().header_buttons
        if can_try_source(self.request.user, self.object):
            address = path_to("region:try_source", self.object.slug)
            buttons = [*buttons, HeaderButton(_("Try the source"), url=address, icon_name="resubmit")]
        return buttons


class Indicators(Register):
    edit_view_class = IndicatorEdit
    model = Indicator
    icon = "order-up"
    menu_order = 715
    form_fields = [
        "name", "name_en", "slug", "about", "about_en", "unit", "unit_en", "decimals", "good", "kind", "part", "whole",
        "source", "table", "credit", "credit_en", "source_url", "channel", "query", "cadence_days", "threshold",
        "visibility", "order",
    ]  # fmt: skip
    list_display = ["name", "source", "table", "fetched_at", "problem", "visibility"]
    list_filter = ["channel", "visibility"]
    list_export = ["name", "slug", "unit", "source", "table", "credit", "channel", "cadence_days", "visibility"]
    search_fields = ["name", "name_en"]

    def formfield_for_dbfield(self, db_field: Any, **more: Any) -> Any:
        if db_field.name == "query":
            return QueryField(
                label=db_field.verbose_name, help_text=format_lazy("{} {}", HELP, EXAMPLE), required=False
            )
        return super().formfield_for_dbfield(db_field, **more)


class Targets(Register):
    model = Target
    icon = "crosshairs"
    menu_order = 720
    form_fields = [
        "indicator",
        "municipality",
        "baseline",
        "baseline_on",
        "value",
        "due",
        "set_by",
        "set_on",
        "visibility",
    ]
    list_display = ["indicator", "municipality", "value", "due", "set_by", "visibility"]
    list_filter = ["indicator", "visibility"]
    list_export = ["indicator", "municipality", "baseline", "baseline_on", "value", "due", "set_by", "set_on"]


class Journeys(Register):
    model = Journey
    icon = "site"
    menu_order = 725
    form_fields = [
        "origin", "goal", "means", "from_stop", "to_stop", "minutes", "departures", "source", "source_en",
        "source_url", "measured_on", "asked_minutes", "asked", "asked_en", "asked_source", "asked_source_en",
        "visibility",
    ]  # fmt: skip
    list_display = ["origin", "goal", "means", "minutes", "asked_minutes", "measured_on"]
    list_filter = ["goal", "means"]
    list_export = [*form_fields]


@hooks.register("register_admin_viewset")
def registers() -> list[ModelViewSet]:
    return [
        Municipalities("office_municipality"),
        MunicipalityCodes("office_municipality_code"),
        RegionDefinitions("office_region"),
        Indicators("office_indicator"),
        Targets("office_target"),
        Journeys("office_journey"),
    ]
