"""Loss tables made by hand for the tests of reinsurance."""

import numpy as np
import pytest

from coinsure.tables.losses import Block, LargeLosses, LossTable


@pytest.fixture(scope="session")
def table():
    """Return a function that makes a loss table from its large losses."""
    return make_table


def make_table(lines, losses=(), *, premium=100.0, years=1, paths=1, small=0.0, sites=None):
    """Make a table of ``losses`` (row, line, amount[, more fields]) and ``small`` losses per line.

    More fields are a dict of risk, occurrence, count and time; losses come in time order.
    ``sites`` are the sums insured of sites by line and name.
    """
    rows = years * paths
    filled = [
        {
            "row": row,
            "line": lines.index(line),
            "amount": float(amount),
            **(more[0] if more else {}),
        }
        for row, line, amount, *more in losses
    ]
    filled.sort(key=lambda loss: loss["row"])
    counts = (
        np.bincount([loss["row"] for loss in filled], minlength=rows) if filled else np.zeros(rows)
    )
    total = np.full((len(lines), rows), float(small))
    for loss in filled:
        total[loss["line"], loss["row"]] += loss["amount"]

    def column(name, default, kind):
        return np.array([loss.get(name, default) for loss in filled], kind)

    large = LargeLosses(
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        line=column("line", 0, np.int32),
        risk=column("risk", -1, np.int32),
        occurrence=column("occurrence", -1, np.int32),
        count=column("count", 1, np.int32),
        time=column("time", 0.5, np.float64),
        amount=column("amount", 0.0, np.float64),
    )
    by_line = np.broadcast_to(np.asarray(premium, float), (len(lines),))
    return LossTable(
        block=Block(0, paths),
        lines=tuple(lines),
        premium=np.repeat(by_line[:, None], years, axis=1),
        total=total.reshape(len(lines), years, paths),
        account_line=np.arange(len(lines), dtype=np.int32),
        large=large,
        weight=np.ones(paths),
        sites=sites or {},
    )
