"""``write_run``: the folder that a run leaves, report, figures, tables and data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from coinsure.report.drawn import drawings, figure_files, inlined
from coinsure.report.figures import style
from coinsure.report.findings import Findings
from coinsure.report.folder import new_folder, write_files
from coinsure.report.numerals import LANGUAGES, Language
from coinsure.report.page import Content, page
from coinsure.report.section import Folded, Section
from coinsure.report.sections import conclusions, key_figures, opening, sections
from coinsure.report.spreadsheet import grid
from coinsure.report.table import Table
from coinsure.report.wording import Phrase, Writer, say
from coinsure.report.workbook import table_files
from coinsure.results.archive import save
from coinsure.study import Study

HASH_SHOWN = 12
"""Digits of a hash that are shown; the whole of it is in the manifest."""


def write_run(study: Study, answers: Mapping[str, Any], folder: Path, first: Language) -> None:
    """Write everything that a run leaves into ``folder``, all at once.

    Parameters
    ----------
    answers
        ``study.summary()``.
    first
        Language in which the report opens.

    Raises
    ------
    UsageError, StorageError
        If the folder holds anything but an earlier run, or cannot be written.
    """
    files = run_files(answers, study.manifest(), first)
    with new_folder(folder) as fresh:
        write_files(fresh, files)
        save(study.archive(), fresh)


def run_files(
    answers: Mapping[str, Any], manifest: Mapping[str, Any], first: Language
) -> dict[str, bytes]:
    """Return the files of a run by their path in its folder."""
    findings = Findings(answers, manifest)
    parts = sections(findings)
    drawn = figure_files(drawings(parts), findings.unit, first)
    files = {
        "report.html": report_page(findings, parts, drawn, first).encode(),
        "summary.json": as_json(answers),
        "manifest.json": as_json(manifest),
    }
    files |= table_files(tables(parts), findings.unit)
    return files | {f"figures/{name}": content for name, content in drawn.items()}


def report_page(
    findings: Findings, parts: Sequence[Section], drawn: Mapping[str, bytes], first: Language
) -> str:
    """Return ``report.html``; ``drawn`` holds the figures by file name."""
    leading, further = conclusions(findings)
    content = Content(
        title=findings.title,
        opening=opening(findings),
        first=leading,
        further=further,
        sections=parts,
        footer=_footer(findings, parts),
        key_figures=key_figures(findings),
    )

    return page(content, findings.unit, first, inlined(drawn))


def tables(parts: Sequence[Section]) -> Iterator[Table]:
    """Yield every table of the report."""
    for section in parts:
        for block in section.blocks:
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Folded):
                yield block.table


def as_json(content: Mapping[str, Any]) -> bytes:
    """Return the content of a JSON file; NaN in it is a mistake, never written."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def _footer(findings: Findings, parts: Sequence[Section]) -> list[Phrase]:
    manifest = findings.manifest
    lines = [
        say("page.errors"),
        say(
            "page.manifest",
            version=manifest["versions"]["coinsure"],
            scenario=manifest["scenario_sha256"][:HASH_SHOWN],
            result=manifest["result_sha256"][:HASH_SHOWN],
            seed=str(manifest["seed"]),
            paths=manifest["paths"],
            years=manifest["years"],
            python=manifest["versions"]["python"],
            numpy=manifest["versions"]["numpy"],
            numba=manifest["versions"]["numba"],
            threads=manifest["threads"],
            finished=manifest["finished"],
        ),
    ]
    unknown = style.unknown_characters(_texts(findings, parts))
    if unknown:
        lines.append(say("page.glyphs", characters=unknown))
    return lines


def _texts(findings: Findings, parts: Sequence[Section]) -> list[str]:
    """Return the texts of the report that come from the scenario."""
    writers = [Writer(language, findings.unit) for language in LANGUAGES]
    headings = [writer.write(part.heading) for part in parts for writer in writers]
    cells = [
        text
        for table in tables(parts)
        for row in grid(table, findings.unit).rows
        for text in row
        if isinstance(text, str)
    ]
    return [*headings, *cells]
