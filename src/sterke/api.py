"""The API, put together from the rooms. Each room's doors stand in its api.py; here is one line for each."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from sterke.accounts import api as accounts
from sterke.advocacy import api as advocacy
from sterke.connections import api as connections
from sterke.core.access import open_to
from sterke.core.api import PROBLEM, ROOT, problem
from sterke.core.visibility import Visibility
from sterke.gatherings import api as gatherings
from sterke.goals import api as goals
from sterke.publishing import api as publishing
from sterke.region import api as region
from sterke.website import api as website

ABOUT = _(
    "What the pages show, as JSON. Without a token you read what everybody may see; with a token of your own what you "
    "may see. Nothing is written here. Public data may be used again by anyone who says where it is from."
)


class Plain(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Any) -> str:
        return operation.view_func.__name__


api = Api(
    title="API",
    version="1",
    docs_url=None,  # our own page: website/docs.py
    openapi_url=None,
    urls_namespace="api",
    renderer=Plain(),
    auth=accounts.Token(),
)
api.add_router("", website.organisation_router)
api.add_router("", website.network_router)
api.add_router("", publishing.router)
api.add_router("", region.router)
api.add_router("", region.figures)
api.add_router("", goals.router)
api.add_router("", gatherings.router)
api.add_router("", advocacy.router)
api.add_router("", connections.router)
api.add_router("", accounts.router)


def refuse_unknown(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A filter that is spelled wrong is told, or it would seem to find everything."""
    operation: Any = run.__self__  # type: ignore[attr-defined]
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    known = {name for model in models for name in model.__ninja_flatten_map__}

    @wraps(run)
    def checked(request: HttpRequest, **named: Any) -> HttpResponseBase:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            faults = [{"loc": ("query", name[:100]), "msg": "There is no such parameter."} for name in unknown[:20]]
            return api.on_exception(request, ValidationError(faults))
        return run(request, **named)

    return checked


api.add_decorator(refuse_unknown, mode="view")


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "There is nothing here that you may see.")


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        return problem(401, str(error), headers={"WWW-Authenticate": "Bearer"})
    wait = getattr(error, "wait", None)
    return problem(error.status_code, str(error), headers={"Retry-After": str(wait)} if wait else None)


@api.exception_handler(ValidationError)
def not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [{"where": str(fault["loc"][-1]), "what": fault["msg"]} for fault in error.errors]
    return problem(422, "The question was not understood.", faults)


@csrf_exempt
@open_to(Visibility.PUBLIC)
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    return problem(404, "There is no such address. See /api/docs.")


@csrf_exempt
@require_safe
@open_to(Visibility.PUBLIC)
def start(request: HttpRequest) -> HttpResponse:
    return redirect("api_docs")


@csrf_exempt
@require_safe
@open_to(Visibility.PUBLIC)
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(described(), encoder=NinjaJSONEncoder)


@cache
def described() -> dict[str, Any]:
    """The OpenAPI description, in English: errors are problems, and a token is needed for one's own page only."""
    with override("en"):
        told: dict[str, Any] = api.get_openapi_schema(path_prefix=ROOT)
        told["info"]["description"] = str(ABOUT)
        for operations in told["paths"].values():
            for operation in operations.values():
                if operation["operationId"] != "me":
                    operation["security"] = [{}, *operation["security"]]
                for status, answer in operation["responses"].items():
                    if status >= 400:
                        answer["content"] = {PROBLEM: answer["content"]["application/json"]}
        return told


def doors() -> list[URLPattern]:
    """Each door asks for a token by itself, so the sign-in page stays out of it."""
    found = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in found:
        pattern.callback = login_not_required(pattern.callback)
    found += [path("openapi.json", openapi, name="openapi"), path("", start, name="start")]
    return [*found, path("<path:rest>", nothing, name="nothing")]


urls = (doors(), "api")
