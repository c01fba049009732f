"""What meeting rounds do in the background and by the clock."""

from django.tasks import task


@task
def make_timetable(run_id: int) -> None:
    """Make the draft of a timetable; may run twice safely: a run that lost its worker is told as broken."""
    from .actions.timetables import perform_run
    from .models import TimetableRun

    if run := TimetableRun.objects.select_related("round__gathering").filter(pk=run_id).first():
        perform_run(run)


@task
def write_letters(round_id: int) -> None:
    """Write the letters of a round that wait; may run twice safely, and the clock runs it for what is left."""
    from .actions.letters import write_letters as write
    from .models import MeetingRound

    if round := MeetingRound.objects.select_related("gathering").filter(pk=round_id).first():
        write(round)


def look_after_rounds() -> None:
    """Minutely: who lost their seat at a gathering leaves its meetings, who got one joins; dead runs are told."""
    from .actions.on_the_day import follow_registrations
    from .actions.timetables import break_off_dead_runs

    break_off_dead_runs()
    follow_registrations()


@task
def ask_how_meetings_went() -> int:
    """Daily: the day after, everybody who had meetings is asked once what came of them."""
    from .actions.outcomes import ask_those_due

    return ask_those_due()
