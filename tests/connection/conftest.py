"""The laboratory's certificate authority."""

from __future__ import annotations

import pytest

from tests.connection.lab.authority import Authority


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One authority for the whole run; faults make their certificates from it."""
    return Authority(tmp_path_factory.mktemp("authority"))
