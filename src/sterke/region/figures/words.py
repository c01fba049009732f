"""Why figures could not be read or picked, in words for people."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .cube import BadFigures

SENTENCES = {
    # reading
    "empty": gettext_lazy("The answer is empty."),
    "size": gettext_lazy("The answer is too large (%(detail)s)."),
    "html": gettext_lazy("The answer is a web page, not figures."),
    "json": gettext_lazy("The answer is not whole (%(detail)s)."),
    "shape": gettext_lazy("The answer is not a table of figures (%(detail)s)."),
    "bundle": gettext_lazy("The answer holds several tables. Take one at a time."),
    "product": gettext_lazy("The answer holds another number of figures than it says (%(detail)s)."),
    "index": gettext_lazy("The codes of the table are not numbered as they should be (%(detail)s)."),
    "number": gettext_lazy("A figure in the answer is not a number (%(detail)s)."),
    "status": gettext_lazy("The signs in the answer do not fit its figures (%(detail)s)."),
    "heading": gettext_lazy("The headings of the sheet do not say what is what: %(detail)s."),
    "cell": gettext_lazy("Cannot be read: %(detail)s."),
    "either": gettext_lazy("A thousand, or decimals? Write it without a mark for thousands: %(detail)s."),
    "column": gettext_lazy("The sheet has no column for this, by which the figures are picked: %(detail)s."),
    "twice": gettext_lazy("The same figure stands twice: %(detail)s."),
    # picking
    "query": gettext_lazy("The query has a part that is not understood: %(detail)s."),
    "dimension": gettext_lazy("The table has no such part, or several: %(detail)s."),
    "code": gettext_lazy("The table has no such code: %(detail)s."),
    "label": gettext_lazy("None or several in the table have this name: %(detail)s."),
    "contents": gettext_lazy("The table counts several things. Say which: %(detail)s."),
    "ages": gettext_lazy("The table lacks a single year that is asked for: %(detail)s."),
    "overlap": gettext_lazy("These would be counted twice: %(detail)s. Pick them one by one."),
    "period": gettext_lazy("This is not a year, quarter or month: %(detail)s."),
    "two": gettext_lazy("Two codes have a figure for the same place and period: %(detail)s."),
    "unit": gettext_lazy("Figures of different units cannot be added: %(detail)s."),
}


def sentence(problem: BadFigures) -> str:
    """What is wrong, in the reader's language."""
    if problem.reason == "file":  # the sheet reader says it in words already
        return problem.detail
    return SENTENCES.get(problem.reason, _("The figures cannot be read (%(detail)s).")) % {
        "detail": problem.detail or problem.reason
    }
