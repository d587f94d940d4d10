"""A run's results on disk: enough to compare it later with another run, path by path.

The parts of watched totals and the sample are left out: a comparison does not need them, and they
are most of the bytes.
"""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coinsure.errors import StorageError
from coinsure.tables.summary import Asked, Sheet, Summary, Tail, Watch, Watched

FILE = "results.npz"
FORMAT = 1
SUMS = ("first", "second", "path", "batch", "products")
KEPT = ("equal", "value", "row")
"""What is saved of a tail."""


@dataclass(frozen=True, slots=True, eq=False)
class Archive:
    """Results with what is needed to read them: row names, and which run they belong to."""

    title: dict[str, str]
    seed: int
    level: float  # of the capital
    premium: float  # of the pool, per year
    unit: str
    asked: Asked
    results: Summary

    def pairs_with(self, other: "Archive") -> bool:
        """Whether both runs drew the same random numbers for the same paths and years."""
        years = self.results.annual.first.shape[0], other.results.annual.first.shape[0]
        return (
            self.seed == other.seed
            and self.results.paths == other.results.paths
            and years[0] == years[1]
        )


def save(archive: Archive, folder: Path) -> None:
    """Write the results into ``folder``."""
    arrays: dict[str, Any] = {"weight": archive.results.weight}
    head: dict[str, Any] = {
        "format": FORMAT,
        "title": archive.title,
        "seed": str(archive.seed),
        "level": archive.level,
        "premium": archive.premium,
        "unit": archive.unit,
        "first": archive.results.first,
        "paths": archive.results.paths,
        "residual": archive.results.residual,
    }
    for name in ("annual", "horizon"):
        watch: Watch = getattr(archive.asked, name)
        sheet: Sheet = getattr(archive.results, name)
        head[name] = {
            "names": watch.names,
            "watched": [{"name": w.name, "column": w.column} for w in watch.watched],
        }
        arrays |= {
            f"{name}.centre": watch.centre,
            f"{name}.floor": np.array([w.floor for w in watch.watched]),
        }
        arrays |= {f"{name}.{key}": getattr(sheet, key) for key in SUMS}
        for number, tail in enumerate(sheet.tails):
            arrays |= {f"{name}.{number}.{key}": getattr(tail, key) for key in KEPT}
    np.savez(folder / FILE, head=np.frombuffer(json.dumps(head).encode(), np.uint8), **arrays)


def load(folder: Path) -> Archive:
    """Read the results of a run from its folder.

    Raises
    ------
    StorageError
        If the folder holds no results, or they are damaged or of another version.
    """
    path = folder / FILE
    if not path.is_file():
        raise StorageError(
            f"{folder}: no results of a coinsure run ({FILE} is missing); give the folder of a run"
        )
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = dict(file)
        head = json.loads(arrays.pop("head").tobytes())
        if head["format"] != FORMAT:
            raise StorageError(
                f"{path}: results of format {head['format']}, this version reads {FORMAT}; "
                "run it again"
            )
        return Archive(
            head["title"],
            int(head["seed"]),
            head["level"],
            head["premium"],
            head["unit"],
            Asked(
                _watch(head["annual"], arrays, "annual"),
                _watch(head["horizon"], arrays, "horizon"),
                (),
                0,
            ),
            Summary(
                head["first"],
                head["paths"],
                arrays["weight"],
                _sheet(head["annual"], arrays, "annual"),
                _sheet(head["horizon"], arrays, "horizon"),
                np.empty((0, 0)),
                head["residual"],
            ),
        )
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise StorageError(f"{path}: damaged results ({error}); run the scenario again") from error


def _watch(head: dict[str, Any], arrays: dict[str, Any], name: str) -> Watch:
    floors = arrays[f"{name}.floor"]
    watched = tuple(
        Watched(w["name"], w["column"], (), float(floor))
        for w, floor in zip(head["watched"], floors, strict=True)
    )
    return Watch(tuple(head["names"]), arrays[f"{name}.centre"], watched)


def _sheet(head: dict[str, Any], arrays: dict[str, Any], name: str) -> Sheet:
    floors = arrays[f"{name}.floor"]
    tails = tuple(
        Tail(
            float(floors[n]),
            *(arrays[f"{name}.{n}.{key}"] for key in KEPT),
            parts=np.empty((0, arrays[f"{name}.{n}.value"].size)),
        )
        for n in range(len(head["watched"]))
    )
    return Sheet(*(arrays[f"{name}.{key}"] for key in SUMS), tails=tails)
