"""Time limits kept by the clock: each purpose's own rule, the same rows in a dry run as in a run."""

from collections.abc import Iterable

from django.db import transaction

from sterke.core.house import house


def keep_time_limits(*, dry_run: bool = False) -> Iterable[tuple[str, str, int]]:
    """Apply every room's rule. Yields (purpose, what, how many); a rule that fails takes no other with it."""
    for keeping in house.keepings:
        with transaction.atomic():
            yield keeping.purpose, str(keeping.label), keeping.remove(dry_run)
