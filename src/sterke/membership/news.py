"""New members, for the newsletter."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.keys import key_of
from sterke.core.news import News, gives_news
from sterke.core.question import today
from sterke.directory.models import Organisation

from .models import Membership


@gives_news
def news(since: date, user: Any) -> Iterator[News]:
    rows = Membership.objects.on().filter(joined_on__range=(since, today()))
    rows = rows.filter(organisation__in=Organisation.objects.visible_to(user))
    for row in rows.select_related("organisation__municipality").order_by("-joined_on", "pk"):
        company = row.organisation
        title = _t("%(company)s has joined") % {"company": company}
        where = ", ".join(filter(None, [str(company.municipality or ""), company.industry]))
        yield News(key_of(company), _("New members"), title, row.joined_on, company.get_absolute_url(), where)
