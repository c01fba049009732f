"""What cases do by the clock."""

from django.tasks import task


@task
def remind_of_promises() -> int:
    """Daily: a fortnight before a promise is due its case's owner gets a mail. May run twice safely."""
    from .actions import remind_owners

    return remind_owners()


@task
def remind_of_consultations() -> int:
    """Daily: a fortnight before the deadline of a consultation its owner gets a mail. May run twice safely."""
    from .actions import remind_owners_of_consultations

    return remind_owners_of_consultations()


@task
def look_at_parliament() -> list[str]:
    """Nightly: what parliament and ministries do is taken in. Gives what failed; what we had stays. May run twice."""
    from sterke.core.fetch import FetchProblem

    from . import fetching
    from .parliament import BadList

    told: list[str] = []
    failed = fetching.ask_stortinget(told.append)
    try:
        fetching.ask_regjeringen()
    except (FetchProblem, BadList) as problem:
        failed.append(f"consultations ({problem})")
    return failed
