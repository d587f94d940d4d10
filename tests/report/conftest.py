"""A hand-made ``summary.json`` of the Henan book, laid out as a run's."""

from itertools import combinations
from pathlib import Path

import pytest

from coinsure.models.labels import in_both
from coinsure.report.run import run_files
from coinsure.results.methods import METHODS
from coinsure.scenario import load_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
LEVELS = ("0.9", "0.95", "0.99", "0.995", "0.999")
PERIODS = (2, 5, 10, 20, 50, 100, 200, 250, 500, 1000)
GROSS = dict(zip(PERIODS, (0.45, 0.66, 0.80, 0.95, 1.42, 2.03, 3.17, 3.6, 5.1, 6.6), strict=True))
NET = dict(zip(PERIODS, (0.45, 0.65, 0.78, 0.9, 1.05, 1.19, 1.31, 1.35, 1.5, 1.7), strict=True))
EXPECTED = {  # expected loss a year in 万元, gross
    "biomedicine.clinical_trial_liability": 652,
    "biomedicine.product_liability": 827,
    "biomedicine.rnd_expense": 504,
    "low_altitude.uav_hull": 2071,
    "low_altitude.uav_third_party": 173,
    "low_altitude.evtol": 308,
    "materials.first_batch": 1936,
    "materials.plant_property": 1105,
    "ic.fab_property": 1480,
    "ic.tape_out": 808,
    "ic.chip_liability": 254,
}


def figure(value, part=0.02):
    se = abs(value) * part
    return {"value": value, "se": se, "low": value - 1.96 * se, "high": value + 1.96 * se}


BRINGS = {
    "firms_by_year": [12.0] * 5,
    "firm_years": 60.0,
    "cover": 1200.0,
    "outlay": 100.0,
    "cover_per_yuan": 12.0,
    "outlay_per_firm": 100.0 / 60.0,
}


def _outlays(mean):
    """Make the outlays of a public layer, or of all of them."""
    costs = {
        "mean": figure(mean),
        "var": {"0.95": figure(6 * mean), "0.99": missing()},
        "largest": 25 * mean,
    }
    return {
        **costs,
        "kind": "public_layer",
        "probability": figure(0.08),
        "fiscal_years": [{"year": t, **costs} for t in range(1, 6)],
        "horizon": {"years": 5, "paid_later": 0.1 * mean, **costs},
        "fund_size": {"0.05": figure(12 * mean), "0.01": figure(20 * mean), "0.005": missing()},
    }


def missing(reason="only 12 of 2400 rows exceed VaR, 20 are needed"):
    return {"value": None, "reason": reason}


def ratios(loss_ratio):
    return [
        {
            "year": t,
            "mean": figure(0.31 + loss_ratio, 0.01),
            "quantiles": {
                level: figure(0.31 + part * loss_ratio, 0.01)
                for level, part in (("0.5", 0.8), ("0.75", 1.2), ("0.95", 2.6))
            },
            "probability_above_1": figure(0.42),
        }
        for t in range(1, 6)
    ]


def distribution(mean, top, parts=GROSS):
    tails = {
        "var": {p: figure(top * parts[round(1 / (1 - float(p)))], 0.03) for p in LEVELS},
        "tvar": {p: figure(1.3 * top * parts[round(1 / (1 - float(p)))], 0.04) for p in LEVELS},
    }
    return {"mean": figure(mean, 0.005), "sd": 0.4 * top, **tails}


def with_curve(mean, top, parts):
    loss = [top * parts[period] for period in PERIODS]
    return {
        **distribution(mean, top, parts),
        "return_periods": [
            {
                "period": period,
                "probability": 1 / period,
                "var": figure(amount, 0.002 * period**0.5),
                "tvar": figure(1.3 * amount, 0.003 * period**0.5) if period < 1000 else missing(),
            }
            for period, amount in zip(PERIODS, loss, strict=True)
        ],
        "curve": {
            "probability": [1 / period for period in PERIODS],
            "loss": loss,
            "low": [x * (1 - 0.004 * n**0.5) for n, x in zip(PERIODS, loss, strict=True)],
            "high": [x * (1 + 0.005 * n**0.5) for n, x in zip(PERIODS, loss, strict=True)],
        },
    }


@pytest.fixture(scope="session")
def scenario():
    return load_scenario(SCENARIOS / "henan.toml")


