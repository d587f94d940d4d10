import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def complete() -> Path:
    return HERE / "complete.toml"


@pytest.fixture
def scenarios() -> Path:
    return HERE.parents[1] / "scenarios"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file beside a copy of complete.toml and return its path."""
    shutil.copy(HERE / "complete.toml", tmp_path)

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
