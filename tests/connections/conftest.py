from tests.core.conftest import house, prepared_database  # noqa: F401
