"""Streams: the random numbers of one component and one purpose, told apart by name.

A stream's number depends on its name alone, so a new line, another order of lines or a longer
horizon moves no draw of the others.
"""

from hashlib import blake2b

from coinsure.errors import ModelRefusedError

STREAM_BYTES = 4


def stream_number(title: str) -> int:
    """Return the 32-bit number of the stream with this title, the same on every machine."""
    return int.from_bytes(blake2b(title.encode(), digest_size=STREAM_BYTES).digest(), "little")


class Streams:
    """The streams of one plan; no two of them may have the same number."""

    def __init__(self) -> None:
        self._title: dict[int, str] = {}

    def number(self, name: str, purpose: str) -> int:
        """Return the number of the stream "name:purpose".

        Raises
        ------
        ModelRefusedError
            Another stream of the plan has the same number, so both would draw the same.
        """
        title = f"{name}:{purpose}"
        number = stream_number(title)
        other = self._title.setdefault(number, title)
        if other != title:
            message = (
                f"{other} and {title} would draw the same random numbers, because their names "
                "have the same 32-bit hash; rename one of them"
            )
            raise ModelRefusedError(message)
        return number
