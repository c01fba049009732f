"""An issue as a mail: drawn once for each edition and language, then filled in for each reader.

CSS is written into the elements by css-inline (docs/adr/0031). What is of the reader (name, company, why, links) is put
in last, in one pass, as plain text: nothing a person is called can become a placeholder, markup or a link.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

import css_inline
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from sterke.core import links
from sterke.core.models import Cluster
from sterke.core.text import tidy

from .models import NewsletterIssue
from .picking import items_for, viewer_of

PLACEHOLDERS = {"fornavn": "first_name", "navn": "name", "virksomhet": "company"}
BRACES = re.compile(r"\{[^{}]*\}|[{}]")
MARK = re.compile(r"⟦(\w+)⟧")  # what is filled in for each reader; these signs are taken out of all other words
MOST_BYTES = 95_000  # Gmail cuts a mail at 102 KB
LINKISH = re.compile(r"://|www\.|@|\w\.\w{2,}|[<>{}⟦⟧]")
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, keep_style_tags=False)


@dataclass(frozen=True)
class Draft:
    """A letter with its marks, for one edition and language."""

    subject: str
    html: str
    text: str

    def for_reader(self, facts: dict[str, str]) -> tuple[str, str]:
        """HTML and text with the reader's own facts in them."""
        return (
            MARK.sub(lambda found: html.escape(facts[found[1]]), self.html),
            MARK.sub(lambda found: facts[found[1]], self.text),
        )


def check_words(issue: NewsletterIssue) -> None:
    """Raise ValidationError where a placeholder is not one of those there are, and say where it stands."""
    for found in BRACES.finditer(issue.greeting):
        if found[0].strip("{}") not in PLACEHOLDERS or len(found[0]) < 2:
            before = issue.greeting[: found.start()]
            near = issue.greeting[max(0, found.start() - 15) : found.end() + 15].replace("\n", " ")
            told = _("Line %(line)s: “%(what)s” is none of %(known)s. It stands here: “%(near)s”.") % {
                "line": before.count("\n") + 1,
                "what": found[0],
                "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
                "near": near,
            }
            raise ValidationError({"greeting": told})


def marked(words: str) -> str:
    """The greeting with marks in place of placeholders."""
    bare = unmarked(words)
    return BRACES.sub(lambda found: f"⟦{PLACEHOLDERS.get(found[0][1:-1], 'nothing')}⟧", bare)


def unmarked(words: str) -> str:
    return words.replace("⟦", "(").replace("⟧", ")")


def draft(issue: NewsletterIssue, edition: str, language: str) -> Draft:
    with override(language):
        items = items_for(issue, viewer_of(edition))
        for row in items:
            row.title, row.text = unmarked(row.title), unmarked(row.text)
            row.address = absolute(row.url)  # type: ignore[attr-defined]
        context: dict[str, Any] = {
            "issue": issue,
            "greeting": [part for part in marked(issue.greeting).split("\n\n") if part.strip()],
            "items": items,
            "cluster": Cluster.current(),
            "site_url": settings.SITE_URL,
            "language": language,
            "subject": unmarked(issue.subject),
        }
        page = _inliner.inline(render_to_string("publishing/newsletter/mail/issue.html", context))
        text = render_to_string("publishing/newsletter/mail/issue.txt", context)
    return Draft(tidy(issue.subject), page, re.sub(r"\n{3,}", "\n\n", text).strip() + "\n")


def absolute(url: str) -> str:
    return settings.SITE_URL + url if url.startswith("/") else url


def facts_of(*, name: str, company: str, reason: str, token: str) -> dict[str, str]:
    """What is of the reader. A name that mail programs would make a link of is left out."""
    name, company = (tidy(unlinked(each)) for each in (name, company))
    return {
        "first_name": name.split(" ")[0],
        "name": name,
        "company": company,
        "reason": reason,
        "leave": links.url("publishing:newsletter_leave", token),
        "choices": links.url("publishing:newsletter_choices", token),
        "nothing": "",
    }


def unlinked(words: str) -> str:
    return "" if LINKISH.search(words) else words


def headers_of(facts: dict[str, str]) -> dict[str, str]:
    """RFC 2369 and RFC 8058: mail programs show a button that stops it with one click."""
    name = tidy(Cluster.current().name)
    return {
        "List-Unsubscribe": f"<{facts['leave']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<nyhetsbrev.{settings.SITE_URL.split('//')[1].split(':')[0].split('/')[0]}>",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    } | ({"Organization": name} if name.isascii() else {})


def greeting_for_all(issue: NewsletterIssue) -> list[str]:
    """The greeting on the web, where nobody is called by name: “Hei {fornavn},” is “Hei,”."""
    bare = re.sub(r"\s*\{[^{}]*\}", "", issue.greeting)
    return [part for part in bare.split("\n\n") if part.strip()]