@pytest.fixture
def summary(scenario):
    return hand_made(scenario)


@pytest.fixture
def manifest(scenario):
    return record(scenario)


@pytest.fixture(scope="session")
def files(scenario):
    """Every file of a run, written once."""
    return run_files(hand_made(scenario), record(scenario), "zh")


@pytest.fixture
def drawn(files):
    return {
        name.removeprefix("figures/"): content
        for name, content in files.items()
        if name.startswith("figures/")
    }


def record(scenario):
    return {
        "schema": 1,
        "scenario": scenario.resolved(),
        "scenario_sha256": scenario.digest(),
        "overrides": [["simulation.paths", "40000"]],
        "seed": scenario.simulation.seed,
        "generator": "Philox4x32-10",
        "paths": 40_000,
        "years": 5,
        "cells_per_block": 64,
        "blocks": 2,
        "result_sha256": "ab" * 32,
        "threads": 2,
        "started": "2026-01-02T03:04:05+00:00",
        "finished": "2026-01-02T03:04:17+00:00",
        "versions": {"python": "3.11.2", "coinsure": "0.1.0", "numpy": "2.4.0", "numba": "0.68.0"},
        "machine": {"system": "Linux", "processor": "a processor", "processors": 2},
    }


def hand_made(scenario):
    premium = sum(line.premium for line in scenario.lines.values())
    members = list(scenario.members)
    shares = [0.30, 0.18, 0.14, 0.12, 0.08, 0.10, 0.04, 0.04]
    units = scenario.risk_units
    summary = {
        "schema": 1,
        "version": "0.1.0",
        "scenario": {
            "title": scenario.title,
            "title_zh": scenario.title_zh,
            "unit": scenario.unit,
            "source": in_both(scenario.source).en,
            "source_zh": in_both(scenario.source).zh,
            "paths": 40_000,
            "years": 5,
            "years_alike": True,
            "seed": scenario.simulation.seed,
            "hash": scenario.digest(),
            "overrides": [["simulation.paths", "40000"]],
            "grades": {
                "B": {"lines": 3, "premium": 7008.75},
                "C": {"lines": 8, "premium": 7395.0},
            },
        },
        "pool": _pool(premium),
        "sectors": {},
        "lines": {},
        "dependence": {
            "kind": "t",
            "df": 4.0,
            "measure": "pearson",
            "persistence": 0.3,
            "repaired": True,
            "factors": [
                _factors("biomedicine", "materials", 0.2, 0.13),
                _factors("materials", "ic:severity", 0.3, 0.16),
                _factors("biomedicine", "ic:severity", None, 0.08),
            ],
            "sectors": [
                {
                    "first": first,
                    "second": second,
                    "correlation": figure(0.012, 0.4),
                    "both_beyond": {
                        "0.95": figure(0.06, 0.03),
                        "0.99": {"value": 0.0, "se": 0.0, "low": 0.0, "high": 0.0075}
                        if second == "ic"
                        else figure(0.04, 0.1),
                    },
                }
                for first, second in combinations(scenario.sectors, 2)
            ],
        },
        "uncertainty": {
            "parameters_uncertain": True,
            "pool": _divided(8600.0, 0.01),
            "sectors": {name: _divided(2000.0, 0.02) for name in scenario.sectors},
            "lines": {
                name: {
                    key: _divided(500.0, 0.1 if line.data_grade == "C" else -0.001)
                    for key, line in sector.lines.items()
                }
                for name, sector in scenario.sectors.items()
            },
        },
        "reinsurance": {
            "fab_per_risk": {
                "kind": "excess_of_loss",
                "lines": ["ic.fab_property"],
                "premium": 1280.0,
                "recovered": figure(639, 0.04),
                "loss_ratio": figure(639 / 1280, 0.04),
                "commission": figure(0),
                "reinstatement": figure(4.1, 0.05),
                "brokerage": figure(128),
                "lost_by_default": figure(6.2, 0.1),
                "net_cost": figure(645.1, 0.04),
                "left": figure(6_990, 0.01),
                "by_line": {
                    "ic.fab_property": {
                        "premium": 1280.0,
                        "recovered": figure(639, 0.04),
                        "loss_ratio": figure(639 / 1280, 0.04),
                        "commission": figure(0),
                        "reinstatement": figure(4.1, 0.05),
                        "net_cost": figure(645.1, 0.04),
                    }
                },
                "sectors": {
                    "ic": {
                        "premium": 1280.0,
                        "recovered": figure(639, 0.04),
                        "loss_ratio": None,
                        "commission": figure(0),
                        "reinstatement": figure(4.1, 0.05),
                        "net_cost": figure(645.1, 0.04),
                    }
                },
            }
        },
        "reinsurers": {
            "home": {
                "label": {"zh": "境内再保险人", "en": "Home"},
                "domicile": "domestic",
                "solvency_ratio": 1.6,
                "member": "M1",
                "default_probability": 0.01,
                "owed": figure(639, 0.04),
                "lost": figure(6.2, 0.1),
                "exposure": 383.4,
                "factor": 0.013,
                "charge": 4.98,
            }
        },
        "assumed": {},
        "fronted": {},
        "sharing": {},
        "guarantee": None,
        "own_reinsurance": {},
        "shares": {
            "members": members,
            "sectors": list(scenario.sectors),
            "premium": [[share] * 4 for share in shares],
            "liability": [[share] * 4 for share in shares],
            "unplaced": dict.fromkeys(scenario.sectors, 0.0),
        },
        "members": {},
        "risk_units": {},
        "capital": {
            "measure": "tvar",
            "level": 0.995,
            "pool": figure(21_400, 0.02),
            "sectors": {},
            "lines": {},
            "members": {},
            "diversification": figure(0.38, 0.02),
            "cross2": {
                "treatment": "tech_0.9_property",
                "charge": 6512.0,
                "by_combined_ratio": {"charge": 7100.0, "classes": {}},
                "alternatives": {"tech_0.9_property": 6512.0, "natural_line": 4180.0},
                "arrears": 0.0,
                "lines": {},
            },
            "methods": {
                "level": 0.995,
                "hurdle": 0.1,
                "rows": 200_000,
                "divided": {
                    name: {
                        "whole": figure(20_000.0 + 100.0 * number),
                        "sectors": {
                            sector: {
                                "amount": figure(5_000.0 + 25.0 * number),
                                "fraction": figure(0.25),
                            }
                            for sector in scenario.sectors
                        },
                    }
                    for number, name in enumerate(METHODS)
                },
            },
            "safety": {
                basis: {
                    "capital": amount,
                    "probability_beyond": figure(0.004),
                    "policyholder_deficit": figure(21.0),
                    "deficit_ratio": figure(0.0021),
                    "horizon": {"probability_of_ruin": figure(0.013)},
                }
                for basis, amount in (("economic", 21_400.0), ("cross2", 6_512.0))
            },
        },
        "premium": {
            "lines": {},
            "makeup": {},
            "minimum": {
                "confidence": 0.75,
                "horizon": {"lines": {}, "pool": figure(1.1 * premium)},
            },
            "combined_ratios": {"by_year": {"lines": {}, "pool": ratios(0.7)}},
            "pool": {
                "current": premium,
                "expected_loss": figure(10_118.0, 0.005),
                "technical": {
                    "co_tvar": figure(17_500.0, 0.05),
                    "distortion": figure(16_900.0, 0.02),
                    "cross2": figure(16_100.0, 0.01),
                },
                "band": [16_100.0, 17_500.0],
                "recommended": premium * 1.041,
                "change": 0.041,
                "rate_on_sum_insured": {
                    "current": premium / 4_600_000.0,
                    "technical_low": 16_100.0 / 4_600_000.0,
                    "technical_high": 17_500.0 / 4_600_000.0,
                    "recommended": premium * 1.041 / 4_600_000.0,
                },
                "combined_ratio": {
                    "current": figure(1.041, 0.004),
                    "recommended": figure(1.012, 0.004),
                },
            },
        },
        "reserve": {
            "scope": "sector",
            "funds": {
                name: {"balance": [figure(40.0 * (t + 1)) for t in range(5)]}
                for name in scenario.sectors
            },
            "sectors": {},
            "members": {
                name: {"paid_in": figure(9.0), "drawn": figure(7.0), "net": figure(-2.0)}
                for name in members
            },
            "probability_exhausted": figure(0.12),
        },
        "public": {
            "instruments": {
                "province": _outlays(110.0)
                | {
                    "annual_cap": 3000.0,
                    "label": {"zh": "省级补偿", "en": "Province"},
                    "fund": {
                        "set_aside": 500.0,
                        "balance": [figure(90.0)] * 5,
                        "probability_exhausted": figure(0.2),
                    },
                },
                "city": _outlays(20.0)
                | {"kind": "premium_subsidy", "annual_cap": 500.0, "label": None, "brings": BRINGS},
            },
            "total": _outlays(130.0) | {"brings": BRINGS},
            "cut": figure(0.0),
        },
        "shortfall": {
            "unpaid": figure(0.0),
            "uninsured": figure(0.0),
            "probability_unpaid": {"value": 0.0, "se": 0.0, "low": 0.0, "high": 3 / 40_000},
        },
        "checks": [],
        "verdict": _verdict(premium),
        "passed": True,
    }
    for name, sector in scenario.sectors.items():
        own = {key: EXPECTED[f"{name}.{key}"] for key in sector.lines}
        _add_sector(summary, name, sector, own)
    for number, (name, member) in enumerate(scenario.members.items()):
        _add_member(summary, name, member, shares[number], premium, units)
    for name, unit in units.items():
        gross = sum(unit.covers.values())
        net = min(gross, 10_000) if name.startswith("fab") else gross
        summary["risk_units"][name] = {
            "label": unit.label.model_dump(),
            "covers": dict(unit.covers),
            "gross": gross,
            "net": net,
            "pool_line": 200_000.0,
            "binding_member": "M7",
            "unplaced": 0.0,
        }
    summary["purpose"] = _purpose(scenario, summary)
    summary["self_check"] = _self_check()
    summary["checks"] = _checks(summary)
    return summary


