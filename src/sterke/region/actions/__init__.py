from .fetching import Fetched, due, fetch
from .files import look, take_cube, take_file
from .taking import Figure, Taken, series_for, take

__all__ = ["Fetched", "Figure", "Taken", "due", "fetch", "look", "series_for", "take", "take_cube", "take_file"]
