"""The README keeps its promises: its commands, its example, its tree."""

import json
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
FEW = 1_024
NOT_LISTED = {"__init__.py", "__pycache__"}


def section(title):
    found = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, title
    return found.group(1)


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def listed():
    """Names in the printed tree: what is at the top, and what is inside the package."""
    (tree,) = blocks(section("Layout"), "text")
    names = re.findall(r"^( *)(\S+)  +\S", tree, re.MULTILINE)
    assert len(names) == len(tree.splitlines())
    outer = [name for indent, name in names if not indent]
    return outer, [name for indent, name in names if indent]


def on_disk(folder):
    return {
        path.name + "/" * path.is_dir() for path in folder.iterdir() if path.name not in NOT_LISTED
    }


def test_quick_start_is_two_blocks_of_commands():
    run, check = blocks(section("Quick start"), "sh")
    assert "coinsure run scenarios/henan.toml" in run
    for command in ("ruff format --check", "ruff check", "pyright", "lint-imports", "pytest"):
        assert command in check


def test_every_command_is_in_the_table():
    from coinsure.cli import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert set(re.findall(r"^\| `coinsure ([\w-]+)", section("Commands"), re.MULTILINE)) == known


def test_the_programme_of_treaties_does_what_its_comments_say(monkeypatch, capsys, tmp_path):
    from coinsure.cli import main

    (programme,) = blocks(section("Commands"), "toml")
    (tmp_path / "programme.toml").write_text(programme, encoding="utf-8")
    losses = "period,event,line,amount\n1,1,fab,60000\n2,2,fab,300000\n"
    (tmp_path / "losses.csv").write_text(losses, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("losses.csv", "programme.toml")]
    monkeypatch.setattr("sys.argv", ["coinsure", "reinsure", *files, "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    found = json.loads(capsys.readouterr().out)
    assert found["periods"] == 1000
    # per site 50,000 and 190,000; per event 0 of the 10,000 left, and 60,000 of 110,000
    recovered = {
        name: treaty["recovered"]["value"] * 1000 for name, treaty in found["treaties"].items()
    }
    assert recovered == pytest.approx({"fab_per_risk": 240_000, "per_event": 60_000})


def test_the_tree_is_the_tree_on_disk():
    outer, inner = listed()
    assert set(inner) == on_disk(PROJECT / "coinsure")
    assert len(inner) == len(set(inner))
    assert outer[0] == "coinsure/"
    assert {name for name in outer if (PROJECT / name).is_dir()} == set(outer)


def test_every_file_named_in_the_text_exists():
    named = re.findall(r"`((?:scenarios|notebooks|tests|benchmarks|coinsure)/[^`\s*]+)`", README)
    promised = {"coinsure/pool/shares/by_premium.py"}
    assert promised < set(named)
    assert [name for name in set(named) - promised if not (PROJECT / name).exists()] == []


def test_every_key_of_the_summary_is_in_the_table(minimal_summary):
    table = section("What a run leaves")
    assert [key for key in minimal_summary if f"`{key}`" not in table] == ["schema", "version"]


@pytest.fixture(scope="module")
def minimal_summary():
    import coinsure

    path = PROJECT / "scenarios" / "minimal.toml"
    return coinsure.run(coinsure.load_scenario(path, {"simulation.paths": FEW})).summary()


def test_the_example_runs(monkeypatch, capsys):
    (example,) = blocks(section("From Python"), "python")
    assert example.count("20_000") == 2
    monkeypatch.chdir(PROJECT)
    names = {}
    exec(compile(example.replace("20_000", str(FEW)), "README.md", "exec"), names)
    scenario = names["scenario"]
    lines, years = len(scenario.lines), scenario.simulation.years
    assert names["losses"].annual.shape == (FEW * years, lines)
    assert names["net"].net.shape == (lines, years, FEW)
    assert names["other"].summary()["pool"]["gross"] == names["answers"]["pool"]["gross"]
    assert "errors paired" in capsys.readouterr().out
