"""Files of losses beside a scenario."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coinsure.errors import ScenarioError
from coinsure.models.severity import Empirical, Mixture
from coinsure.scenario import Scenario, load_scenario

KEY = "sectors.chips.lines.fab.components.claims_seen.severity"
CHANGE = 'extends = "complete.toml"\n[sectors.chips.lines.fab.components.claims_seen]\n'

Write = Callable[[str, str], Path]


def severity_of(scenario: Scenario) -> object:
    return scenario.sectors["chips"].lines["fab"].components["claims_seen"].severity


def with_file(written: Write, text: str) -> Path:
    written("other.csv", text)
    severity = 'severity = { kind = "empirical", file = "other.csv" }\n'
    return written("scenario.toml", CHANGE + severity)


def test_the_losses_of_a_file_become_part_of_the_scenario(written: Write):
    text = "amount,weight,date\n12.5,1,2021-03-01\n40,2,2022-07-11\n\n110,1,2023-01-05\n"
    scenario = load_scenario(with_file(written, text))
    assert severity_of(scenario) == Empirical(amounts=(12.5, 40.0, 110.0), weights=(1.0, 2.0, 1.0))
    assert scenario.provenance.files[-1].endswith("other.csv")


def test_another_amount_in_the_file_is_another_hash_and_another_name_is_not(written: Write):
    first = load_scenario(with_file(written, "amount\n5\n7\n"))
    second = load_scenario(with_file(written, "amount\n5\n8\n"))
    assert first.digest() != second.digest()
    inline = CHANGE + 'severity = { kind = "empirical", amounts = [5, 8] }\n'
    assert load_scenario(written("inline.toml", inline)).digest() == second.digest()


def test_a_file_is_relative_to_the_file_that_names_it(written: Write, tmp_path: Path):
    (tmp_path / "below").mkdir()
    change = tmp_path / "below" / "change.toml"
    (tmp_path / "below" / "own.csv").write_text("Amount\n3\n", encoding="utf-8")
    severity = 'severity = { kind = "empirical", file = "own.csv" }\n'
    text = CHANGE.replace("complete", "../complete") + severity
    change.write_text(text, encoding="utf-8")
    assert severity_of(load_scenario(change)) == Empirical(amounts=(3.0,))
    top = written("top.toml", 'extends = "below/change.toml"\ntitle = "x"\n')
    assert severity_of(load_scenario(top)) == Empirical(amounts=(3.0,))


def test_an_override_may_name_a_file_beside_the_scenario(written: Write, complete: Path):
    base = written("copy.toml", complete.read_text(encoding="utf-8"))
    written("more.csv", "\ufeffamount\n9\n")
    override = {KEY: {"kind": "empirical", "file": "more.csv"}}
    assert severity_of(load_scenario(base, override)) == Empirical(amounts=(9.0,))


def test_a_file_inside_lists_and_other_severities_is_found(written: Write):
    written("other.csv", "amount\n5\n7\n")
    scenario = load_scenario(
        written(
            "scenario.toml",
            CHANGE
            + """severity = { kind = "mixture", parts = [
    { weight = 0.5, severity = { kind = "constant", value = 1 } },
    { weight = 0.5, severity = { kind = "empirical", file = "other.csv" } },
] }
""",
        )
    )
    severity = severity_of(scenario)
    assert isinstance(severity, Mixture)
    assert severity.parts[1].severity == Empirical(amounts=(5.0, 7.0))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("amount\n5\nx\n", ("other.csv: row 3, amount", "finite number above 0", '"x"')),
        ("amount\n5\n0\n", ("row 3, amount", "leave losses of nothing out")),
        ("amount\n5\n-3\n", ("row 3, amount",)),
        ("amount\ninf\n", ("row 2, amount",)),
        ("amount,weight\n5,1\n6,\n", ("row 3, weight", "finite number above 0")),
        ('amount\n"1,200"\n', ("row 2, amount", "without commas: 1200")),
        ("loss\n5\n", ("row 1", "no column amount", "loss")),
        ("amount\n", ("no losses below the header",)),
        ("", ("row 1", "the file is empty")),
    ],
)
def test_a_bad_file_is_told_with_its_row_and_a_remedy(
    written: Write, text: str, words: tuple[str, ...]
):
    with pytest.raises(ScenarioError) as refusal:
        load_scenario(with_file(written, text))
    message = str(refusal.value)
    assert len(message.splitlines()) == 1
    for word in words:
        assert word in message


def test_a_file_that_is_not_there_is_told_with_the_file_that_names_it(written: Write):
    severity = 'severity = { kind = "empirical", file = "nothing.csv" }\n'
    path = written("scenario.toml", CHANGE + severity)
    with pytest.raises(ScenarioError, match=rf"scenario\.toml: {KEY}\.file: .*nothing\.csv"):
        load_scenario(path)


def test_a_file_that_is_no_text_is_refused(written: Write, tmp_path: Path):
    path = with_file(written, "")
    (tmp_path / "other.csv").write_bytes("amount\n金额".encode("gbk"))
    with pytest.raises(ScenarioError, match="not a CSV file in UTF-8"):
        load_scenario(path)


def test_a_file_and_amounts_together_are_refused(written: Write):
    path = written("scenario.toml", f'{CHANGE}severity.file = "other.csv"\n')
    with pytest.raises(ScenarioError, match="keep one of them"):
        load_scenario(path)


def test_something_that_is_no_name_of_a_file_is_refused(written: Write):
    for value in ("3", '""', '"a\\u0000b"'):
        severity = f'severity = {{ kind = "empirical", file = {value} }}\n'
        path = written("scenario.toml", CHANGE + severity)
        with pytest.raises(ScenarioError, match="name of a file"):
            load_scenario(path)


def test_a_file_too_large_is_refused(written: Write):
    path = with_file(written, "amount\n" + "1.5\n" * 1_000_001)
    with pytest.raises(ScenarioError, match="too large"):
        load_scenario(path)
