"""Measurements, one file per question. Each prints figures beside a limit, measured in the same run."""
