"""Two rows of the same company or person become one; undone the same day. docs/adr/0007 says how."""

from typing import Any

from django.core import serializers
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity, keys
from sterke.core.keys import key_of, row_of
from sterke.core.models import ActivityTopic

from .. import permissions
from ..models import Merge, Organisation, Person

STARTS = ("valid_from", "joined_on")
OWN = {"id", "slug", "version", "merged_into", "search_text", "sort_key", "visibility", "is_demo", "status", "user"}


def pointing_at(model: type[models.Model]) -> list[models.ForeignKey]:
    """Every foreign key to a model, of every room, also those of rooms to come."""
    return [
        relation.field
        for relation in model._meta.related_objects
        if isinstance(relation.field, models.ForeignKey) and not relation.field.model._meta.auto_created
    ]


def twin_of(row: models.Model, field: models.ForeignKey, kept: models.Model) -> models.Model | None:
    """The row of ``kept`` that forbids ``row`` to come over: a constraint allows only one of them."""
    manager = type(row)._base_manager
    if field.unique:
        return manager.filter(**{field.name: kept}).first()
    for constraint in row._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or field.name not in constraint.fields:
            continue
        condition = constraint.condition or models.Q()
        if not manager.filter(condition, pk=row.pk).exists():
            continue
        same = {
            name: row._meta.get_field(name).value_from_object(row)  # type: ignore[union-attr]
            for name in constraint.fields
            if name != field.name
        }
        if found := manager.filter(condition, **same, **{field.name: kept}).exclude(pk=row.pk).first():
            return found
    return None


def plan_of(kept: models.Model, gone: models.Model) -> list[tuple[str, int, int]]:
    """What would move: (what, how many move, how many both have and become one)."""
    plan = []
    for field in pointing_at(type(kept)):
        rows = list(field.model._base_manager.filter(**{field.name: gone}))
        twins = sum(twin_of(row, field, kept) is not None for row in rows)
        if rows:
            plan.append((str(field.model._meta.verbose_name_plural), len(rows) - twins, twins))
    return plan


def _move(kept: models.Model, gone: models.Model, notes: dict[str, list]) -> None:
    """Let everything that points at ``gone`` point at ``kept``; where both have one, the older start is kept."""
    for field in pointing_at(type(kept)):
        for row in field.model._base_manager.filter(**{field.name: gone}).order_by("pk"):
            twin = twin_of(row, field, kept)
            if twin is None:
                field.model._base_manager.filter(pk=row.pk).update(**{field.name: kept})
                notes["moved"].append([key_of(row), field.name])
                continue
            for name in STARTS:
                if hasattr(row, name) and getattr(row, name) < getattr(twin, name):
                    notes["changed"].append([key_of(twin), name, getattr(twin, name).isoformat()])
                    type(twin)._base_manager.filter(pk=twin.pk).update(**{name: getattr(row, name)})
            _move(twin, row, notes)
            notes["removed"].append([serializers.serialize("json", [row]), key_of(gone), field.name])
            type(row)._base_manager.filter(pk=row.pk).delete()


