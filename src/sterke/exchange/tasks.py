"""What the conversations do by the clock. Each may run twice safely."""

from django.tasks import task


@task
def send_digests() -> int:
    """Weekly: what moved, for those who have not chosen otherwise."""
    from . import actions

    return actions.send_digests()


def read_mailbox() -> int:
    """Minutely: replies by mail are taken in, where the house has a mailbox. A silent mailbox is asked again."""
    from . import mailbox

    return mailbox.read_if_any()
