from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from sterke.connections import reports as connections_reports
from sterke.core.access import SIGNED_IN, open_to
from sterke.core.activity import history_of
from sterke.core.pages import holds_until, same_for_visitors
from sterke.core.paging import page_of
from sterke.core.paths import path_to
from sterke.core.strands import ways_from
from sterke.core.visibility import Visibility, is_secretary
from sterke.directory import permissions as directory_permissions
from sterke.directory.models import Organisation
from sterke.directory.orgnumber import shown
from sterke.directory.reports import organisation_at
from sterke.gatherings import mine
from sterke.gatherings import told as gatherings_told
from sterke.gatherings.permissions import can_start_in
from sterke.membership import permissions as membership_permissions
from sterke.membership.models import Network
from sterke.membership.reports import network_at

from . import desk as desk_words
from . import reports, told
from .forms import LanguageForm, MemberSearch
from .told import in_reader_language


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def organisations(request: Any) -> HttpResponse:
    search = MemberSearch(request.GET, user=request.user)
    page = page_of(request, search.rows())
    page.object_list = [reports.MemberLine(*row) for row in page]
    context = {
        "search": search,
        "page": page,
        "listed": page,
        "searching": search.address("") != "",
        "can_export": request.user.is_authenticated and request.user.is_member,
    }
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"website/organisations.html{'#rows' if part else ''}", context)
    return push_url(response, search.address(request.path)) if part else response


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    row = organisation_at(request.user, slug).first()
    if row is None:
        return redirect(kept_for(slug, request.user))
    about, about_language = in_reader_language(row.about, row.about_en)
    context = {
        "organisation": row,
        "about": about,
        "about_language": about_language,
        "number": shown(row.org_number),
        "in_short": in_short(row),
        "membership": reports.membership_of(row.pk).first(),
        "people": reports.people_at(row, request.user),
        "reach": reports.reach_of_organisation(request.user, row.pk),
        "networks": reports.networks_of(request.user, row.pk),
        "gatherings": gatherings_told.of_company(request.user, row, timezone.localdate()),
        "listings": list(connections_reports.of_company(request.user, row.pk)),
        "history": history_of(row, request.user),
        "is_secretary": is_secretary(request.user),
        "can_edit": directory_permissions.can_edit_organisation(request.user, row),
        "can_manage_people": directory_permissions.can_edit_people(request.user, row),
        "card": told.organisation(row),
        "trail": [(_("Members"), path_to("website:organisations"))],
    }
    return render(request, "website/organisation.html", context)


def in_short(row: Organisation) -> list[str]:
    """What a company is, in a line: where, what, how big."""
    size = _("%(number)s employees") % {"number": row.size_text} if row.size_text else ""
    return [str(fact) for fact in (row.municipality, row.industry, size) if fact]


def kept_for(slug: str, user: object) -> Organisation:
    """The organisation into which the one at this address was merged, if this user may see it; else 404."""
    gone = Organisation.objects.filter(slug=slug).exclude(merged_into=None).select_related("merged_into").first()
    for _step in range(5):
        if gone is not None and gone.merged_into is not None:
            gone = gone.merged_into
    if gone is None:
        raise Http404
    return get_object_or_404(Organisation.objects.visible_to(user), pk=gone.pk)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def networks(request: HttpRequest) -> HttpResponse:
    rows = reports.give_sizes(reports.networks(request.user))
    running = [(row, in_reader_language(row.purpose, row.purpose_en)[0]) for row in rows]
    can_start = membership_permissions.can_start_network(request.user)
    context = {
        "running": running,
        "ended": reports.give_sizes(reports.ended_networks(request.user)),
        "can_start": can_start,
    }
    return render(request, "website/networks.html", context)


@require_safe
@open_to(Visibility.PUBLIC)
@same_for_visitors
def network(request: HttpRequest, slug: str) -> HttpResponse:
    row = network_at(request.user, slug).first()
    if row is None:
        raise Http404
    reports.give_sizes([row])
    leaders = list(reports.seats_in(request.user, row.pk, leaders=True))
    page = page_of(request, reports.seats_in(request.user, row.pk, leaders=False))
    reports.furnish([*leaders, *page], request.user)
    purpose, purpose_language = in_reader_language(row.purpose, row.purpose_en)
    gatherings = gatherings_told.of_network(request.user, row.pk, timezone.localdate())
    holds_until(request, gatherings["turns"])
    context = {
        "network": row,
        "gatherings": gatherings,
        "card": told.network(row),
        "trail": [(_("Networks"), path_to("website:networks"))],
        "purpose": purpose,
        "purpose_language": purpose_language,
        "leaders": leaders,
        "page": page,
        "history": history_of(row, request.user),
        **open_in_network(request.user, row),
    }
    return render(request, "website/network.html", context)


def open_in_network(user: Any, row: Network) -> dict[str, Any]:
    """What this user may see of a network and do with it."""
    return {
        "sees_people": user.is_authenticated and user.is_member,
        "past_seats": reports.past_seats_in(user, row.pk)[:100] if is_secretary(user) else [],
        "is_secretary": is_secretary(user),
        "ways": ways_from(row, user),
        "can_edit_people": membership_permissions.can_edit_network_people(user, row),
        "can_end": membership_permissions.can_end_network(user, row),
        "can_gather": row.is_open and can_start_in(user, row),
    }


@require_safe
@open_to(SIGNED_IN)
def my_page(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    places = reports.own_places(user)
    companies = {role.organisation_id: role.organisation for role in places["roles"]}
    context = {
        **places,
        "today": timezone.localdate(),
        "companies": [
            {
                "row": row,
                "can_edit": directory_permissions.can_edit_organisation(user, row),
                "can_manage_people": directory_permissions.can_edit_people(user, row),
            }
            for pk, row in companies.items()
            if pk in user.standing.works_at
        ],
        "leads": reports.networks_led(user),
        "waiting": desk_words.lines_for(reports.waiting_for(user), timezone.localdate()),
        **mine.on_my_page(user, timezone.localdate()),
        "sees_desk": user.is_board or user.is_secretary,
        "language_form": LanguageForm(instance=user),
    }
    return render(request, "website/my_page.html", context)


@require_POST
@open_to(SIGNED_IN)
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language of mails and of the pages one lands on after signing in."""
    form = LanguageForm(request.POST, instance=request.user)
    if not form.is_valid():
        return redirect("website:my_page")
    user = form.save()
    with translation.override(user.language):
        return redirect(reverse("website:my_page"))


@require_safe
@open_to(SIGNED_IN)
def desk(request: HttpRequest) -> HttpResponse:
    """The board and the secretariat; and whoever has something of their own waiting, as the owner of a case, with just
    that."""
    user: Any = request.user
    today, items, leads = timezone.localdate(), reports.waiting_for(user), user.is_board or user.is_secretary
    if not items and not leads:
        raise PermissionDenied
    page = page_of(request, items)
    context = {
        "heading": desk_words.heading(len(items)),
        "figures": desk_words.figures_for(user) if leads else [],
        "page": page,
        "lines": desk_words.lines_for(list(page), today),
        "is_secretary": user.is_secretary,
    }
    return render(request, "website/desk.html", context)
