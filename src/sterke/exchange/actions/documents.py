"""Papers are shared, get new versions, are taken away."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity
from sterke.core.text import tidy

from .. import permissions, reading
from ..models import DocumentFolder, DocumentVersion, SharedDocument, Space
from .threads import PICTURES, drawn_anew


@transaction.atomic
def put_folder(space: Space, *, name: str, by: Any) -> DocumentFolder:
    if not permissions.can_write(by, space):
        raise PermissionDenied
    row = DocumentFolder(space=space, name=tidy(name)[:80])
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def share_document(
    space: Space, *, title: str, file: Any, folder: DocumentFolder | None = None, by: Any
) -> SharedDocument:
    """Put a paper where all of a space find it."""
    if not permissions.can_write(by, space):
        raise PermissionDenied
    if folder is not None and folder.space_id != space.pk:
        raise ValidationError({"folder": _("That folder is in another space.")})
    row = SharedDocument(space=space, title=tidy(title)[:150], folder=folder, is_demo=by.person.is_demo)
    row.full_clean()
    row.save()
    add_version(row, file, "", by)
    activity.record("document.shared", row, by=by, about=[space])
    return row


@transaction.atomic
def write_version(document: SharedDocument, *, file: Any, note: str = "", by: Any) -> DocumentVersion:
    """A new version; the earlier ones stay. Of two at once both are kept, one after the other."""
    stored = SharedDocument._base_manager.select_for_update(of=("self",)).select_related("space").get(pk=document.pk)
    if not permissions.can_write(by, stored.space):
        raise PermissionDenied
    if stored.taken_away_on:
        raise ValidationError(_("It is taken away."))
    row = add_version(stored, file, tidy(note)[:200], by)
    activity.record("document.written", stored, by=by, about=[stored.space], number=row.number)
    return row


def add_version(document: SharedDocument, file: Any, note: str, by: Any) -> DocumentVersion:
    person = permissions.person_of(by)
    name = tidy(file.name.replace("\\", "/").rpartition("/")[2])[-150:] or "fil"
    text = reading.text_of(file)
    if name.rpartition(".")[2].lower() in PICTURES:
        file = drawn_anew(file)
    newest = document.versions.order_by("-number").first()
    row = DocumentVersion(
        document=document, number=newest.number + 1 if newest else 1, file=file, name=name, size=file.size, note=note,
        by=person, by_name=str(person or by)[:200],
    )  # fmt: skip
    row.full_clean()
    row.save()
    document.text = text
    document.save(update_fields=["text"])
    return row


@transaction.atomic
def take_document_away(document: SharedDocument, *, by: Any) -> None:
    if not permissions.can_take_away(by, document):
        raise PermissionDenied
    if SharedDocument.objects.filter(pk=document.pk, taken_away_on=None).update(taken_away_on=timezone.localdate()):
        activity.record("document.removed", document, by=by, about=[document.space])
