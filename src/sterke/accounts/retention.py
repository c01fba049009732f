"""Time limits kept by the clock: each purpose's own rule, the same rows in a dry run as in a run."""

from collections.abc import Iterator

from django.db import transaction

from sterke.core.house import house


def keep_time_limits(*, dry_run: bool = False) -> Iterator[tuple[str, str, int]]:
    """Apply every room's rule, each in its own transaction. Yields (purpose, what, how many).

    A rule that fails takes no other with it: ExceptionGroup when all the others have been kept.
    """
    failed: list[Exception] = []
    for keeping in house.keepings:
        try:
            with transaction.atomic():
                count = keeping.remove(dry_run)
        except Exception as error:
            error.add_note(f"{keeping.purpose}: {keeping.label}")
            failed.append(error)
        else:
            yield keeping.purpose, str(keeping.label), count
    if failed:
        raise ExceptionGroup("some time limits were not kept", failed)
