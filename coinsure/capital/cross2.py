"""C-ROSS phase II: premium and reserve risk with each line's margin, and a whole company."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

from coinsure.arrays import FloatArray
from coinsure.models.solvency_class import SolvencyClass
from coinsure.risk.allocation import square_root_contributions, square_root_total

TechTreatment = Literal["tech_0.9_property", "natural_line"]
"""Property factors with k = -0.1 for every technology line, or each by its own class."""

TREATMENTS: tuple[TechTreatment, ...] = ("tech_0.9_property", "natural_line")
TECH_CLASS: SolvencyClass = "property"


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The numbers of ``data/cross2.toml``, classes in the order of the correlation matrix."""

    classes: tuple[SolvencyClass, ...]  # (C,)
    premium: FloatArray  # (C,) base factors
    reserve: FloatArray  # (C,)
    reinsurance_set: tuple[str, ...]  # (C,) "" where k2 does not apply
    characteristic: tuple[bool, ...]  # (C,) whether k1 applies
    non_motor: tuple[bool, ...]  # (C,)
    correlation: FloatArray  # (C, C)
    premium_with_reserve: float
    characteristics: Mapping[str, Mapping[str, Sequence[float]]]
    smallest: float
    largest: float
    science_and_technology: float
    size_bounds: tuple[float, ...]
    size_factors: tuple[float, ...]
    thresholds: Mapping[str, Mapping[str, float]]
    receivables: Mapping[str, Mapping[str, Sequence[float]]]
    catastrophe: float  # correlation with premium and reserve risk
    risks: FloatArray  # (3, 3) non-life insurance, market, credit
    control_scores: tuple[float, ...]
    control_parts: tuple[float, ...]


