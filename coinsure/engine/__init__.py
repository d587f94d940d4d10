"""Where blocks of paths are computed."""

from coinsure.engine.threads import Threads

__all__ = ["Threads"]
