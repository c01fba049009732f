"""Plain registers of connections in the office: who competes, and words that mean the same."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from sterke.core.office import Register

from .models import Competitors, SynonymGroup


class CompetitorsViewSet(Register):
    model = Competitors
    name = "office_competitors"
    icon = "cross"
    form_fields = ["one", "other"]
    list_display = ["one", "other"]
    list_export = ["one", "other"]
    search_fields = ["one__search_text", "other__search_text"]
    add_to_admin_menu = False


class SynonymViewSet(Register):
    model = SynonymGroup
    name = "office_synonyms"
    icon = "openquote"
    form_fields = ["words", "code"]
    list_display = ["words", "code"]
    list_export = ["words", "code"]
    search_fields = ["words", "code"]
    add_to_admin_menu = False


class ConnectionsGroup(ModelViewSetGroup):
    menu_label = _("Needs and offers")
    menu_icon = "link"
    items = (SynonymViewSet, CompetitorsViewSet)


@hooks.register("register_admin_viewset")
def connections_registers() -> ConnectionsGroup:
    return ConnectionsGroup()
