from django.tasks import task

from .retention import keep_time_limits


@task
def keep_time_limits_tonight() -> dict[str, int]:
    """Nightly: remove what has passed its time limit. Returns how many by rule."""
    return {f"{purpose}: {label}": count for purpose, label, count in keep_time_limits()}
