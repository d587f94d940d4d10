"""The tables of the report as data frames, for notebooks."""

from io import BytesIO

import pandas as pd

from coinsure.report.findings import Findings
from coinsure.report.run import tables
from coinsure.report.sections import sections
from coinsure.report.spreadsheet import grid, spreadsheet
from coinsure.study import Study


def frames(study: Study) -> dict[str, pd.DataFrame]:
    """Return every table of a run's report by its name, the same as in ``tables/*.csv``."""
    findings = Findings(study.summary(), study.manifest())
    return {
        table.key: pd.read_csv(BytesIO(spreadsheet(found)), encoding="utf-8-sig")
        for table in tables(sections(findings))
        for found in [grid(table, findings.unit)]
    }
