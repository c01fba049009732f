from .taking import Figure, Taken, series_for, take

__all__ = ["Figure", "Taken", "series_for", "take"]