def _purpose(scenario, summary):
    """Make the book without the pool: IC halves its cover, everything else is insured."""
    sums = dict.fromkeys(scenario.sectors, 1e6)
    return {
        "years": 66_560,
        "hurdle": 0.09,
        "facultative_capacity": 50_000.0,
        "facultative_price": 1.25,
        "limit_of_cover": 4e6,
        "sectors": {
            name: {
                "limit_of_cover": whole,
                "alone": {
                    "kept": (0.4 if name == "ic" else 1.0) * whole,
                    "facultative": (0.1 if name == "ic" else 0.0) * whole,
                    "uninsured": (0.5 if name == "ic" else 0.0) * whole,
                },
                "pool": {"insured": whole, "uninsured": 0.0},
            }
            for name, whole in sums.items()
        },
        "alone": {
            "insured": 3.5e6,
            "capital": figure(153_000, 0.03),
            "concentration": figure(0.35, 0.05),
            "price": figure(0.0059, 0.02),
            "largest_loss_to_capital": 0.092,
            "largest_loss_member": "M8",
        },
        "pool": {
            "insured": 4e6,
            "capital": figure(19_600, 0.01),
            "concentration": figure(0.18, 0.001),
            "price": figure(0.0034, 0.002),
            "largest_loss_to_capital": 0.0053,
            "largest_loss_member": "M7",
        },
        "capital_gross": figure(90_000, 0.03),
        "capital_saved": figure(133_400, 0.04),
        "members": {
            name: {
                "need_alone": figure(20_000, 0.05),
                "need_pool": figure(2_500, 0.01),
                "result_alone": figure(-20, 0.1),
                "result_pool": figure(-25, 0.05),
                "largest_alone": 12_000.0,
                "largest_pool": 480.0,
            }
            for name in summary["members"]
        },
        "newcomers": [
            {
                "capital_and_reserves": 200_000.0,
                "cap": 20_000.0,
                "sectors": {
                    name: {
                        "by_capacity": 0.0063,
                        "most": 0.1 if name == "ic" else 1.0,
                        "offered": 0.0063,
                        "premium": 25.0,
                        "line": 200_000.0,
                    }
                    for name in scenario.sectors
                },
            }
        ],
    }


