"""The plain registers of membership in the office. What has consequences (approve, send, end) is not here."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from .models import Appointment, Body, Membership, MembershipCategory, Network


class CategoryViewSet(ModelViewSet):
    model = MembershipCategory
    icon = "tag"
    form_fields = ["code", "name", "name_en", "has_vote", "order"]
    list_display = ["name", "code", "has_vote", "order"]
    list_filter = ["has_vote"]
    list_export = ["code", "name", "name_en", "has_vote", "order"]
    search_fields = ["name", "name_en", "code"]
    search_backend_name = None


class MembershipViewSet(ModelViewSet):
    model = Membership
    name = "office_membership"  # "membership" is the room's own address book
    icon = "group"
    form_fields = ["organisation", "category", "joined_on", "left_on", "leave_reason"]
    list_display = ["organisation", "category", "joined_on", "left_on", "leave_reason"]
    list_filter = ["category", "leave_reason", "joined_on", "left_on"]
    list_export = ["organisation", "category", "joined_on", "left_on", "leave_reason"]
    search_fields = ["organisation__name", "organisation__org_number"]
    search_backend_name = None


class NetworkViewSet(ModelViewSet):
    model = Network
    icon = "site"
    form_fields = ["name", "name_en", "slug", "purpose", "purpose_en", "valid_from", "valid_to", "visibility"]
    list_display = ["name", "valid_from", "valid_to", "visibility"]
    list_filter = ["visibility"]
    list_export = ["name", "name_en", "slug", "valid_from", "valid_to", "visibility"]
    search_fields = ["name", "name_en"]
    search_backend_name = None


class BodyViewSet(ModelViewSet):
    model = Body
    icon = "clipboard-list"
    form_fields = ["kind", "name", "name_en", "visibility"]
    list_display = ["name", "kind", "visibility"]
    list_filter = ["visibility"]
    list_export = ["kind", "name", "name_en", "visibility"]
    search_fields = ["name"]
    search_backend_name = None


class AppointmentViewSet(ModelViewSet):
    model = Appointment
    icon = "user"
    form_fields = ["body", "person", "organisation", "post", "election", "term_years", "valid_from", "valid_to"]
    list_display = ["person", "body", "post", "valid_from", "valid_to"]
    list_filter = ["body", "post", "election"]
    list_export = ["body", "person", "organisation", "post", "election", "term_years", "valid_from", "valid_to"]
    search_fields = ["person__name"]
    search_backend_name = None


class MembershipGroup(ModelViewSetGroup):
    menu_label = _("Membership")
    menu_icon = "group"
    items = (CategoryViewSet, MembershipViewSet, NetworkViewSet, BodyViewSet, AppointmentViewSet)


@hooks.register("register_admin_viewset")
def membership_registers() -> MembershipGroup:
    return MembershipGroup()
