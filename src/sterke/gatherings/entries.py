"""Gatherings as entries of a calendar."""

from datetime import timedelta

from django.conf import settings

from sterke.core.calendars import Entry

from .models import Gathering
from .wording import where


def entry(gathering: Gathering, *, video_link: str = "", note: str = "") -> Entry:
    """As anybody who sees the gathering may have it; ``video_link`` and ``note`` for those with a seat only."""
    whole_days = gathering.starts_at is None
    return Entry(
        name=f"gathering-{gathering.pk}",
        title=str(gathering),
        starts=gathering.day if gathering.starts_at is None else gathering.starts_at,
        ends=gathering.last_day + timedelta(days=1) if whole_days else gathering.ends_at,
        place=video_link or where(gathering),
        text="\n".join(part for part in (gathering.words("lead"), note) if part),
        url=settings.SITE_URL + gathering.get_absolute_url(),
        is_cancelled=gathering.is_cancelled,
        is_tentative=gathering.status == Gathering.Status.SAVE_THE_DATE,
    )
