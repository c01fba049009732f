from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sterke.core import sheets
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.house import house
from sterke.core.visibility import is_secretary


@require_safe
@open_to(SIGNED_IN)
def export(request: HttpRequest, name: str, ending: str) -> HttpResponse:
    """Any register's list as a file, with the rows this user may see; not there when that is none."""
    if name not in house.exports or ending not in sheets.OUT or not request.user.is_member:
        raise Http404
    headings, found = house.exports[name](request.user)
    rows = list(found)
    if not rows and not is_secretary(request.user):
        raise Http404
    return sheets.as_file((headings, rows), f"{name}-{timezone.localdate()}", ending)
