"""Words and tones for the templates of cases."""

from typing import Any

from django import template

from .. import wording

register = template.Library()


@register.filter
def case_tone(case: Any) -> str:
    return wording.CASE_TONES.get(case.status, "")


@register.filter
def promise_tone(row: Any) -> str:
    """Of a promise, or of what was found of one."""
    return wording.PROMISE_TONES.get(row.status, "")


@register.filter
def stance_tone(row: Any) -> str:
    return wording.STANCE_TONES.get(row.stance, "")


@register.filter
def position_tone(row: Any) -> str:
    return wording.POSITION_TONES.get(row.status, "")


@register.filter
def response_tone(row: Any) -> str:
    return wording.RESPONSE_TONES.get(row.status, "")


@register.filter
def endorsement_tone(row: Any) -> str:
    return wording.ENDORSEMENT_TONES.get(row.stance, "")


@register.filter
def in_words(row: Any, name: str) -> str:
    """A text of a row in the reader's language, else in bokmål."""
    return wording.in_language(row, name)


register.filter("held_by", wording.held_by)
register.filter("due_said", wording.due_said)
