"""From a scenario to a plan: everything that is fixed before the first loss is drawn."""
