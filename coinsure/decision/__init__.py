"""From figures to advice: technical premiums, recommended rates and the findings of a run."""
