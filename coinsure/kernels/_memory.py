"""Memory that a block has freed stays with the process: the next block needs as much again.

The C library of Linux gives the pages of large arrays back to the system as soon as they are free.
Every block then gets them anew, page by page and filled with zeros, and pages are given to one
thread at a time: that cost a fifth of a run's processor time.
"""

import ctypes
import os
import platform

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Numbers of the parameters in ``malloc.h``."""

KEPT = 1 << 28
"""Most free bytes at the end of a heap that are not given back."""

OWN_PAGES = 1 << 25
"""Bytes from which on an array has pages of its own, given back when it is freed."""

SETTINGS = ("GLIBC_TUNABLES", "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_")
"""Variables of the environment by which a user has decided otherwise."""


def keep_freed_memory() -> bool:
    """Ask the C library to keep up to 256 MB of freed memory; tell whether it does.

    Nothing is asked of another library than glibc, nor where a user has set it up by one of
    ``SETTINGS``.
    """
    if platform.libc_ver()[0] != "glibc" or any(name in os.environ for name in SETTINGS):
        return False
    library = ctypes.CDLL(None)
    return bool(library.mallopt(TRIM_THRESHOLD, KEPT) & library.mallopt(MMAP_THRESHOLD, OWN_PAGES))
