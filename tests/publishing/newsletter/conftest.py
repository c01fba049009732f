"""The house of its own, for the tests that kill."""

from tests.core.conftest import house, prepared_database  # noqa: F401
