"""How often one caller may make us do something dear. Counted in the database, for all processes together."""

import hashlib
import ipaddress
import threading
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def within_rate(what: str, caller: str, *, most: int, seconds: int) -> bool:
    """True, and counted, for the first ``most`` calls of each period; False after that.

    Each call takes a numbered place that only one can take (the insert of its key), so two at once never share one.
    """
    period = int(time.time() // seconds)
    salted = hashlib.sha256(f"{settings.SECRET_KEY}:{what}:{caller}:{period}".encode()).hexdigest()[:32]
    places = [f"rate:{salted}:{n}" for n in range(most)]
    taken = cache.get_many(places)
    return any(cache.add(place, 1, timeout=seconds) for place in places if place not in taken)


BLOCK = 50  # calls
MOST_CALLERS = 10_000
_counting = threading.Lock()
_left: dict[tuple[str, str, int], int] = {}


def within_blocks(what: str, caller: str, *, blocks: int, seconds: int) -> bool:
    """The same for many small calls: a process takes leave for fifty at a time, and counts those down by itself."""
    key = (what, caller, int(time.time() // seconds))
    with _counting:  # threads of a process that come at once share a block
        if _left.get(key, 0) < 1:
            if not within_rate(what, caller, most=blocks, seconds=seconds):
                return False
            if len(_left) >= MOST_CALLERS:
                _left.clear()
            _left[key] = BLOCK
        _left[key] -= 1
        return True


def forget() -> None:
    """No leave is left over, as in a house that was just started."""
    _left.clear()


def caller_of(request: HttpRequest) -> str:
    """The caller's address, as seen by our outermost trusted proxy; an IPv6 caller is its whole /64."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    proxies = settings.TRUSTED_PROXIES
    address = hops[-proxies] if proxies and len(hops) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address[:60]
    return str(ipaddress.ip_network(f"{ip}/64", strict=False)) if ip.version == 6 else str(ip)
