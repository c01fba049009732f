"""A copy of what we keep of a person: all of it, others' names masked (GDPR art. 15(4)), and when they were told."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Min, Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core.house import Individual, house
from sterke.core.models import Activity, ActivityTopic, Cluster, OutgoingMail

from . import scrub

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SHORTEST = 4  # letters; a shorter name is a word too


@dataclass(frozen=True)
class Mention:
    """A text somebody wrote in which the person is named: what kind of row, which one, where it is read."""

    kind: str
    row: str
    url: str


def own_data(individual: Individual) -> dict[str, Any]:
    """Everything the rooms keep about a person, room by room, the day they were told, and nobody else's name."""
    found: dict[str, Any] = {name: give(individual) for name, give in sorted(house.data_of.items())}
    return mask_others(found, individual) | {"told_at": told_at(individual)}


def mask_others(found: dict[str, Any], individual: Individual) -> dict[str, Any]:
    """The same data without names and addresses of other persons that we know of."""
    text = json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False).casefold()
    own = {
        word.casefold() for word in (individual.name, *individual.names, *individual.emails, Cluster.current().email)
    }
    names = {other.name for give in house.individuals for other in give()}
    others = {name for name in names if len(name) >= SHORTEST and name.casefold() in text} - {""}
    others = {name for name in others if name.casefold() not in own} | (set(ADDRESS.findall(text)) - own)
    pattern = scrub.pattern_of(Individual(name="", names=frozenset(others)))
    masked: dict[str, Any] = scrub.scrub(found, pattern, _("[somebody else]")) if pattern else found
    return masked


def told_at(individual: Individual) -> datetime | None:
    """When the person first heard from us, which is when they were told what we keep (GDPR art. 14); None: not yet."""
    mails = OutgoingMail.objects.filter(to__in=individual.emails, state=OutgoingMail.State.SENT)
    about = ActivityTopic.objects.filter(key__in=scrub.keys_of(individual)).values("activity")
    invited = Activity.objects.filter(Q(verb="person.invited") & Q(pk__in=about))
    days = [mails.aggregate(at=Min("sent_at"))["at"], invited.aggregate(at=Min("at"))["at"]]
    return min((day for day in days if day), default=None)


def mentions_of(individual: Individual) -> Iterator[Mention]:
    """Texts in which the person is named, for a person to judge whether they are about them."""
    words = {word for word in (individual.name, *individual.names, *individual.emails) if len(word) >= SHORTEST}
    for model in apps.get_models():
        fields = [field.name for field in model._meta.concrete_fields if type(field) is models.TextField]
        if not model.__module__.startswith("sterke.") or model is OutgoingMail or not fields or not words:
            continue
        wanted = Q()
        for name in fields:
            for word in words:
                wanted |= Q(**{f"{name}__icontains": word})
        for row in model._base_manager.filter(wanted).order_by("pk"):
            where = getattr(row, "get_absolute_url", None)
            yield Mention(str(model._meta.verbose_name), str(row), where() if where else "")


def zip_of(individual: Individual) -> HttpResponse:
    """Everything about one person: one JSON file in a zip."""
    data = own_data(individual)
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
    name = f"mine-data-{timezone.localdate():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body.getvalue(), content_type="application/zip", headers=headers)