def _factors(first, second, stated, tail):
    """Make two factors that are linked."""
    used = 0.0 if stated is None else 0.9 * stated
    return {
        "first": first,
        "second": second,
        "stated": stated,
        "used": used,
        "score_correlation": used,
        "tail_dependence": tail,
    }


def _divided(deviation, share):
    """Make variances of a year by chance and by parameters."""
    total = deviation**2
    parts = {
        "total": figure(total),
        "process": figure((1.0 - share) * total),
        "parameter": figure(share * total),
        "parameter_share": figure(share),
    }
    return {"gross": parts, "net": parts}


def _pool(premium):
    return {
        "premium": premium,
        "premium_by_year": [premium] * 5,
        "sum_insured": 4_600_000.0,
        "gross": with_curve(10_118, premium / 0.75, GROSS),
        "net": with_curve(9_480, premium / 0.75, NET),
        "deficit": {
            **with_curve(590, premium / 0.75, NET),
            "mean": figure(590.0, 0.1),
        },
        "loss_ratio": {
            "gross": {"mean": figure(0.70, 0.005), **{p: figure(2.2) for p in LEVELS}}
            | {"above": {"0.7": figure(0.31), "1.0": figure(0.09), "1.5": figure(0.03)}}
            | {},
            "net": {"mean": figure(0.72, 0.005), **{p: figure(1.5) for p in LEVELS}}
            | {
                "above": {
                    "0.7": figure(0.33),
                    "1.0": figure(0.06),
                    "1.5": {"value": 0.0, "se": 0.0, "low": 0.0, "high": 3 / 40_000},
                }
            },
        },
        "combined_ratio": figure(1.041, 0.004),
        "combined_ratio_gross": figure(1.012, 0.004),
        "result": {"mean": figure(-590.0, 0.1), "sd": 4100.0},
        "probability_of_deficit": figure(0.42),
        "horizon": {
            "years": 5,
            "result": figure(-2950.0, 0.1),
            "deficit": distribution(2950.0, 30_000.0),
            "probability_of_deficit": figure(0.55),
        },
    }


