"""The programme, and what only those who come get to know."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from .. import permissions
from ..models import Gathering, Joining, ProgrammeItem, Speaker
from .gatherings import record


@transaction.atomic
def set_item(
    gathering: Gathering, item: ProgrammeItem, *, speakers: Sequence[tuple[str, str]] = (), by: Any
) -> ProgrammeItem:
    """Put an item in the programme, or change one; those who speak are replaced by the ones given (name, who)."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    item.gathering = gathering
    item.full_clean()
    item.save()
    item.speakers.all().delete()
    Speaker.objects.bulk_create(Speaker(item=item, name=name, title=title) for name, title in speakers)
    record("gathering.programme", gathering, by, item=item.title)
    return item


@transaction.atomic
def drop_item(item: ProgrammeItem, *, by: Any) -> None:
    if not permissions.can_manage(by, item.gathering):
        raise PermissionDenied
    record("gathering.programme_dropped", item.gathering, by, item=item.title)
    item.delete()


@transaction.atomic
def tell_practical(gathering: Gathering, *, by: Any, video_link: str = "", note: str = "") -> None:
    """What those with a seat get to know. It stands in a row of its own, so that nobody else ever meets it."""
    if not permissions.can_manage(by, gathering):
        raise PermissionDenied
    if not video_link and not note:
        Joining.objects.filter(gathering=gathering).delete()
        return
    Joining.objects.update_or_create(gathering=gathering, defaults={"video_link": video_link, "note": note.strip()})
