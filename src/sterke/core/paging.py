"""Pages of a list: bounded, ordered, cheap at any depth a person would go to."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50
DEEPEST = 1000


def page_of(request: HttpRequest, rows: QuerySet, per_page: int = PER_PAGE) -> Page:
    """The page named by ``?side=`` (1 when absent or nonsense, the last when beyond it)."""
    paginator = Paginator(rows, per_page)
    wanted = request.GET.get("side", "1")
    return paginator.get_page(min(int(wanted), DEEPEST) if wanted.isascii() and wanted.isdigit() else 1)
