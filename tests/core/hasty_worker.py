"""The worker as it is, with leases of two seconds in place of a minute; run as a process by the tests that kill."""

from datetime import timedelta

import django
from django.tasks import task


@task
def hold(begun: str, leave: str) -> str:
    """Say through one pipe that the task has begun, and wait at another until it may end."""
    with open(begun, "w") as pipe:
        pipe.write("begun")
    with open(leave) as pipe:
        return pipe.read()


if __name__ == "__main__":
    django.setup()
    from sterke.core import postman, worker

    postman.LEASE = worker.DEAD = timedelta(seconds=2)
    worker.run(beat=0.2)
