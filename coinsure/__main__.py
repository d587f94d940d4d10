"""``coinsure`` and ``python -m coinsure``: the command line, from its first moment."""

import signal


def main() -> None:
    """Run the command line; Ctrl-C before it can answer ends the process without a traceback."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from coinsure.cli import main

    main()


if __name__ == "__main__":
    main()
