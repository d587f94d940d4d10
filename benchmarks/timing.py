"""Fair timing on a machine that others may use too: interleaved rounds, medians, who else ran."""

import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from pathlib import Path

import llvmlite
import llvmlite.binding
import numba
import numpy as np

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
QUIET = 0.03
"""Processors that others may use while the wall clock is believed."""


def medians(
    runs: Mapping[str, Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Return the median seconds of each run; all are run once before, and then in turn."""
    for run in runs.values():
        run()
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            begin = clock()
            run()
            seconds[name].append(clock() - begin)
    return {name: statistics.median(values) for name, values in seconds.items()}


class Neighbours:
    """What others did during a measurement by the wall clock."""

    processors: float | None = None  # how many they used; None where nobody can tell

    @property
    def objection(self) -> str:
        """Say why the wall clock is not believed, or nothing."""
        if (os.cpu_count() or 1) < 2:
            return "there is one processor"
        if self.processors is None or self.processors <= QUIET:
            return ""
        return f"others used {self.processors:.2f} processors"


@contextmanager
def watched():
    """Yield what will be known about the neighbours once the block is left."""
    found = Neighbours()
    wall, busy, own = time.perf_counter(), busy_seconds(), own_seconds()
    yield found
    if busy is not None:
        others = (busy_seconds() or busy) - busy - (own_seconds() - own)
        found.processors = max(others, 0.0) / (time.perf_counter() - wall)


def busy_seconds() -> float | None:
    """Return the seconds that all processors have worked, stolen ones included."""
    statistics_file = Path("/proc/stat")
    if not statistics_file.exists():
        return None
    user, nice, system, _, _, interrupts, soft, stolen = map(
        int, statistics_file.read_text().split(maxsplit=9)[1:9]
    )
    return (user + nice + system + interrupts + soft + stolen) / TICKS


def own_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def vector_bits() -> int:
    """Return the bits of the widest vectors that kernels are compiled for."""
    features = llvmlite.binding.get_host_cpu_features()
    return 512 if features.get("avx512f") else 256 if features.get("avx2") else 128


def processor() -> str:
    """Return the processor's name, as Linux knows it, else as Python does."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def machine() -> str:
    """Return processor, vector width and versions on a line."""
    return (
        f"{processor()} ({llvmlite.binding.get_host_cpu_name()}), {os.cpu_count()} processors, "
        f"vectors of {vector_bits()} bits; Python {platform.python_version()}, "
        f"numpy {np.__version__}, numba {numba.__version__}, "
        f"LLVM {'.'.join(map(str, llvmlite.binding.llvm_version_info))}"
    )
