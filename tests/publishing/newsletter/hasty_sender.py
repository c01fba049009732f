"""The worker as it is, with leases of two seconds and a newsletter that goes on all the time instead of each minute."""

from datetime import timedelta

import django

if __name__ == "__main__":
    django.setup()
    from sterke.core import postman, worker
    from sterke.publishing.newsletter import sending

    postman.LEASE = worker.DEAD = timedelta(seconds=2)
    usual = worker.House.post_and_clock

    def post_and_newsletter(house: worker.House) -> None:
        sending.go_on()
        usual(house)

    worker.House.post_and_clock = post_and_newsletter  # type: ignore[method-assign]
    worker.run(beat=0.2)
