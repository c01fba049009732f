"""``{% kept "teaser" page.pk %}…{% endkept %}``: a part of a page that is drawn once for all readers (core/kept.py).

What stands in it depends on the words of the key, the language, and what is written in the house; never on who reads.
"""

from typing import Any

from django import template
from django.utils.translation import get_language

from sterke.core.kept import remembered

register = template.Library()


class Kept(template.Node):
    def __init__(self, nodelist: template.NodeList, key: list[Any]) -> None:
        self.nodelist, self.key = nodelist, key

    def render(self, context: template.Context) -> str:
        key = ("part", get_language(), *(word.resolve(context) for word in self.key))
        return remembered(key, lambda: self.nodelist.render(context))


@register.tag
def kept(parser: Any, token: Any) -> Kept:
    key = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, key)
