"""The share table that costs least capital: a linear programme with cuts.

Every curve c (a member's TVaR, its regulatory charge) is convex, so it lies above its tangents:
c(w) >= c(v) + c'(v) (w - v). The programme over shares w and heights h of the curves starts with
few tangents and gets the one at its own answer until no curve lies above its height: Kelley (1960),
Journal of SIAM 8; for the tail mean of a sample, whose tangents are finitely many, Kuenzi-Bay and
Mayer (2006), Computational Management Science 3. It solves the programme of Rockafellar and
Uryasev (2000), Journal of Risk 2, without its variable per scenario.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.decision.sizing.curves import Curve
from coinsure.decision.sizing.limits import Limit

GAP = 1e-9
"""Curves may lie above their heights by this much, of all capital together."""

ROUNDS = 500
"""Most rounds of cuts."""

PRECISE = 1e-10
"""Tolerance of the solver, the finest that HiGHS takes."""

ACTIVE = 1e-7
"""A multiplier above this means that a limit takes part in a conflict."""

NEAR = 1e-11
"""How much of the least cost may be given up for shares that are nearer to the present ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """The cheapest shares, among several the nearest to the start; slack by limit, in its unit."""

    shares: FloatArray  # (M, S)
    cost: float
    curves: FloatArray  # (C,) at these shares
    slack: FloatArray  # (L,) of each limit; 0 where it binds
    rounds: int


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """Limits that cannot be kept together, and the least breach, each relative to its size.

    ``missed`` are the limits that the least breach breaks, with by how much in their own unit;
    ``against`` are those that it keeps only just and that force the breach.
    """

    missed: tuple[tuple[Limit, float], ...]
    against: tuple[Limit, ...]


def cheapest(
    curves: Sequence[Curve], limits: Sequence[Limit], start: FloatArray
) -> Optimum | Conflict:
    """Return the shares (M, S) of least cost that keep all limits, or why there are none.

    ``start`` are the present shares: the first cuts are taken there, and of several tables that
    cost the same the one nearest to it is chosen (sum of absolute changes).

    Raises
    ------
    ArithmeticError
        If the cuts do not meet the curves, which sound data do not bring about.
    """
    work = _Programme(curves, limits, start)
    found = work.solve("cost")
    if found is None:
        return work.conflict()
    return work.optimum(work.nearest(found))