def _add_sector(summary, name, sector, own):
    premium = sum(line.premium for line in sector.lines.values())
    expected = sum(own.values())
    summary["sectors"][name] = {
        "label": sector.label.model_dump(),
        "premium": premium,
        "gross": distribution(expected, premium),
        "net": distribution(expected, premium, NET),
        "deficit": distribution(expected - 0.69 * premium, premium, NET),
        "result": figure(0.69 * premium - expected, 0.05),
        "combined_ratio": figure(0.31 + expected / premium, 0.01),
        "combined_ratio_gross": figure(0.30 + expected / premium, 0.01),
    }
    lines, capital, charges, prices = {}, {}, {}, {}
    for number, (key, line) in enumerate(sector.lines.items()):
        loss = own[key]
        peak = 9_000.0 if key == "fab_property" else 0.5 * line.premium
        lines[key] = {
            "label": line.label.model_dump(),
            "premium": line.premium,
            "sum_insured": line.sum_insured * line.risks,
            "data_grade": line.data_grade,
            "gross": distribution(loss, line.premium),
            "net": distribution(loss, line.premium, NET),
            "loss_ratio": figure(loss / line.premium, 0.01),
            "combined_ratio": figure(0.31 + loss / line.premium, 0.01),
            "combined_ratio_gross": figure(0.30 + loss / line.premium, 0.01),
        }
        capital[key] = {"allocated": figure(peak, 0.06)}
        charges[key] = 0.4 * line.premium
        low, high = 0.9 * loss / 0.69, 1.25 * loss / 0.69
        reason = ("inside_band", "raise_limited", "no_cut_for_grade_c")[number % 3]
        change = 0.2 if reason == "raise_limited" else 0.0
        prices[key] = {
            "current": line.premium,
            "expected_loss": figure(loss, 0.01),
            "technical": {
                "co_tvar": figure(high, 0.05),
                "distortion": figure(1.1 * low, 0.02),
                "cross2": figure(low, 0.01),
            },
            "band": [low, high],
            "recommended": line.premium * (1 + change),
            "change": change,
            "rate_on_sum_insured": {
                "current": line.premium / (line.sum_insured * line.risks),
                "technical_low": low / (line.sum_insured * line.risks),
                "technical_high": high / (line.sum_insured * line.risks),
                "recommended": line.premium * (1 + change) / (line.sum_insured * line.risks),
            },
            "combined_ratio": {
                "current": figure(0.31 + loss / line.premium, 0.01),
                "recommended": figure(0.31 + loss / line.premium / (1 + change), 0.01),
            },
            "data_grade": line.data_grade,
            "reason": reason,
            "need": {"premium": low, "capital": peak, "affordable": 0.4 * peak}
            if reason == "raise_limited"
            else None,
        }
        premium_of = summary["premium"]
        premium_of["makeup"][f"{name}.{key}"] = {
            "premium": line.premium * (1 + change),
            "claims": figure(loss, 0.01),
            "reinsurance": 40.0,
            "expenses": 0.3 * line.premium,
            "costs": 0.01 * line.premium,
            "discount": figure(-3.0, 0.01),
            "tax": figure(12.0, 0.05),
            "profit": figure(36.0, 0.05),
        }
        premium_of["minimum"]["horizon"]["lines"][f"{name}.{key}"] = figure(1.2 * line.premium)
        of_years = premium_of["combined_ratios"]["by_year"]["lines"]
        of_years[f"{name}.{key}"] = ratios(loss / line.premium)
    summary["lines"][name] = lines
    summary["capital"]["lines"][name] = capital
    summary["capital"]["cross2"]["lines"][name] = charges
    summary["capital"]["sectors"][name] = {
        "standalone": figure(0.9 * premium, 0.04),
        "allocated": figure(sum(part["allocated"]["value"] for part in capital.values()), 0.05),
    }
    summary["premium"]["lines"][name] = prices
    pays = name != "ic"
    summary["reserve"]["sectors"][name] = {
        "paid_in": figure(62.0, 0.03),
        "drawn": figure(31.0 if pays else 140.0, 0.06),
        "net": figure(-31.0 if pays else 78.0, 0.08),
    }


