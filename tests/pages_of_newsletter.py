"""The addresses of the newsletter; see pages.py."""

from tests.page_rows import Row, token

PAGES = {
    "publishing:newsletter": Row("200", "200"),
    "publishing:newsletter_confirm": Row("200", "200", token("newsletter_confirm")),
    "publishing:newsletter_choices": Row("200", "200", token("newsletter")),
    "publishing:newsletter_leave": Row("200", "200", token("newsletter")),
}
