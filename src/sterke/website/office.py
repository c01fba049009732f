"""The office (Wagtail at /kontoret/) is for the secretariat; for everybody else it is not there."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.search import SearchArea
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from sterke.accounts.models import Consent
from sterke.core.models import Activity
from sterke.core.templatetags.house import sentence

# The strictest policy under which Wagtail's office works; docs/adr/0004 says why.
OFFICE_CSP = {
    **settings.SECURE_CSP,
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}

# Wagtail's own doors to things that are ours: roles are dated rows, not groups, and nobody has a password.
SHUT = {"users", "groups", "sites", "collections", "workflows", "reports", "login", "password_reset"}
UNUSED = {"account", "help", "reports", "users", "groups", "sites", "collections", "workflows", "workflow-tasks"}


class OfficeGate:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/kontoret/"):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_secretary or request.path_info.split("/")[2] in SHUT:
            raise Http404
        if request.path_info.startswith("/kontoret/account/"):  # Wagtail's menu leads there; ours is the one that holds
            return redirect("website:my_page")
        # For this request alone: Wagtail asks for groups of its own, and the secretariat is a dated role of ours.
        request.user.is_superuser = True
        response = self.get_response(request)
        response._csp_config = OFFICE_CSP  # type: ignore[attr-defined]
        return response


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
def leave_out_unused(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in UNUSED]


@hooks.register("construct_search")
def search_only_what_is_open(request: HttpRequest, areas: list[Any]) -> None:
    areas[:] = [area for area in areas if area.url.split("/")[2] not in SHUT]


@hooks.register("register_admin_search_area")
def search_members() -> SearchArea:
    """What the search field in the menu asks: the member directory."""
    return SearchArea(_("Members"), reverse("website:organisations"), name="members", icon_name="group", order=-1)


class ReadOnly(ModelPermissionPolicy):
    """A register to look in. What it holds is written by actions and never changed."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class History(ModelViewSet):
    model = Activity
    name = "history"
    url_prefix = "historikk"
    menu_label = _("History")
    icon = "history"
    menu_order = 800
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["at", "actor", "verb", "subject", "details"]
    exclude_form_fields: list[str] = []
    list_display = [
        "at",
        Column("what", label=_("What happened"), accessor=sentence),
        Column("seen", label=_("visible to"), accessor="get_visibility_display"),
    ]
    list_filter = ["verb", "visibility"]
    search_fields = ["actor", "subject"]
    search_backend_name = None
    ordering = ["-at"]
    list_per_page = 50


class Consents(ModelViewSet):
    model = Consent
    name = "consents"
    url_prefix = "samtykker"
    menu_label = _("Consents")
    icon = "clipboard-list"
    menu_order = 810
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    exclude_form_fields: list[str] = []
    list_display = ["at", "address", "purpose", "given", "how"]
    list_filter = ["purpose", "given"]
    search_fields = ["address"]
    search_backend_name = None
    ordering = ["-at"]
    list_per_page = 50


for model in (Activity, Consent):
    register_permission_policy(model, ReadOnly(model))


@hooks.register("register_admin_viewset")
def registers() -> list[ModelViewSet]:
    return [History(), Consents()]
