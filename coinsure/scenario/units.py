"""Units of the numbers in a scenario, by table and key."""

MONEY = "money"
COUNT = "count"
FRACTION = "fraction"
A_YEAR = "losses a year"
SHAPE = "-"
OF_PREMIUM = "× premium"

_UNITS = {
    "version": SHAPE,
    "scale": "factor",
    "paths": COUNT,
    "years": COUNT,
    "seed": SHAPE,
    "risks": COUNT,
    "sum_insured": MONEY,
    "premium": MONEY,
    "expense_ratio": "fraction of premium",
    "sites": MONEY,
    "risk_limit": MONEY,
    "deductible": MONEY,
    "deductible_rate": "fraction of value",
    "limit": MONEY,
    "participation": FRACTION,
    "aggregate": MONEY,
    "mean": MONEY,
    "median": MONEY,
    "mu": "log of money",
    "sigma": SHAPE,
    "cv": SHAPE,
    "minimum": MONEY,
    "low": MONEY,
    "high": MONEY,
    "value": MONEY,
    "alpha": SHAPE,
    "beta": SHAPE,
    "shape": SHAPE,
    "dispersion": SHAPE,
    "per_risk": A_YEAR,
    "probability": FRACTION,
    "count": A_YEAR,
    "paid_in_capital_and_reserves": MONEY,
    "actual_capital": MONEY,
    "minimum_capital": MONEY,
    "retained_premium": MONEY,
    "appetite": FRACTION,
    "capacity": MONEY,
    "fails_in_year": "year",
    "retention": MONEY,
    "event_retention": MONEY,
    "event_limit": MONEY,
    "aggregate_deductible": MONEY,
    "aggregate_limit": MONEY,
    "annual_limit": MONEY,
    "loss_ratio_limit": OF_PREMIUM,
    "loss_ratio": OF_PREMIUM,
    "number_of_lines": COUNT,
    "sum_insured_from": MONEY,
    "brokerage": OF_PREMIUM,
    "placed": FRACTION,
    "reinstatements": OF_PREMIUM,
    "priority": SHAPE,
    "share": FRACTION,
    "shares": FRACTION,
    "sectors": FRACTION,
    "premium_shares": FRACTION,
    "premium_sectors": FRACTION,
    "commission": "fraction of ceded premium",
    "largest_risk": MONEY,
    "rate": "fraction of its base",
    "management_rate": "fraction of premium",
    "levy_rate": "fraction of premium",
    "brokerage_rate": "fraction of premium",
    "opening": MONEY,
    "interest": "fraction of balance",
    "margin": "fraction of premium",
    "allowance": "fraction of premium",
    "pivot": OF_PREMIUM,
    "slope": SHAPE,
    "lowest": "factor",
    "highest": "factor",
    "floor": "fraction of premium",
    "cap": "fraction of premium",
    "carry": "fraction of profit",
    "catch_up": "fraction of profit",
    "capital_to_premium": OF_PREMIUM,
    "tax_rate": FRACTION,
    "build_of_profit": "fraction of profit",
    "build_of_premium": "fraction of premium",
    "cap_of_premium": OF_PREMIUM,
    "release_above_loss_ratio": OF_PREMIUM,
    "level": "probability",
    "hurdle": "fraction of capital",
    "max_rate_change": "fraction of premium",
    "target_ratio": "× charge",
    "reserve_ratio": "× expected loss",
    "covers": MONEY,
    "max_unplaced": FRACTION,
    "max_capital_to_premium": OF_PREMIUM,
    "max_member_capital_use": "× actual capital",
    "lowest_rate": "fraction of sum insured",
    "highest_rate": "fraction of sum insured",
}
_OF_TABLE = {
    ("Poisson", "mean"): A_YEAR,
    ("NegativeBinomial", "mean"): A_YEAR,
    ("Fixed", "years"): "year",
    ("ProfitCommission", "rate"): "fraction of profit",
    ("ProfitCommission", "expenses"): "fraction of ceded premium",
    ("ProfitCommission", "years"): COUNT,
    ("Corridor", "low"): OF_PREMIUM,
    ("AfterLeadCommission", "rate"): "fraction of profit",
    ("ProfitCommissionRule", "rate"): "fraction of profit",
    ("Clawback", "rate"): "fraction of profit",
    ("Hurdle", "rate"): "fraction of capital",
    ("Investment", "rate"): "fraction a year",
    ("Investment", "years"): "years",
    ("Corridor", "high"): OF_PREMIUM,
    ("StopLoss", "retention"): "money, or × premium",
    ("StopLoss", "limit"): "money, or × premium",
    ("Adjustment", "rate"): "fraction of subject premium",
    ("Adjustment", "minimum"): MONEY,
    ("Scenario", "scale"): "factor",
    ("Beta", "scale"): MONEY,
    ("Constant", "scale"): MONEY,
    ("Lognormal", "scale"): MONEY,
    ("Pareto", "scale"): MONEY,
    ("Uniform", "scale"): MONEY,
    ("IntensityLeg", "scale"): MONEY,
}


def unit_of(table: str, key: str) -> str:
    """Return the unit of a number.

    Parameters
    ----------
    table
        Name of the class of the table, ``Line`` for instance.
    key
        The number's key in it.

    Raises
    ------
    KeyError
        If nobody has said it: a new number needs a line here.
    """
    return _OF_TABLE.get((table, key)) or _UNITS[key]
