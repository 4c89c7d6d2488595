"""LibreOffice, with a profile that each process of a run makes once."""

import pytest

from tests.rest.libreoffice.office import Convert, office


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    return office(tmp_path_factory)