def solvency(member, share):
    if member.own_book is None:
        return {"basis": "pool_part_only", "pool_charge": 6512 * share}
    actual, core = member.actual_capital, member.own_book.core_capital
    before, after = member.minimum_capital, member.minimum_capital + 0.3 * 6512 * share
    return {
        "basis": "own_book",
        "pool_charge": 6512 * share,
        "minimum_capital": {
            "before": before,
            "after": figure(after, 1.0),
            "plain_addition": before + 6512 * share,
        },
        "years": [
            {
                "year": year,
                "before": {"comprehensive": actual / before, "core": core / before},
                "after": {
                    "comprehensive": figure(actual / after, 0.01),
                    "core": figure(core / after, 0.01),
                },
                "change": figure(actual / after - actual / before, 0.01),
                "status": "good",
            }
            for year in (1, 2, 3)
        ],
        "bad_year": {
            "level": 0.995,
            "comprehensive": figure(0.98 * actual / after, 0.01),
            "core": figure(0.98 * core / after, 0.01),
            "change": figure(0.98 * actual / after - actual / before, 0.01),
            "status": "good",
        },
        "per_point": {},
    }


def _add_member(summary, name, member, share, premium, units):
    own = {"standalone": figure(21_400 * share, 0.02), "allocated": figure(21_000 * share, 0.02)}
    summary["capital"]["members"][name] = own
    legal = member.paid_in_capital_and_reserves
    summary["members"][name] = {
        "label": member.label.model_dump(),
        "lead": member.lead,
        "share": share,
        "premium": share * premium,
        "result": {"mean": figure(-590.0 * share, 0.1), "sd": 4100.0 * share},
        "deficit": distribution(590.0 * share, premium * share, NET),
        "horizon": {
            "result": figure(-2950.0 * share, 0.1),
            "deficit": distribution(2950.0 * share, 3 * premium * share, NET),
        },
        "capital": own,
        "return_on_capital": figure(-590 / 21_400, 0.1),
        "probability_of_loss": figure(0.42),
        "probability_of_default": {"value": 0.0, "se": 0.0, "low": 0.0, "high": 3 / 40_000},
        "solvency_ratio_before": member.actual_capital / member.minimum_capital,
        "solvency_ratio_after": member.actual_capital / (member.minimum_capital + 6512 * share),
        "solvency": solvency(member, share),
        "own_business": None,
        "article_102": {
            "limit": 4 * legal,
            "before": member.retained_premium,
            "after": member.retained_premium + share * premium,
            "headroom": 4 * legal - member.retained_premium - share * premium,
            "passed": True,
        },
        "article_103": [
            {
                "risk_unit": unit,
                "cap": 0.1 * legal,
                "gross": share * sum(record.covers.values()),
                "net": share * min(sum(record.covers.values()), 12_000),
                "headroom": 0.1 * legal - share * min(sum(record.covers.values()), 12_000),
                "passed": True,
            }
            for unit, record in units.items()
        ],
        "reserve": {"paid_in": figure(9.0), "drawn": figure(7.0)},
    }


