import pytest

from tests import factories as make


@pytest.fixture
def secretary(db):
    return make.viewer("secretary")