@cache
def rules() -> Rules:
    """Read the factors that come with the package."""
    text = (files("coinsure") / "data" / "cross2.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    classes, k = data["classes"], data["characteristics"]
    return Rules(
        classes=tuple(classes),
        premium=np.array([row["premium"] for row in classes.values()]),
        reserve=np.array([row["reserve"] for row in classes.values()]),
        reinsurance_set=tuple(row.get("reinsurance_set", "") for row in classes.values()),
        characteristic=tuple(row.get("characteristic", True) for row in classes.values()),
        non_motor=tuple(row.get("non_motor", True) for row in classes.values()),
        correlation=np.array(data["correlation"]["classes"]),
        premium_with_reserve=data["correlation"]["premium_with_reserve"],
        characteristics={
            name: k[name] for name in ("combined_ratio", "reserve_deviation", "reinsurance")
        },
        smallest=k["smallest"],
        largest=k["largest"],
        science_and_technology=k["science_and_technology"],
        size_bounds=tuple(data["size_relief"]["bounds"]),
        size_factors=tuple(data["size_relief"]["factor"]),
        thresholds=data["thresholds"],
        receivables=data["receivable"],
        catastrophe=data["aggregation"]["catastrophe"],
        risks=np.array(data["aggregation"]["risks"]),
        control_scores=tuple(data["control_risk"]["scores"]),
        control_parts=tuple(data["control_risk"]["part"]),
    )


@dataclass(frozen=True, slots=True)
class History:
    """What a class's k factors depend on; None where there is no history, which gives k = 0."""

    combined_ratio: float | None = None
    non_proportional: float | None = None  # ceded less assumed over retained premium
    reserve_deviation: float | None = None  # of all business but motor


@dataclass(frozen=True, slots=True)
class Exposure:
    """A line's exposure: retained premium of twelve months and net outstanding claims reserve."""

    name: str
    solvency_class: str
    retained_premium: float
    reserve: float


@dataclass(frozen=True, slots=True, eq=False)
class Charge:
    """Premium and reserve risk of a book, in the unit of its exposures."""

    total: float
    by_class: dict[str, float]  # before diversification between classes
    premium: FloatArray  # (C,) premium risk by class, in the order of the rules
    reserve: FloatArray  # (C,) reserve risk by class
    lines: tuple[str, ...]  # (L,)
    marginal: FloatArray  # (L,) Euler; adds up to the total

    @property
    def diversification(self) -> float:
        """Return the part that correlation between classes takes off, 0 to 1."""
        alone = sum(self.by_class.values())
        return 1.0 - self.total / alone if alone > 0.0 else 0.0


def premium_and_reserve_risk(
    exposures: Sequence[Exposure],
    treatment: TechTreatment,
    histories: Mapping[str, History] | None = None,
) -> Charge:
    """Return the minimum capital for premium and reserve risk, and every line's marginal charge.

    MC = EX x RF0 x (1 + K) for premium and for reserve risk; within a class
    sqrt(Mp^2 + 2 x 0.5 Mp Mr + Mr^2), over classes sqrt(v' R v). Catastrophe risk is not in it.

    Parameters
    ----------
    exposures
        Lines of the book, all of them science-and-technology insurance.
    treatment
        ``tech_0.9_property``: property factors and k = -0.1 added to K; ``natural_line``: the
        factors of each line's class. Whether a liability cover may choose is an open question.
    histories
        By class; without one the k factors are 0.

    Raises
    ------
    ValueError
        For a class or treatment that does not exist, or a negative exposure.

    Notes
    -----
    Rule 4 (30 December 2021), articles 6-20; relief of September 2023, item 9: see the data file.
    """
    if treatment not in TREATMENTS:
        raise ValueError(f"no treatment {treatment!r}; choose one of {TREATMENTS}")
    rule = rules()
    column = np.array([_class_of(exposure, treatment, rule) for exposure in exposures], np.int64)
    extra = rule.science_and_technology if treatment == "tech_0.9_property" else 0.0
    known = histories or {}
    premium_factor = np.empty(len(rule.classes))
    reserve_factor = np.empty(len(rule.classes))
    for c, name in enumerate(rule.classes):
        history = known.get(name, History())
        premium_factor[c] = rule.premium[c] * (1.0 + premium_k(name, history, extra))
        reserve_factor[c] = rule.reserve[c] * (1.0 + reserve_k(name, history, extra))
    premium = np.array([e.retained_premium for e in exposures]) * premium_factor[column]
    reserve = np.array([e.reserve for e in exposures]) * reserve_factor[column]
    by_premium = np.zeros(len(rule.classes))
    by_reserve = np.zeros(len(rule.classes))
    np.add.at(by_premium, column, premium)
    np.add.at(by_reserve, column, reserve)
    rho = rule.premium_with_reserve
    alone = _of_class(by_premium, by_reserve)
    of_class = square_root_contributions(alone, rule.correlation)
    size = np.where(alone > 0.0, alone, 1.0) ** 2
    premium_slope = (of_class * (by_premium + rho * by_reserve) / size)[column]
    reserve_slope = (of_class * (by_reserve + rho * by_premium) / size)[column]
    return Charge(
        total=square_root_total(alone, rule.correlation),
        by_class={name: float(alone[c]) for c, name in enumerate(rule.classes) if alone[c] > 0.0},
        premium=by_premium,
        reserve=by_reserve,
        lines=tuple(exposure.name for exposure in exposures),
        marginal=premium * premium_slope + reserve * reserve_slope,
    )


def _of_class(premium: FloatArray, reserve: FloatArray) -> FloatArray:
    """Return premium and reserve risk of each class together, (C,)."""
    rho = rules().premium_with_reserve
    return np.sqrt(premium**2 + 2.0 * rho * premium * reserve + reserve**2)


def _class_of(exposure: Exposure, treatment: TechTreatment, rule: Rules) -> int:
    if exposure.solvency_class not in rule.classes:
        raise ValueError(
            f"{exposure.name}: no class {exposure.solvency_class!r}; choose one of {rule.classes}"
        )
    if not (exposure.retained_premium >= 0.0 and exposure.reserve >= 0.0):
        raise ValueError(f"{exposure.name}: an exposure cannot be negative")
    used = TECH_CLASS if treatment == "tech_0.9_property" else exposure.solvency_class
    return rule.classes.index(used)


def premium_k(solvency_class: str, history: History, extra: float = 0.0) -> float:
    """Return K of premium risk: k1 by combined ratio, k2 by reinsurance, ``extra``; clamped.

    Other insurance (其他险) has neither, and a combined ratio below 0 says nothing: Rule 4,
    articles 10-20. Of motor, k by the change of the ratio, by growth and by size of the company
    are left out.
    """
    rule = rules()
    c = rule.classes.index(solvency_class)
    k = extra
    ratio = history.combined_ratio
    if rule.characteristic[c] and ratio is not None and ratio >= 0.0:
        k += _up_to(rule.characteristics["combined_ratio"], ratio)
    if rule.reinsurance_set[c] and history.non_proportional is not None:
        table = rule.characteristics["reinsurance"]
        step = int(np.searchsorted(table["bounds"], history.non_proportional, side="right"))
        k += table[rule.reinsurance_set[c]][step]
    return min(max(k, rule.smallest), rule.largest)


def reserve_k(solvency_class: str, history: History, extra: float = 0.0) -> float:
    """Return K of reserve risk: k1 by run-off deviation, ``extra``; clamped.

    The deviation is one for all business but motor, and other insurance has no k1: Rule 4, articles
    23-33.
    """
    rule = rules()
    k = extra
    c, deviation = rule.classes.index(solvency_class), history.reserve_deviation
    if rule.characteristic[c] and rule.non_motor[c] and deviation is not None:
        k += _up_to(rule.characteristics["reserve_deviation"], deviation)
    return min(max(k, rule.smallest), rule.largest)


def _up_to(table: Mapping[str, Sequence[float]], value: float) -> float:
    """Return k of the first bound that is not below the value."""
    return table["k"][int(np.searchsorted(table["bounds"], value, side="left"))]


def size_relief(total_assets: float) -> float:
    """Return the factor on minimum capital of an insurer with ``total_assets`` in 亿元.

    0.90 below 100, 0.95 from 100 to below 2000, else 1: relief of September
    2023, item 1.
    """
    if total_assets < 0.0:
        raise ValueError(f"total assets cannot be negative, found {total_assets}")
    rule = rules()
    return rule.size_factors[int(np.searchsorted(rule.size_bounds, total_assets, side="right"))]


def arrears_charge(
    a_year: float, months: float, kind: Literal["subsidised", "ordinary"] = "subsidised"
) -> float:
    """Return the capital for premium that is paid so many ``months`` late.

    It falls due evenly, ``a_year`` in each, so that part of every age up to ``months`` is owed. Of
    what government owes nothing is needed up to 9 months, 20 % up to 12, 70 % up to 18, all of what
    is older; of ``ordinary`` premium nothing up to 6 months, 50 % up to 12, all of what is older.

    Examples
    --------
    >>> round(arrears_charge(120.0, 15.0), 9)  # a month's 10: 3 months at 20 %, 3 at 70 %
    27.0
    """
    table = rules().receivables[kind]
    ends = [min(bound, months) for bound in (*table["bounds"], months)]
    begins = [0.0, *ends[:-1]]
    steps = zip(table["factor"], begins, ends, strict=True)
    return a_year / 12.0 * sum(factor * (end - begin) for factor, begin, end in steps)


def non_life_risk(premium: FloatArray, reserve: FloatArray, catastrophe: float = 0.0) -> float:
    """Return the minimum capital for insurance risk: classes aggregated, then catastrophe risk.

    Parameters
    ----------
    premium, reserve
        Charges by class, (C,), in the order of ``rules().classes``.

    Notes
    -----
    Rule 4 (30 December 2021): sqrt(A^2 + 2 x 0.25 A C + C^2) with A = sqrt(v' R v).
    """
    rule = rules()
    classes = square_root_total(_of_class(premium, reserve), rule.correlation)
    cross = 2.0 * rule.catastrophe * classes * catastrophe
    return float(np.sqrt(classes**2 + cross + catastrophe**2))


def non_life_slopes(
    premium: FloatArray, reserve: FloatArray, catastrophe: float = 0.0
) -> tuple[FloatArray, FloatArray]:
    """Return how ``non_life_risk`` moves with the charges of each class, (C,) and (C,).

    Classes without a charge move nothing: there the formula has a kink.
    """
    rule = rules()
    alone = _of_class(premium, reserve)
    classes = square_root_total(alone, rule.correlation)
    total = non_life_risk(premium, reserve, catastrophe)
    if classes == 0.0:
        return np.zeros_like(premium), np.zeros_like(reserve)
    of_class = rule.correlation @ alone / classes / np.where(alone > 0.0, alone, np.inf)
    of_class *= (classes + rule.catastrophe * catastrophe) / total
    rho = rule.premium_with_reserve
    return of_class * (premium + rho * reserve), of_class * (reserve + rho * premium)


def quantified_risk(insurance: float, market: float, credit: float) -> float:
    """Return insurance, market and credit risk together, by the correlations of Rule 2."""
    return square_root_total(np.array([insurance, market, credit]), rules().risks)


def control_part(score: float) -> float:
    """Return the part of minimum capital that control risk adds at a ``score`` of 0 to 100.

    Rule 12, article 120: 0 at 80, 0.05 at 70, -0.05 at 90.
    """
    if not 0.0 <= score <= 100.0:
        raise ValueError(f"a score is between 0 and 100, found {score}")
    rule = rules()
    return float(np.interp(score, rule.control_scores, rule.control_parts))


def solvency_status(comprehensive: float, core: float | None = None) -> str:
    """Return ``breach`` below 100 % (core 50 %), ``watch`` below 120 % (60 %), else ``good``."""
    limits = rules().thresholds
    for status, kind in (("breach", "compliant"), ("watch", "watched")):
        low = limits[kind]
        if comprehensive < low["comprehensive"] or (core is not None and core < low["core"]):
            return status
    return "good"