class _Programme:
    """Variables are shares (M x S), heights of the curves (C), and distances or breaches."""

    def __init__(self, curves: Sequence[Curve], limits: Sequence[Limit], start: FloatArray) -> None:
        self.curves, self.limits, self.start = curves, limits, start
        self.n_shares = start.size
        self.tangents: list[tuple[int, FloatArray, float]] = []
        self.rounds = 0
        heights = self.heights(start)
        self.unit = max(float(np.abs(heights).max(initial=0.0)), 1e-300)

    def heights(self, shares: FloatArray, above: FloatArray | None = None) -> FloatArray:
        """Return every curve at some shares, and keep the tangents of those ``above`` heights."""
        values = np.empty(len(self.curves))
        for c, curve in enumerate(self.curves):
            values[c], slope = curve.at(shares)
            if above is None or values[c] > above[c]:
                self.tangents.append((c, slope, values[c] - float(np.sum(slope * shares))))
        return values

    def solve(self, aim: str, budget: float | None = None) -> "_Answer | None":
        """Add tangents until the heights are those of the curves; None if nothing is feasible."""
        gap = GAP * self.unit
        while self.rounds < ROUNDS:
            self.rounds += 1
            answer = self._once(aim, budget)
            if answer is None:
                return None
            true = self.heights(answer.shares, answer.heights + gap / max(len(self.curves), 1))
            if float(np.maximum(true - answer.heights, 0.0).sum()) <= gap:
                return _Answer(answer.shares, true, answer.breach, answer.price)
        raise ArithmeticError(f"no end after {ROUNDS} rounds of cuts")

    def nearest(self, found: "_Answer") -> "_Answer":
        """Return shares of the same cost that change least."""
        budget = self._cost(found.heights)
        near = self.solve("distance", budget + NEAR * max(abs(budget), GAP * self.unit))
        return near or found

    def optimum(self, found: "_Answer") -> Optimum:
        """Return an answer with the slack of its limits."""
        excess = [limit.excess(found.shares, found.heights) for limit in self.limits]
        slack = -np.array(excess)
        cost = self._cost(found.heights)
        return Optimum(found.shares, cost, found.heights, slack, self.rounds)

    def conflict(self) -> Conflict:
        """Return the least relative breach of all limits, and the limits that force it."""
        found = self.solve("breach")
        if found is None:
            raise ArithmeticError("a programme whose limits may all be broken has an answer")
        missed = [
            (limit, float(breach) * limit.size)
            for limit, breach in zip(self.limits, found.breach, strict=True)
            if breach > ACTIVE
        ]
        broken = {id(limit) for limit, _ in missed}
        against = [
            limit
            for limit, price in zip(self.limits, found.price, strict=True)
            if abs(price) > ACTIVE and id(limit) not in broken
        ]
        return Conflict(tuple(missed), tuple(against))

    def _cost(self, heights: FloatArray) -> float:
        return sum(c.cost * float(h) for c, h in zip(self.curves, heights, strict=True))

    def _once(self, aim: str, budget: float | None) -> "_Answer | None":
        """Solve the programme with the tangents found so far."""
        from scipy.optimize import linprog

        n, c, k = self.n_shares, len(self.curves), len(self.limits)
        further = {"cost": 0, "distance": n, "breach": 2 * k}[aim]
        width = n + c + further
        upper, upper_bound, equal, equal_bound = self._rows(width, aim, budget)
        goal = np.zeros(width)
        if aim == "cost":
            goal[n : n + c] = [curve.cost for curve in self.curves]
        else:
            goal[n + c :] = 1.0
        low = np.concatenate([np.zeros(n), np.full(c, -np.inf), np.zeros(further)])
        high = np.concatenate([np.ones(n), np.full(c + further, np.inf)])
        found = linprog(
            goal,
            A_ub=upper,
            b_ub=upper_bound,
            A_eq=equal,
            b_eq=equal_bound,
            bounds=list(zip(low.tolist(), high.tolist(), strict=True)),
            method="highs-ds",
            options={
                "primal_feasibility_tolerance": PRECISE,
                "dual_feasibility_tolerance": PRECISE,
            },
        )
        if found.status == 2:
            return None
        if found.status != 0 or found.x is None:
            raise ArithmeticError(f"HiGHS: {found.message}")
        shares = np.clip(found.x[:n], 0.0, 1.0).reshape(self.start.shape)
        parts = found.x[n + c :]
        breach = parts[:k] + parts[k:] if aim == "breach" else np.zeros(k)
        return _Answer(shares, found.x[n : n + c] * self.unit, breach, self._prices(found))

    def _prices(self, found: object) -> FloatArray:
        """Return the multiplier of every limit, in their order."""
        upper, equal = (np.asarray(getattr(found, side).marginals) for side in ("ineqlin", "eqlin"))
        price = np.zeros(len(self.limits))
        kinds = np.array([limit.equal for limit in self.limits], dtype=bool)
        price[kinds] = equal[: kinds.sum()]
        price[~kinds] = upper[: (~kinds).sum()]
        return price

    def _rows(
        self, width: int, aim: str, budget: float | None
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return the rows of limits (first), tangents, and what the aim needs besides."""
        n, k = self.n_shares, len(self.limits)
        rows = {True: np.zeros((0, width)), False: np.zeros((0, width))}
        bounds: dict[bool, list[float]] = {True: [], False: []}
        found: dict[bool, list[FloatArray]] = {True: [], False: []}
        for number, limit in enumerate(self.limits):
            row = np.zeros(width)
            row[:n] = limit.weight.ravel() / limit.size
            for curve, factor in limit.curves.items():
                row[n + curve] = factor * self.unit / limit.size
            if aim == "breach":
                row[-2 * k + number] = -1.0
                row[-k + number] = 1.0 if limit.equal else 0.0
            found[limit.equal].append(row)
            bounds[limit.equal].append(limit.bound / limit.size)
        for curve, slope, height in self.tangents:
            row = np.zeros(width)
            row[:n] = slope.ravel() / self.unit
            row[n + curve] = -1.0
            found[False].append(row)
            bounds[False].append(-height / self.unit)
        if aim == "distance" and budget is not None:
            for sign in (1.0, -1.0):
                for share in range(n):
                    row = np.zeros(width)
                    row[share], row[-n + share] = sign, -1.0
                    found[False].append(row)
                    bounds[False].append(sign * float(self.start.ravel()[share]))
            row = np.zeros(width)
            row[n : n + len(self.curves)] = [curve.cost for curve in self.curves]
            found[False].append(row)
            bounds[False].append(budget / self.unit)
        for side, of_side in found.items():
            if of_side:
                rows[side] = np.array(of_side)
        return rows[False], np.array(bounds[False]), rows[True], np.array(bounds[True])


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    shares: FloatArray
    heights: FloatArray
    breach: FloatArray
    price: FloatArray
