"""``coinsure`` and ``python -m coinsure``: the command line, from its first moment."""

import os
import signal

ALGEBRA_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What numpy's linear algebra asks, when it is loaded, for its own number of threads."""


def main() -> None:
    """Run the command line; Ctrl-C before it can answer ends the process without a traceback.

    The engine has all the threads: those of numpy's linear algebra would wait beside them for small
    products, at the cost of a twentieth of a run, and could add up in another order.
    """
    for name in ALGEBRA_THREADS:
        os.environ.setdefault(name, "1")
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from coinsure.cli import main

    main()


if __name__ == "__main__":
    main()
