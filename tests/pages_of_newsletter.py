"""The addresses of the newsletter; see pages.py."""

from typing import Any

from tests.page_rows import READ, SECRETARY, Row, action, pk_of, token

ACTS = SECRETARY.replace("200", "302")
WRONG = SECRETARY.replace("200", "422")  # what is needed was not sent


def draft(*more: Any):
    """Below the draft; a word starting with a dot is the name of a row of the world."""
    return lambda w: [
        w.rows.issue.pk, *(getattr(w.rows, part[1:]).pk if str(part).startswith(".") else part for part in more)
    ]  # fmt: skip


PAGES = {
    "publishing:newsletter": Row("200", "200"),
    "publishing:newsletter_feed": Row("200", look=False),
    "publishing:issue": Row("200", args=lambda w: [w.rows.sent_issue.number]),
    "publishing:newsletter_confirm": Row("200", "200", token("newsletter_confirm")),
    "publishing:newsletter_choices": Row("200", "200", token("newsletter")),
    "publishing:newsletter_leave": Row("200", "200", token("newsletter")),
    "publishing:issues": Row(SECRETARY, READ),
    "publishing:begin_issue": Row(READ, ACTS, look=False),
    "publishing:new_segment": Row(SECRETARY, SECRETARY),
    "publishing:edit_segment": Row(SECRETARY, SECRETARY, pk_of("segment")),
    "publishing:mail_reports": Row(SECRETARY, READ),
    "publishing:settle_report": action(ACTS, pk_of("mail_report")),
    "publishing:edit_issue": Row(SECRETARY, SECRETARY, draft()),
    "publishing:new_item": Row(SECRETARY, SECRETARY, draft()),
    "publishing:edit_item": Row(SECRETARY, SECRETARY, draft(".issue_item")),
    "publishing:move_item": action(ACTS, draft(".issue_item", "opp")),
    "publishing:preview_issue": Row(SECRETARY, READ, draft("members")),
    "publishing:letter_of_issue": Row(SECRETARY, READ, draft("public", "lys"), look=False),
    "publishing:schedule_issue": action(WRONG, draft()),
    "publishing:drop_issue": action(ACTS, lambda w: [w.rows.sent_issue.pk]),
    "publishing:issue_step": action(ACTS, draft("tilbake")),
    "publishing:mail_hook": Row(READ.replace("302", "405"), "404", lambda w: ["gjettet"], look=False),
}
