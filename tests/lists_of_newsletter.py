"""The lists of the newsletter, and how each gets one more row; see test_query_counts.py."""

from django.utils import timezone

from sterke.publishing.newsletter.models import MailReport, NewsletterIssue


def one_more(w, n):
    row = NewsletterIssue.objects.create(
        subject=f"Utgave {n}", number=n + 10, state="sent", sent_at=timezone.now(), created_at=timezone.now()
    )
    row.items.create(title=f"Sak {n}", visibility="public", picked=True)


LISTS = {
    "publishing:newsletter": one_more,
    "publishing:issue": lambda w, n: w.rows.sent_issue.items.create(title=f"Sak {n}", visibility="public", picked=True),
    "publishing:issues": one_more,
    "publishing:edit_issue": lambda w, n: w.rows.issue.items.create(title=f"Sak {n}", picked=n % 2 == 0),
    "publishing:mail_reports": lambda w, n: MailReport.objects.create(
        key=f"k{n}", address=f"a{n}@example.no", kind="soft", issue=w.rows.sent_issue
    ),
}
NOT_LISTS = {
    "publishing:newsletter_confirm",
    "publishing:newsletter_choices",
    "publishing:newsletter_leave",
    "publishing:new_segment",
    "publishing:edit_segment",
    "publishing:new_item",
    "publishing:edit_item",
    "publishing:preview_issue",
}
