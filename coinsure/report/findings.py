"""``Findings``: a run as the report reads it, the dicts of its files with names resolved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coinsure.models.labels import Label
from coinsure.report.quantity import Figure, together
from coinsure.report.table import Named, Status, label
from coinsure.report.wording import Phrase, Value, say


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """Everything that the report says comes from here."""

    summary: Mapping[str, Any]  # the content of summary.json
    manifest: Mapping[str, Any]  # the content of manifest.json, the resolved scenario in it

    @property
    def scenario(self) -> Mapping[str, Any]:
        """The resolved scenario."""
        return self.manifest["scenario"]

    @property
    def unit(self) -> str:
        """Unit of every amount."""
        return self.summary["scenario"]["unit"]

    @property
    def title(self) -> Label:
        """Title of the scenario."""
        head = self.summary["scenario"]
        return Label(zh=head["title_zh"], en=head["title"])

    @property
    def premium(self) -> float:
        """Gross premium of a year, for 100 % of the book."""
        return self.summary["pool"]["premium"]

    @property
    def level(self) -> float:
        """Confidence level of the capital."""
        return self.summary["capital"]["level"]

    def sectors(self) -> Iterator[tuple[str, Mapping[str, Any], Named]]:
        """Yield key, figures and coloured name of every sector."""
        for number, (key, sector) in enumerate(self.summary["sectors"].items()):
            yield key, sector, Named(label(sector["label"]), number)

    def lines(self) -> Iterator[tuple[str, str, Mapping[str, Any], Named]]:
        """Yield sector key, line key, figures and coloured name of every line."""
        for number, (sector, lines) in enumerate(self.summary["lines"].items()):
            for key, line in lines.items():
                yield sector, key, line, Named(label(line["label"]), number)

    def sector_name(self, key: str) -> Label:
        """Return the name of a sector."""
        return label(self.summary["sectors"][key]["label"])

    def line_name(self, key: str) -> Label:
        """Return the name of a line, given as "sector.line"."""
        sector, _, name = key.partition(".")
        return label(self.summary["lines"][sector][name]["label"])

    def cover_name(self, key: str) -> Label:
        """Return the name of a line or of a whole sector, as a treaty names it."""
        return self.line_name(key) if "." in key else self.sector_name(key)

    def member_name(self, key: str) -> Label:
        """Return the name of a member."""
        return label(self.summary["members"][key]["label"])

    def unit_name(self, key: str) -> Label:
        """Return the name of a risk unit."""
        return label(self.summary["risk_units"][key]["label"])

    def reinsurer_name(self, key: str) -> Value:
        """Return the name of a reinsurer, its key where it has no other."""
        named = self.scenario["reinsurers"][key].get("label")
        return label(named) if named else key

    def treaty_name(self, key: str) -> Phrase:
        """Return what a treaty is called: its kind and what it covers."""
        basis = self.scenario["reinsurance"][key].get("basis")
        return self.cover_title(self.summary["reinsurance"][key], basis)

    def own_treaty_name(self, key: str) -> Phrase:
        """Return what a member's own treaty is called: its kind and what it covers."""
        basis = self.scenario["own_reinsurance"][key]["treaty"].get("basis")
        return self.cover_title(self.summary["own_reinsurance"][key], basis)

    def cover_title(self, treaty: Mapping[str, Any], basis: str | None) -> Phrase:
        """Return what a treaty of some kind on some lines is called."""
        covers: Value = [self.cover_name(name) for name in treaty["lines"]]
        if basis == "event":
            return say("treaty.excess_of_loss_per_event", covers=covers)
        if (treaty["kind"], basis) == ("stop_loss", "money"):
            return say("treaty.stop_loss_in_money", covers=covers)
        return say(f"treaty.{treaty['kind']}", covers=covers)

    def finding(self, code: str) -> Mapping[str, Any] | None:
        """Return a finding by its code, if the run has it."""
        return next((f for f in self.summary["verdict"] if f["code"] == code), None)

    def status(self, code: str) -> Status | None:
        """Return the status of a finding, if the run has it."""
        found = self.finding(code)
        return found["status"] if found else None

    def allocated(self, line: str) -> Figure:
        """Return the part of the pool's capital that a line takes, given as "sector.line"."""
        sector, _, name = line.partition(".")
        return Figure.of(self.summary["capital"]["lines"][sector][name]["allocated"])

    def standalone_sum(self) -> Figure:
        """Return the capital that the sectors would need apart; errors are added, a bound."""
        sectors = self.summary["capital"]["sectors"].values()
        return together([Figure.of(sector["standalone"]) for sector in sectors])

    def return_period(self, kind: str, measure: str, wanted: int = 200) -> tuple[int, Figure]:
        """Return the longest return period up to ``wanted`` that is known, and its figure."""
        rows = [
            (row["period"], Figure.of(row[measure]))
            for row in self.summary["pool"][kind]["return_periods"]
        ]
        known = [row for row in rows if row[1].value is not None and row[0] <= wanted]
        return known[-1] if known else rows[0]
