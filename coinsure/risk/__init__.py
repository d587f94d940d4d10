"""Risk measures, allocations and sampling errors: plain functions of arrays, larger is worse."""
