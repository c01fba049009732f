"""Registers in the office (Wagtail): list, filter, export and history; each save is a line of our own history too.

Saving here has no consequence beyond the row; where something happens, there is an action on the product's own page.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.forms.models import model_to_dict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from . import activity
from .models import Cluster


def with_constraints(form_class: Any) -> Any:
    """Constraints of the database are told beside the form, never as a broken page."""
    inherited = form_class._post_clean

    def _post_clean(form: Any) -> None:
        inherited(form)
        if not form.errors:
            try:
                form.instance.validate_constraints()
            except ValidationError as error:
                form.add_error(None, error.messages)

    form_class._post_clean = _post_clean
    return form_class


def refuse_to_shut_out(by: Any) -> None:
    """Whoever saves here still opens the office afterwards; so somebody always does."""
    if not get_user_model().objects.get(pk=by.pk).is_secretary:
        raise ValidationError(_("This would take away your own access. Let somebody else in the secretariat do it."))


def in_use(row: Any, refusal: ProtectedError | RestrictedError) -> str:
    """Why a row cannot be deleted: others rest on it. Names three of them."""
    rest = refusal.protected_objects if isinstance(refusal, ProtectedError) else refusal.restricted_objects
    users = sorted({_("%(kind)s “%(name)s”") % {"kind": other._meta.verbose_name, "name": other} for other in rest})
    more = " …" if len(users) > 3 else ""
    told = {"row": row, "others": ", ".join(users[:3]) + more}
    return _("“%(row)s” cannot be deleted; it is used by %(others)s") % told


class RecordedCreate(generic.CreateView):
    def save_instance(self) -> Any:
        with transaction.atomic():
            row = super().save_instance()
            activity.record("register.row_saved", row, by=self.request.user)
        return row


class RecordedEdit(generic.EditView):
    def save_instance(self) -> Any:
        with transaction.atomic():
            names = [field.name for field in self.model._meta.concrete_fields if field.name in self.form.fields]
            before = model_to_dict(self.model._base_manager.get(pk=self.form.instance.pk), fields=names)
            row = super().save_instance()
            if hasattr(row, "version"):
                type(row)._base_manager.filter(pk=row.pk).update(version=row.version + 1)
            changes = activity.changes_between(before, row)
            activity.record("register.row_saved", row, by=self.request.user, changes=changes)
            refuse_to_shut_out(self.request.user)
        return row

    def form_valid(self, form: Any) -> Any:
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            self.produced_error_message = refusal.messages[0]
            return self.form_invalid(form)


class RecordedDelete(generic.DeleteView):
    def delete_action(self) -> Any:
        with transaction.atomic():
            activity.record("register.row_deleted", self.object, by=self.request.user)
            super().delete_action()
            refuse_to_shut_out(self.request.user)

    def form_valid(self, form: Any) -> Any:
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            messages.error(self.request, refusal.messages[0])
            return redirect(self.get_success_url())
        except (ProtectedError, RestrictedError) as refusal:
            messages.error(self.request, in_use(self.object, refusal))
            return redirect(self.get_success_url())


class Register(ModelViewSet):
    """A plain register: what a room's office.py fills in with model, fields, columns and filters."""

    add_view_class = RecordedCreate
    edit_view_class = RecordedEdit
    delete_view_class = RecordedDelete
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    add_to_admin_menu = True
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> Any:
        return with_constraints(super().get_form_class(for_update))


class Clusters(Register):
    model = Cluster
    icon = "home"
    menu_order = 900
    form_fields = ["name", "email", "phone", "org_number", "quorum", "quiet_months", "mail_held", "texts"]
    list_display = ["name", "email"]
    menu_label = _("Cluster")


@hooks.register("register_admin_viewset")
def registers() -> list[ModelViewSet]:
    return [Clusters("office_cluster")]
