"""The page that tells how the API is used, drawn from its own description: no script, no outside, our look."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sterke.api import ABOUT, api
from sterke.core.access import open_to
from sterke.core.api import ROOT
from sterke.core.visibility import Visibility

EVERYWHERE = {"limit", "offset", "slug"}  # told once, above


@require_safe
@open_to(Visibility.PUBLIC)
def docs(request: HttpRequest) -> HttpResponse:
    told: dict[str, Any] = api.get_openapi_schema(path_prefix=ROOT)
    shapes = told["components"]["schemas"]
    rows = [door(path, operations["get"], shapes) for path, operations in told["paths"].items()]
    context = {"about": ABOUT, "doors": rows, "site": settings.SITE_URL}
    return render(request, "website/api_docs.html", context)


def door(path: str, operation: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    """What the page says of one address: how it is asked, and what comes back."""
    gives = operation["responses"][200]["content"]["application/json"]["schema"]
    shape = shapes[gives["$ref"].rpartition("/")[2]]
    is_list = "items" in shape["properties"]
    if is_list:
        shape = shapes[shape["properties"]["items"]["items"]["$ref"].rpartition("/")[2]]
    return {
        "path": path,
        "opens": "" if "{" in path or operation["operationId"] == "me" else path,
        "id": operation["operationId"],
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": [asked(one, shapes) for one in operation["parameters"] if one["name"] not in EVERYWHERE],
        "is_list": is_list,
        "fields": list(shape["properties"]),
    }


def asked(parameter: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    """A parameter: its name, what it means, the values it may have."""
    schema = parameter["schema"]
    for option in schema.get("anyOf", []):
        schema = {**schema, **option}
    if "$ref" in schema:
        schema = shapes[schema["$ref"].rpartition("/")[2]]
    values = schema.get("enum") or []
    if "minimum" in schema:
        values = [f"{schema['minimum']}–{schema['maximum']}"]
    return {"name": parameter["name"], "description": parameter.get("description", ""), "values": values}
