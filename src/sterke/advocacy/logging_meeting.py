"""A meeting logged in two minutes: the row, whom one met, and the notes, in one go."""

from typing import Any

from django.db import transaction

from . import actions
from .models import Meeting


@transaction.atomic
def log(said: dict[str, Any], *, by: Any) -> Meeting:
    """Of what ``LogForm`` holds. The notes go where few read them."""
    meeting = actions.plan_meeting(
        title=said["title"], day=said["day"], cases=said["cases"], format=said["format"], by=by
    )
    if said["met"] is not None:
        actions.note_who_came(meeting, actions.Comer(office=said["met"]), by=by)
    if said["notes"].strip():
        actions.write_note(meeting, text=said["notes"], by=by)
    return meeting
