"""``Layout``: how lines, sectors, members and treaties hang together, as the rows need it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coinsure.arrays import FloatArray
from coinsure.planning.outlays import PublicPlan
from coinsure.reinsurance import TreatySpec
from coinsure.tables.shares import ShareTable

Rows = dict[str, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Names in their order, and what belongs to what."""

    lines: tuple[str, ...]  # (L,) "sector.line"
    sectors: tuple[str, ...]  # (S,)
    sector_of_line: tuple[int, ...]  # (L,)
    margin: FloatArray  # (L, T) premium less expenses and the pool's costs, for 100 %
    shares: ShareTable
    treaties: Mapping[str, TreatySpec] = field(default_factory=dict[str, TreatySpec])
    public: PublicPlan | None = None

    def lines_of(self, sector: int) -> list[int]:
        """Return the lines of a sector, in their order."""
        return [line for line, of in enumerate(self.sector_of_line) if of == sector]

    def groups(self, lines: Sequence[int]) -> dict[str, tuple[int, ...]]:
        """Return each of ``lines``, and each sector of several of them, with places in ``lines``.

        The names are those of rows: "lines.ic.fab_property", "sectors.ic".
        """
        found: dict[str, tuple[int, ...]] = {}
        for n, line in enumerate(lines):
            found[f"lines.{self.lines[line]}"] = (n,)
        for s, sector in enumerate(self.sectors):
            inside = tuple(n for n, line in enumerate(lines) if self.sector_of_line[line] == s)
            if len(inside) > 1:
                found[f"sectors.{sector}"] = inside
        return found
