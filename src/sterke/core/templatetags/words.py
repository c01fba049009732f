"""The words of a page in the language the reader gets it in."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def words(page: Any, name: str) -> Any:
    return page.words(name)
