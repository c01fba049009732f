"""The plain registers of membership in the office. What has consequences (approve, send, end) is not here."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from sterke.core.office import Register

from .models import Appointment, Body, Membership, MembershipCategory, Network, NetworkSeat


class CategoryViewSet(Register):
    model = MembershipCategory
    name = "office_category"
    icon = "tag"
    form_fields = ["code", "name", "name_en", "has_vote", "order"]
    list_display = ["name", "code", "has_vote", "order"]
    list_filter = ["has_vote"]
    list_export = ["code", "name", "name_en", "has_vote", "order"]
    search_fields = ["name", "name_en", "code"]
    add_to_admin_menu = False


class MembershipViewSet(Register):
    model = Membership
    name = "office_membership"
    icon = "group"
    form_fields = ["organisation", "category", "joined_on", "left_on", "leave_reason"]
    list_display = ["organisation", "category", "joined_on", "left_on", "leave_reason"]
    list_filter = ["category", "leave_reason", "joined_on", "left_on"]
    list_export = ["organisation", "category", "joined_on", "left_on", "leave_reason"]
    search_fields = ["organisation__name", "organisation__org_number"]
    add_to_admin_menu = False


class NetworkViewSet(Register):
    model = Network
    name = "office_network"
    icon = "site"
    form_fields = ["name", "name_en", "slug", "purpose", "purpose_en", "valid_from", "valid_to", "visibility"]
    list_display = ["name", "valid_from", "valid_to", "visibility"]
    list_filter = ["visibility"]
    list_export = ["name", "name_en", "slug", "valid_from", "valid_to", "visibility"]
    search_fields = ["name", "name_en"]
    add_to_admin_menu = False


class SeatViewSet(Register):
    model = NetworkSeat
    name = "office_seat"
    icon = "user"
    form_fields = ["network", "person", "organisation", "is_leader", "valid_from", "valid_to"]
    list_display = ["person", "network", "organisation", "is_leader", "valid_from", "valid_to"]
    list_filter = ["network", "is_leader", "valid_from", "valid_to"]
    list_export = ["network", "person", "organisation", "is_leader", "valid_from", "valid_to"]
    search_fields = ["person__search_text", "organisation__search_text"]
    add_to_admin_menu = False


class BodyViewSet(Register):
    model = Body
    name = "office_body"
    icon = "clipboard-list"
    form_fields = ["kind", "name", "name_en", "visibility"]
    list_display = ["name", "kind", "visibility"]
    list_filter = ["visibility"]
    list_export = ["kind", "name", "name_en", "visibility"]
    search_fields = ["name"]
    add_to_admin_menu = False


class AppointmentViewSet(Register):
    model = Appointment
    name = "office_appointment"
    icon = "user"
    form_fields = ["body", "person", "organisation", "post", "election", "term_years", "valid_from", "valid_to"]
    list_display = ["person", "body", "post", "valid_from", "valid_to"]
    list_filter = ["body", "post", "election"]
    list_export = ["body", "person", "organisation", "post", "election", "term_years", "valid_from", "valid_to"]
    search_fields = ["person__search_text"]
    add_to_admin_menu = False


class MembershipGroup(ModelViewSetGroup):
    menu_label = _("Membership")
    menu_icon = "group"
    items = (CategoryViewSet, MembershipViewSet, NetworkViewSet, SeatViewSet, BodyViewSet, AppointmentViewSet)


@hooks.register("register_admin_viewset")
def membership_registers() -> MembershipGroup:
    return MembershipGroup()
