from .fetching import Fetched, due, fetch
from .files import look, take_cube, take_file
from .noting import note_move
from .taking import Figure, Taken, series_for, take
from .trains import Asked, ask_for_trains
from .trying import Tried, take_tried, tried, try_source

__all__ = [
    "Asked",
    "Fetched",
    "Figure",
    "Taken",
    "Tried",
    "ask_for_trains",
    "due",
    "fetch",
    "look",
    "note_move",
    "series_for",
    "take",
    "take_cube",
    "take_file",
    "take_tried",
    "tried",
    "try_source",
]
