"""What the views share: the gathering at an address, and whether somebody may do this with it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.views.decorators.http import require_http_methods

from ..models import Gathering
from ..permissions import can_manage
from ..reports import gathering_at

page = require_http_methods(["GET", "HEAD", "POST"])


def gathering_for(request: HttpRequest, slug: str, may: Callable[[Any, Gathering], bool] = can_manage) -> Any:
    """The gathering, with ``taken`` seats counted. What one may not do is not there."""
    row = gathering_at(request.user, slug).first()
    if row is None or not may(request.user, row):
        raise Http404
    return row
