"""A run made by hand: rows drawn by numpy, with a factor that ties the years of a path."""

import numpy as np
import pytest

from coinsure.arrays import CELL
from coinsure.results.archive import Archive
from coinsure.tables.answers import Answers
from coinsure.tables.fold import Fold
from coinsure.tables.losses import Block
from coinsure.tables.summary import Asked, Summary, Watch, Watched, summarise

YEARS = 3
NAMES = ("pool.net", "pool.loses", "lines.a", "lines.b")


def hand_made_rows(paths: int, seed: int, factor: float = 1.0) -> np.ndarray:
    """Rows (4, T, P); ``factor`` multiplies the second line, everything else stays as it was."""
    random = np.random.default_rng(seed)
    level = random.gamma(4.0, 0.25, paths)
    a = random.lognormal(0.0, 0.8, (YEARS, paths)) * level
    b = factor * random.lognormal(-1.0, 1.2, (YEARS, paths)) * level
    return np.stack([a + b, (a + b > 3.0).astype(float), a, b])


def hand_made_archive(rows: np.ndarray, seed: int = 1) -> Archive:
    paths = rows.shape[2]
    annual = Watch(
        NAMES,
        np.array([1.5, 0.1, 1.0, 0.5]),
        (Watched("pool.net", 0, (2, 3), 1.0), Watched("lines.b", 3, (), 0.5)),
    )
    horizon = Watch(("pool.net",), np.array([4.5]), (Watched("pool.net", 0, (), 3.0),))
    asked = Asked(annual, horizon, (2, 3), 100)
    fold = Fold[Summary]()
    for number, first in enumerate(range(0, paths, 8 * CELL)):
        part = rows[:, :, first : first + 8 * CELL]
        total = part[0, 0] + part[0, 1] + part[0, 2]
        block = Block(first, part.shape[2])
        answers = Answers(
            block, NAMES, part, ("pool.net",), total[None, None], np.ones(part.shape[2]), 1e-15
        )
        fold.add(number, summarise(answers, asked))
    title = {"zh": "手工算例", "en": "Made by hand"}
    return Archive(title, seed, 0.99, 10.0, "million", asked, fold.root.sorted())


@pytest.fixture(scope="session")
def make_rows():
    return hand_made_rows


@pytest.fixture(scope="session")
def make_archive():
    return hand_made_archive


@pytest.fixture(scope="session")
def base_rows():
    return hand_made_rows(40_000, 5)


@pytest.fixture(scope="session")
def base(base_rows):
    return hand_made_archive(base_rows)
