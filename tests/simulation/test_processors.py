"""Bits must not depend on the processor: the kernels are compiled for an older one and compared."""

import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

import coinsure

OLDER = "haswell" if platform.machine() in ("x86_64", "AMD64") else "generic"

DRAW = """
import hashlib
import numpy as np
from coinsure.models.dependence import Gamma, LognormalFactor
from coinsure.models.dependence.copulas import T
from coinsure.models.frequency import Level, NegativeBinomial, Poisson
from coinsure.models.severity import Beta, Lognormal
from coinsure.models.terms import Terms
from coinsure.simulation import ComponentInput, build_simulation, simulate
from coinsure.tables.losses import Block

def part(name, line, frequency, severity, terms, systemic=-1):
    return ComponentInput(name=name, line=line, frequency=frequency, risks=20, severity=severity,
                          terms=terms, systemic=systemic, threshold=3.0)

plan = build_simulation(
    seed=7, years=3, lines=("s.a", "s.b"), premium=np.ones((2, 3)),
    factors={"s": Gamma(shape=3.0), "r": LognormalFactor(cv=0.6), "q": Gamma(cv=0.2)},
    dependence=T(df=3.5, correlation=[("r", "s", 0.4)], persistence=0.3),
    components=[
        part("s.a.c", 0, Poisson(mean=200.0, systemic=True, level=Level(cv=0.4)),
             Lognormal(mean=2.0, cv=3.0), Terms(deductible=0.1, limit=9.0, participation=0.9), 0),
        part("s.a.d", 0, NegativeBinomial(mean=1.0, dispersion=3.0, systemic=True),
             Beta(alpha=1.2, beta=8.0, scale=70.0), Terms(), 0),
        part("r.b.c", 1, Poisson(mean=2.0, systemic=True), Beta(alpha=1.2, beta=8.0), Terms(), 1),
        part("q.b.d", 1, Poisson(mean=2.0, systemic=True), Beta(alpha=1.2, beta=8.0), Terms(), 2),
        part("s.b.c", 1, Poisson(mean=9.0), Lognormal(mean=2.0, cv=3.0), Terms(aggregate=9.0)),
    ],
    events={}, sites={}, thresholds=np.full(2, 3.0),
)
losses = simulate(plan, Block(0, 1536))
digest = hashlib.sha256()
for values in (losses.total, losses.large.start, losses.large.time, losses.large.amount,
               losses.large.risk, losses.large.line):
    digest.update(values.tobytes())
print(digest.hexdigest())
"""


def digest_on(processor: str | None) -> str:
    environment = {**os.environ, "PYTHONPATH": str(Path(coinsure.__file__).parents[1])}
    if processor is not None:
        environment |= {"NUMBA_CPU_NAME": processor, "NUMBA_CPU_FEATURES": ""}
    answer = subprocess.run(
        [sys.executable, "-c", DRAW], env=environment, capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


@pytest.mark.slow
def test_an_older_processor_draws_the_same_bits():
    here = digest_on(None)
    assert len(here) == hashlib.sha256().digest_size * 2
    assert digest_on(OLDER) == here
