"""``python -m coinsure``: the same as the command ``coinsure``."""

from coinsure.cli import main

if __name__ == "__main__":
    main()
