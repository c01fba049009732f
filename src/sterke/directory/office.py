"""The directory's plain registers in the office."""

from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from sterke.core.office import Register

from .models import ContactDetails, Office, OfficeHolder, Organisation, Person, Role


class Organisations(Register):
    model = Organisation
    icon = "group"
    menu_order = 200
    form_fields = [
        "name", "slug", "kind", "org_number", "earlier_names", "org_form", "industry_code", "industry", "employees",
        "website", "street", "postal_code", "postal_place", "municipality", "about", "about_en", "status", "visibility",
    ]  # fmt: skip
    list_display = ["name", "org_number", "kind", "municipality", "visibility"]
    list_filter = ["kind", "municipality", "status", "visibility"]
    list_export = ["name", "org_number", "kind", "municipality", "employees", "website", "status", "visibility"]
    search_fields = ["search_text"]


class People(Register):
    model = Person
    icon = "user"
    menu_order = 210
    form_fields = ["name", "language"]
    list_display = ["name", "language"]
    list_filter = ["language"]
    list_export = ["name", "language"]
    search_fields = ["search_text"]


class Roles(Register):
    model = Role
    icon = "user"
    menu_order = 220
    form_fields = ["person", "organisation", "kind", "title", "valid_from", "valid_to", "visibility"]
    list_display = ["person", "organisation", "kind", "title", "valid_from", "valid_to"]
    list_filter = ["kind", "visibility"]
    list_export = ["person", "organisation", "kind", "title", "valid_from", "valid_to", "visibility"]
    search_fields = ["person__search_text", "organisation__search_text"]


class Contacts(Register):
    model = ContactDetails
    icon = "mail"
    menu_order = 230
    form_fields = ["person", "organisation", "kind", "value", "seen_by"]
    list_display = ["value", "kind", "person", "organisation", "seen_by"]
    list_filter = ["kind", "seen_by"]
    list_export = ["value", "kind", "person", "organisation", "seen_by"]
    search_fields = ["value"]


class Offices(Register):
    model = Office
    icon = "tag"
    menu_order = 240
    form_fields = ["title", "organisation"]
    list_display = ["title", "organisation"]
    list_export = ["title", "organisation"]
    search_fields = ["title"]


class OfficeHolders(Register):
    model = OfficeHolder
    icon = "tag"
    menu_order = 250
    form_fields = ["office", "person", "party", "valid_from", "valid_to", "source"]
    list_display = ["person", "office", "party", "valid_from", "valid_to"]
    list_export = ["person", "office", "party", "valid_from", "valid_to", "source"]
    search_fields = ["person__search_text", "office__title"]


@hooks.register("register_admin_viewset")
def registers() -> list[ModelViewSet]:
    return [
        Organisations("office_organisation"),
        People("office_person"),
        Roles("office_role"),
        Contacts("office_contact_details"),
        Offices("office_office"),
        OfficeHolders("office_holder"),
    ]
