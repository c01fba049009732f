import pytest

from tests.core import house as houses


@pytest.fixture(scope="session")
def prepared_database(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), houses.template(tmp_path_factory.mktemp("template")) as original:
        yield original


@pytest.fixture
def house(prepared_database, django_db_blocker, tmp_path, settings):
    """An empty house with a database that other processes can reach; ends with all of its processes."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    with django_db_blocker.unblock(), houses.copy_of(prepared_database, tmp_path) as (url, name):
        made = houses.House(tmp_path, url)
        with houses.connected_to(name):
            try:
                yield made
            finally:
                made.end()
