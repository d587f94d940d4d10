"""``manifest``: what is needed to run the same thing again and to see that it came out the same."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from coinsure.planning.plan import Plan
from coinsure.results.accuracy import Accuracy
from coinsure.scenario import Scenario
from coinsure.tables.summary import Summary

SCHEMA = 1
PACKAGES = (
    "coinsure",
    "numpy",
    "numba",
    "llvmlite",
    "scipy",
    "pydantic",
    "pandas",
    "matplotlib",
    "jinja2",
)
CPU_INFO = Path("/proc/cpuinfo")


def manifest(
    scenario: Scenario,
    plan: Plan,
    results: Summary,
    *,
    accuracy: Accuracy | None,
    threads: int,
    started: datetime,
    finished: datetime,
) -> dict[str, Any]:
    """Return the record of a run; only times, machine and threads differ between equal runs."""
    return {
        "schema": SCHEMA,
        "scenario": scenario.resolved(),
        "scenario_sha256": scenario.digest(),
        "files": list(scenario.provenance.files),
        "overrides": [list(override) for override in overrides(scenario)],
        "seed": scenario.simulation.seed,
        "generator": "Philox4x32-10",
        "paths": plan.paths,
        "years": plan.years,
        "cells_per_block": plan.cells_per_block,
        "blocks": len(plan.blocks),
        "target_error": accuracy and target_error(accuracy),
        "result_sha256": results.digest(),
        "threads": threads,
        "started": started.astimezone(UTC).isoformat(timespec="seconds"),
        "finished": finished.astimezone(UTC).isoformat(timespec="seconds"),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in PACKAGES},
        },
        "machine": {
            "system": platform.platform(),
            "processor": processor(),
            "processors": os.cpu_count(),
        },
    }


def target_error(accuracy: Accuracy) -> dict[str, Any]:
    """Return what was asked of the accuracy of the capital, as standard error over value."""
    return {
        "asked": accuracy.target,
        "reached": accuracy.reached,
        "met": accuracy.met,
        "most_paths": accuracy.most_paths,
        "rounds": list(accuracy.paths),
    }


def overrides(scenario: Scenario) -> list[tuple[str, str]]:
    """Return what was changed on top of the file, as (key, value) texts in order."""
    return [(key, str(value)) for key, value in scenario.overrides]


def processor() -> str:
    """Return the name of the processor, as far as the system tells."""
    if CPU_INFO.is_file():
        for line in CPU_INFO.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