def _self_check():
    score = {"exact": 100.0, "simulated": 101.0, "z": 0.8}
    few = "40000 paths are too few for its skewness, 52000 are needed"
    return {
        "limit": 5.2,
        "lines": {
            "ic.tape_out": {
                "mean": score,
                "sd": {"exact": 50.0, "simulated": 52.0, "z": None, "reason": few},
                "var": dict.fromkeys(LEVELS, score),
            }
        },
        "no_exact_answer": {
            "biomedicine.clinical_trial_liability": [
                "biomedicine.clinical_trial_liability.mass: its policy-year aggregate makes a loss "
                "depend on earlier ones of the same risk"
            ]
        },
    }


def _checks(summary):
    found = [
        {
            "name": "conservation",
            "passed": True,
            "figure": 3.2e-13,
            "limit": 1e-9,
            "subject": "",
        },
        {
            "name": "allocation_to_lines",
            "passed": True,
            "figure": 1.1e-15,
            "limit": 1e-9,
            "subject": "",
        },
        {
            "name": "treaty_price",
            "passed": True,
            "figure": 645.1,
            "limit": -103.2,
            "subject": "fab_per_risk",
        },
    ]
    for name, member in summary["members"].items():
        law = member["article_102"]
        found.append(
            {
                "name": "article_102",
                "passed": True,
                "figure": law["after"],
                "limit": law["limit"],
                "subject": name,
            }
        )
        found += [
            {
                "name": "article_103",
                "passed": unit["passed"],
                "figure": unit["net"],
                "limit": unit["cap"],
                "subject": f"{name}: {unit['risk_unit']}",
            }
            for unit in member["article_103"]
        ]
    return found


def _verdict(premium):
    return [
        {
            "code": "premium_adequacy",
            "status": "bad",
            "figures": {
                "current": premium,
                "technical_low": 1.07 * premium,
                "technical_high": 1.31 * premium,
                "recommended": 1.041 * premium,
                "change": 0.041,
                "combined_ratio": figure(1.041, 0.004),
                "lines_raised": 4,
                "lines_cut": 0,
                "line": "ic.fab_property",
                "line_change": 0.2,
            },
        },
        {
            "code": "tail_driver",
            "status": "bad",
            "figures": {
                "line": "ic.fab_property",
                "share": figure(0.91, 0.04),
                "losses": figure(19_500.0, 0.03),
            },
        },
        {
            "code": "capital_need",
            "status": "warn",
            "figures": {
                "capital": figure(21_400.0, 0.02),
                "capital_to_premium": figure(21_400 / premium, 0.02),
                "charge": 6512.0,
                "capital_to_charge": figure(21_400 / 6512, 0.02),
                "available": 55_490_000.0,
            },
        },
        {
            "code": "legal_limits",
            "status": "warn",
            "figures": {
                "article_102_broken": 0,
                "article_102_unknown": 0,
                "article_103_broken": 0,
                "article_103_by_reinsurance": 2,
                "member": None,
                "risk_unit": "fab_large",
                "gross": 200_000.0,
                "pool_line": 200_000.0,
                "binding_member": "M7",
            },
        },
        {
            "code": "reinsurance_value",
            "status": "good",
            "figures": {
                "net_cost": figure(645.1, 0.04),
                "capital_saved": figure(41_000.0, 0.03),
                "return_on_capital_saved": figure(3690.0, 0.03),
                "value": figure(3044.9, 0.04),
            },
        },
        {
            "code": "reserve_flow",
            "status": "warn",
            "figures": {
                "payer": "materials",
                "paid": 31.0,
                "receiver": "ic",
                "received": 78.0,
                "received_to_premium": 0.027,
                "probability_exhausted": figure(0.12),
            },
        },
        {
            "code": "public_money",
            "status": "good",
            "figures": {
                "mean": figure(130.0, 0.05),
                "to_premium": figure(130.0 / premium, 0.05),
                "rare": figure(2900.0, 0.04),
                "probability": figure(0.06),
                "probability_capped": figure(0.004),
            },
        },
        {
            "code": "insured_shortfall",
            "status": "good",
            "figures": {"unpaid": 0.0, "uninsured": 0.0, "probability": 0.0},
        },
        {
            "code": "data_grade",
            "status": "warn",
            "figures": {"grade_a": 0.0, "grade_b": 0.487, "grade_c": 0.513},
        },
    ]
