"""What every page knows: the cluster, and whether this is the demo."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Cluster


def house(request: HttpRequest) -> dict:
    return {"cluster": SimpleLazyObject(Cluster.current), "demo": settings.DEMO}
