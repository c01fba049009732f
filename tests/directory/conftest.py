import pytest
import stamina

from sterke.core import fetch
from tests.core.service import Service
from tests.directory.register import says, unit


@pytest.fixture
def service(monkeypatch):
    service = Service(says(unit()))
    monkeypatch.setattr(fetch, "WIRE", service.wire())
    with stamina.set_testing(True):
        yield service
    service.close()
