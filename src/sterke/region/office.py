"""Municipalities and region definitions in the office."""

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from sterke.core.office import Register

from .models import Municipality, MunicipalityCode, RegionDefinition


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


@hooks.register("register_admin_viewset")
def registers() -> list[ModelViewSet]:
    return [
        Municipalities("office_municipality"),
        MunicipalityCodes("office_municipality_code"),
        RegionDefinitions("office_region"),
    ]