@transaction.atomic
def merge(kept: Any, gone: Any, *, by: Any) -> Merge:
    """Make two rows one: all that points at ``gone`` points at ``kept``, which also gets facts it lacked.

    Where both have the same (an open membership, the same role), one remains with the older start. History is shared.
    """
    if not permissions.can_merge(by):
        raise PermissionDenied
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise ValidationError(_("Choose two different rows of the same kind."), code="same")
    model = type(kept)
    notes: dict[str, Any] = {"moved": [], "removed": [], "changed": [], "facts": {}, "user": None, "topics": []}
    kept, gone = model.objects.get(pk=kept.pk), model.objects.get(pk=gone.pk)
    _move(kept, gone, notes)
    taken = model.objects.filter(pk=gone.pk, merged_into=None).update(merged_into=kept)
    if taken != 1 or kept.merged_into_id:
        raise ValidationError(_("One of them has already been merged."), code="merged")
    for field in model._meta.concrete_fields:
        if field.name not in OWN and not getattr(kept, field.attname) and (value := getattr(gone, field.attname)):
            notes["facts"][field.attname] = True
            setattr(kept, field.attname, value)
    if isinstance(kept, Person) and kept.user_id is None and gone.user_id:
        notes["user"] = gone.user_id
        model.objects.filter(pk=gone.pk).update(user=None)
        kept.user_id = gone.user_id
    kept.version += 1
    kept.save()
    known = set(ActivityTopic.objects.filter(key=key_of(kept)).values_list("activity", flat=True))
    earlier = set(ActivityTopic.objects.filter(key=key_of(gone)).values_list("activity", flat=True)) - known
    shared = ActivityTopic.objects.bulk_create(
        ActivityTopic(activity_id=pk, key=key_of(kept)) for pk in sorted(earlier)
    )
    notes["topics"] = [topic.pk for topic in shared]
    done = Merge.objects.create(kept_key=key_of(kept), gone_key=key_of(gone), moved=notes)
    activity.record(f"{model._meta.model_name}.merged", kept, by=by, about=[gone], gone=str(gone))
    return done


def can_undo(done: Merge) -> bool:
    return done.undone_at is None and timezone.localdate(done.at) == timezone.localdate() and bool(done.moved)


def merges_of_today() -> list[tuple[Any, Merge]]:
    """What can still be undone, newest first, each with the row that was kept."""
    rows = Merge.objects.filter(undone_at=None, at__date=timezone.localdate())
    open_ones = [done for done in rows if can_undo(done)]
    kept = keys.rows_of(done.kept_key for done in open_ones)
    return [(kept.get(done.kept_key), done) for done in open_ones]


@transaction.atomic
def undo_merge(done: Merge, *, by: Any) -> None:
    """Put a merge of today back: every row that moved, was removed or changed, as it was."""
    if not permissions.can_merge(by):
        raise PermissionDenied
    open_one = Merge.objects.filter(pk=done.pk, undone_at=None)
    if not can_undo(done) or open_one.update(undone_at=timezone.now()) != 1:
        raise ValidationError(_("A merge can be undone on the day it was made, once."), code="late")
    kept, gone = row_of(done.kept_key), row_of(done.gone_key)
    if kept is None or gone is None:
        raise ValidationError(_("One of the two rows is gone."), code="gone")
    model, notes = type(kept), done.moved
    for name in notes["facts"]:
        if getattr(kept, name) != getattr(gone, name):  # edited since: that edit stands
            continue
        field = model._meta.get_field(name.removesuffix("_id"))
        setattr(kept, name, None if field.null else False if isinstance(field, models.BooleanField) else "")
    if notes["user"]:
        kept.user_id = None
    kept.version += 1
    kept.save()
    model._base_manager.filter(pk=gone.pk).update(
        merged_into=None, **({"user": notes["user"]} if notes["user"] else {})
    )
    for stored, _owner, _field in reversed(notes["removed"]):
        for found in serializers.deserialize("json", stored):
            found.save()
    for key, name in notes["moved"]:
        _point_back(key, name, kept, gone, notes)
    for key, name, value in notes["changed"]:
        row = row_of(key)
        if row is not None:
            type(row)._base_manager.filter(pk=row.pk).update(**{name: value})
    ActivityTopic.objects.filter(pk__in=notes["topics"]).delete()
    activity.record(f"{model._meta.model_name}.unmerged", kept, by=by, about=[gone], gone=str(gone))


def _point_back(key: str, name: str, kept: Any, gone: Any, notes: dict[str, Any]) -> None:
    """A row that moved goes back to whom it came from, if it still is where the merge put it."""
    row = row_of(key)
    if row is not None and getattr(row, name) == kept:
        type(row)._base_manager.filter(pk=row.pk).update(**{name: gone})


def rows_of(kind: str) -> Any:
    """What can be merged: organisations (``virksomhet``) or people (``person``), those not merged away."""
    models: dict[str, Any] = {"virksomhet": Organisation, "person": Person}
    model = models.get(kind, Organisation)
    return model.objects.filter(merged_into=None)
