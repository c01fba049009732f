"""The lists of the newsletter, and how each gets one more row; see test_query_counts.py."""

LISTS = {}
NOT_LISTS = {
    "publishing:newsletter",
    "publishing:newsletter_confirm",
    "publishing:newsletter_choices",
    "publishing:newsletter_leave",
}
