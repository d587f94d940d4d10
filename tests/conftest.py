"""What all tests share: the folder of the project, and hypothesis without a clock or a dice."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).parents[1]
