"""Everything that runs by the clock, one line each: a function without arguments, or a task. It may run twice safely.

The worker puts the lines in the task queue when the hour, day (03:00) or week (Monday 04:00) begins; what stands
under the minute is short, and the clock runs it itself.
"""

from collections.abc import Callable

from django.tasks import Task

from sterke.accounts import tasks as accounts
from sterke.advocacy import tasks as advocacy
from sterke.connections import tasks as connections
from sterke.connections import tasks_rounds as rounds
from sterke.core import mail_domain, stamps
from sterke.core import tasks as core
from sterke.directory import tasks as directory
from sterke.exchange import tasks as exchange
from sterke.gatherings import tasks as gatherings
from sterke.goals import tasks as goals
from sterke.publishing import tasks as publishing
from sterke.publishing.newsletter import mailbox
from sterke.publishing.newsletter import sending as newsletter
from sterke.region import tasks as region

SCHEDULE: dict[str, list[Callable | Task]] = {
    "minutely": [
        publishing.publish_due_pages,
        gatherings.lapse_offers,
        gatherings.write_what_is_left,
        rounds.look_after_rounds,
        exchange.read_mailbox,
        newsletter.go_on,
        stamps.fold,
    ],
    "hourly": [region.fetch_figures_that_are_due, mailbox.read_by_the_clock],
    "daily": [
        core.forget_finished_tasks,
        mail_domain.look_again,
        core.forget_old_pulses,
        core.index_everything_for_search,
        accounts.keep_time_limits_tonight,
        directory.refresh_from_register,
        advocacy.remind_of_promises,
        advocacy.remind_of_consultations,
        advocacy.look_at_parliament,
        gatherings.forget_food,
        gatherings.ask_how_goals_went,
        connections.look_after_listings,
        connections.look_after_introductions,
        connections.refresh_suggestions,
        rounds.ask_how_meetings_went,
    ],
    "weekly": [region.measure_trains, goals.ask_owners_to_measure, exchange.send_digests],
}
