"""Pages of a list: bounded, ordered, cheap at any depth a person would go to."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

from .kept import number_of

PER_PAGE = 50
DEEPEST = 1000


class Pages(Paginator):
    @cached_property
    def count(self) -> int:
        return len(self.object_list) if isinstance(self.object_list, list) else number_of(self.object_list)


def page_of(request: HttpRequest, rows: Any, per_page: int = PER_PAGE) -> Page:
    """The page named by ``?side=`` (1 when absent or nonsense, the last when beyond it)."""
    paginator = Pages(rows, per_page)
    wanted = request.GET.get("side", "1")
    return paginator.get_page(min(int(wanted), DEEPEST) if wanted.isascii() and wanted.isdigit() else 1)
