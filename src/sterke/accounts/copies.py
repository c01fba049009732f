"""A person's own data as one file to take along."""

import io
import json
import zipfile

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils import timezone

from sterke.core.house import Individual

from . import actions


def zip_of(individual: Individual) -> HttpResponse:
    """Everything about one person: one JSON file in a zip."""
    data = actions.own_data(individual)
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
    name = f"mine-data-{timezone.localdate():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body.getvalue(), content_type="application/zip", headers=headers)
