"""Freed memory stays with the process, unless its user has decided otherwise."""

import os
import platform
import subprocess
import sys

import pytest

from coinsure.kernels._memory import SETTINGS, keep_freed_memory

GLIBC = platform.libc_ver()[0] == "glibc"
ROUNDS = """
import resource
import numpy as np
import coinsure.kernels
def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    arrays = [np.ones(3 << 17) for _ in range(40)]  # 40 x 3 MB
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
first, _, third = faults(), faults(), faults()
print(first, third)
"""


@pytest.mark.skipif(not GLIBC, reason="only glibc is asked to keep memory")
def test_arrays_get_the_pages_of_those_that_are_gone():
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    command = [sys.executable, "-c", ROUNDS]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    first, third = map(int, found.stdout.split())
    assert third < 0.1 * first


@pytest.mark.parametrize("name", SETTINGS)
def test_what_the_user_has_set_up_is_left_alone(monkeypatch, name):
    monkeypatch.setenv(name, "1")
    assert not keep_freed_memory()


def test_no_other_library_is_asked(monkeypatch):
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    assert not keep_freed_memory()
