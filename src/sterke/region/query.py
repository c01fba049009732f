"""The query of an indicator as the office edits it: laid out in lines, with help, and told where it is wrong."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .figures.cube import BadFigures
from .figures.query import check

HELP = _(
    "What the table is asked for, as JSON. “ask” says it for each of its variables: codes in a list, '*' for all, "
    "'from(2005)' and on, or {'codelist': 'agg_KommSummer'} for our municipalities. “pick” says which codes are added "
    "up: codes in a list, {'from': 20, 'to': 35} for ages, or {'label': '…'} for the one with that name. Empty, {}, "
    "for a sheet with one column of values. In the field the quotes are double, as here:"
)
EXAMPLE = """{"ask": {"Region": {"codelist": "agg_KommSummer"}, "ContentsCode": ["Personer1"], "Tid": "from(2005)"},
 "pick": {"ContentsCode": ["Personer1"]}}"""
FORMS = _(
    "“%(part)s” is not understood. The parts are ask, pick, minus, place and find. Codes are a list, '*' or "
    "{'label': '…'}; in “pick” also {'from': 20, 'to': 35}, in “ask” also 'from(2005)' or {'codelist': '…'}."
)


class QueryField(forms.JSONField):
    """JSON in lines; what cannot be read is told by line, what cannot be understood by name."""

    widget = forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "code"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            try:
                json.loads(value)
            except ValueError as problem:
                where = {"line": getattr(problem, "lineno", 1), "column": getattr(problem, "colno", 1)}
                said = _("This is not JSON: look at line %(line)s, sign %(column)s. Often a comma, a brace or a quote.")
                raise ValidationError(said, params=where, code="json") from None
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return json.dumps(value, indent=2, ensure_ascii=False) if isinstance(value, dict) else value


def check_query(query: Any) -> None:
    """ValidationError names the part that is not understood, and says what may stand there."""
    try:
        check(query)
    except BadFigures as problem:
        raise ValidationError(FORMS, params={"part": problem.detail}, code="query") from None
