"""Addresses of pages by name, worked out once: Django's ``reverse`` costs more than drawing the line it stands in."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse, translate_url
from django.utils.translation import get_language


def path_to(name: str, *args: Any) -> str:
    """The path of a page in the reader's language.

    Raises:
        NoReverseMatch: there is no page of that name for these arguments.
    """
    return _reversed(get_language(), get_urlconf() or settings.ROOT_URLCONF, name, args)


def path_if_any(name: str, *args: Any) -> str:
    """The path of a page, empty where this house does not have that page."""
    try:
        return path_to(name, *args)
    except NoReverseMatch:
        return ""


def path_in(language: str, path: str) -> str:
    """The same page in another language; the query string stays as it is."""
    bare, mark, query = path.partition("?")
    return _translated(get_language(), get_urlconf() or settings.ROOT_URLCONF, bare, language) + mark + query


@lru_cache(maxsize=8192)
def _reversed(language: str | None, urlconf: str, name: str, args: tuple[Any, ...]) -> str:
    return reverse(name, urlconf=urlconf, args=args)


@lru_cache(maxsize=2048)
def _translated(here: str | None, urlconf: str, path: str, language: str) -> str:
    return path if here == language else translate_url(path, language)
