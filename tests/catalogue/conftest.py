"""The cases of the catalogue, for tests to ask for."""

import pytest
from tests.catalogue.cases import CASES, Case, read_case


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    """Every case in turn."""
    return read_case(request.param)


@pytest.fixture
def ceasefire() -> Case:
    """The flagship."""
    return read_case("ceasefire")


@pytest.fixture
def labour() -> Case:
    """The case for learning."""
    return read_case("labour")
