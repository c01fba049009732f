"""The lists of meeting rounds, and how each gets one more row; see test_query_counts.py."""

from sterke.connections.models import EntrySide
from tests import factories as make
from tests.connections.rounded import meet


def participant(round, n):
    return make.ParticipantFactory(
        round=round, name=f"Flere {n}", person=make.PersonFactory(), organisation=make.OrganisationFactory()
    )


def on_the_page(w, n):
    slot = make.SlotFactory(round=w.rows.round_published)
    meet(participant(w.rows.round_published, n), participant(w.rows.round_published, n), slot)


def meeting(name):
    def add(w, n):
        round = getattr(w.rows, name)
        round.refresh_from_db()
        entry = meet(participant(round, n), participant(round, n), make.SlotFactory(round=round))
        if name == "round_past":
            EntrySide.objects.create(entry=entry, participant=entry.one, met=True, result="learned", words=f"Ord {n}")

    return add


def missed(w, n):
    run = w.rows.round_draft.runs.get(state="done")
    one, other = participant(w.rows.round_draft, n), participant(w.rows.round_draft, n)
    run.report["misses"].append([one.pk, other.pk, 2, "no_table", 0])
    run.save()


def with_me(name):
    """One more meeting of the company's contact, whose link it is."""

    def add(w, n):
        round = getattr(w.rows, name)
        me = round.participants.get(registration__person=w.rows.person)
        me.round = round
        meet(me, participant(round, n), make.SlotFactory(round=round))

    return add


LISTS = {
    "connections:round": on_the_page,
    "connections:round_people": lambda w, n: participant(w.rows.round_wishes, n),
    "connections:round_timetable": meeting("round_draft"),
    "connections:round_report": missed,
    "connections:round_day": meeting("round_published"),
    "connections:round_outcomes": meeting("round_past"),
    "connections:round_programme": with_me("round_published"),
    "connections:round_wishes": lambda w, n: participant(w.rows.round_wishes, n),
    "connections:book_meeting": lambda w, n: participant(w.rows.round_published, n),
    "connections:round_results": with_me("round_past"),
}
NOT_LISTS = {
    "connections:start_round",
    "connections:edit_round",
    "connections:round_slots",
    "connections:new_stand",
    "connections:stand",
    "connections:make_timetable",
    "connections:round_run",
    "connections:new_meeting",  # its people are one question
    "connections:move_meeting",
}
