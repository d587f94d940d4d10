"""The command line: what it prints, what it writes and how it ends."""

import json
import os
import signal
import subprocess
import sys
from importlib.metadata import version

import pytest

from coinsure.__main__ import main as command_line
from coinsure.cli import main
from coinsure.errors import ModelRefusedError
from coinsure.scenario import load_scenario
from coinsure.study import run

SMALL = ("--paths", "5000", "--threads", "1", "--lang", "en")


@pytest.fixture
def coinsure(monkeypatch, capsys):
    """Call the command line; give exit code, standard output and standard error."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["coinsure", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return call


@pytest.fixture
def minimal(project):
    return project / "scenarios" / "minimal.toml"


def test_a_run_prints_its_verdict_and_leaves_a_folder(coinsure, minimal, tmp_path):
    code, out, err = coinsure("run", minimal, *SMALL, "--out", tmp_path / "run")
    assert code == 0
    assert out.startswith("Two lines, two members: 5,000 paths of 3 years, seed 1")
    assert err.strip() == str(tmp_path / "run" / "report.html")
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names == {
        "report.html",
        "summary.json",
        "manifest.json",
        "results.npz",
        "tables.xlsx",
        "tables",
        "figures",
    }


def test_the_exact_method_answers_without_sampling(coinsure, project, tmp_path):
    w1, out = project / "scenarios" / "w1.toml", tmp_path / "exact"
    code, text, err = coinsure("run", w1, "--method", "exact", "--lang", "en", "--out", out)
    assert code == 0
    assert text.startswith("Benchmark W1: four independent lines: exact distributions")
    assert err.strip() == str(out / "report.html")
    code, text, _ = coinsure("run", w1, "--method", "exact", "--json")
    assert json.loads(text) == json.loads((out / "summary.json").read_text(encoding="utf-8"))


def test_the_exact_method_refuses_options_of_sampling(coinsure, minimal):
    code, out, err = coinsure("run", minimal, "--method", "exact", "--paths", "100")
    assert (code, out) == (2, "")
    assert "draws nothing" in err


def test_json_is_all_that_is_printed_when_it_is_asked_for(coinsure, minimal):
    code, out, err = coinsure("run", minimal, *SMALL, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["scenario"]["paths"] == 5000


def test_a_breached_limit_ends_with_1(coinsure, minimal):
    breach = "limits.max_capital_to_premium=0.01"
    code, out, _ = coinsure("run", minimal, *SMALL, "--set", breach)
    assert code == 1
    assert "checks failed: Capital to premium." in out


def test_a_target_error_that_the_paths_cannot_reach_ends_with_1_and_says_what_would_do(
    coinsure, minimal
):
    code, out, err = coinsure("run", minimal, *SMALL, "--target-error", "0.5%")
    assert code == 1
    assert "5,000 paths of 3 years" in out
    assert "the target error of 0.500% is not reached: after 5,000 paths" in err


@pytest.mark.parametrize("more", [(), ("--target-error", "1%"), ("--set", "simulation.years=1")])
def test_a_single_path_has_no_error_and_is_refused(coinsure, minimal, more):
    code, out, err = coinsure("run", minimal, "--paths", "1", *more)
    assert (code, out) == (3, "")
    assert len(err.splitlines()) == 1
    assert "no standard error" in err
    assert "simulate 2 paths or more" in err


def test_a_single_path_is_refused_from_python_too(minimal):
    scenario = load_scenario(minimal).with_paths(1)
    with pytest.raises(ModelRefusedError, match="no standard error"):
        run(scenario)


@pytest.mark.parametrize("target", ["half", "0.5", "0%"])
def test_a_target_error_that_makes_no_sense_ends_with_2(coinsure, minimal, target):
    code, out, err = coinsure("run", minimal, *SMALL, "--target-error", target)
    assert (code, out) == (2, "")
    assert "0.5%" in err


def test_a_scenario_with_mistakes_ends_with_2_and_names_them_all(coinsure, minimal):
    wrong = ("--set", "simulation.years=0", "--set", "capital.hurdle=9")
    code, out, err = coinsure("run", minimal, *wrong)
    assert (code, out) == (2, "")
    assert "simulation.years" in err
    assert "capital.hurdle" in err


def test_an_infinite_mean_is_a_mistake_of_the_scenario(coinsure, minimal, tmp_path):
    line = "sectors.materials.lines.plant_property"
    endless = tmp_path / "endless.toml"
    endless.write_text(
        f'extends = "{minimal}"\nremove = ["{line}.terms", "reinsurance.plant_per_risk"]\n'
        f"[{line}.components.fires]\n"
        'severity = { kind = "pareto", minimum = 50, alpha = 0.9 }\n'
    )
    code, _, err = coinsure("run", endless, *SMALL)
    assert code == 2
    assert "the mean loss is infinite" in err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ModelRefusedError("no honest answer"), 3),
        (OSError("disk full"), 4),
        (KeyboardInterrupt, 130),
    ],
)
def test_what_stops_a_run_decides_the_exit_code(coinsure, minimal, monkeypatch, error, code):
    def stopped(*_, **__):
        raise error

    monkeypatch.setattr("coinsure.study.run", stopped)
    ended, out, err = coinsure("run", minimal)
    assert (ended, out) == (code, "")
    assert len(err.splitlines()) == 1


def test_a_bug_says_that_it_is_one(coinsure, minimal, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("coinsure.study.run", broken)
    monkeypatch.delenv("COINSURE_DEBUG", raising=False)
    code, _, err = coinsure("run", minimal)
    assert code == 5
    assert "this is a bug: ZeroDivisionError: oops" in err


def test_a_scenario_that_is_not_there_ends_with_4(coinsure, tmp_path):
    code, _, err = coinsure("run", tmp_path / "nowhere.toml")
    assert code == 4
    assert "nowhere.toml" in err


def test_a_folder_with_other_files_is_refused_before_anything_is_run(coinsure, minimal, tmp_path):
    (tmp_path / "thesis.docx").write_text("dear")
    code, out, err = coinsure("run", minimal, "--out", tmp_path)
    assert (code, out) == (2, "")
    assert "left alone" in err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "--no-such-option"), "No such option: --no-such-option. Try coinsure run --help."),
        (("stress",), "Missing argument 'scenario'. Try coinsure stress --help."),
        (("rum",), "No such command 'rum'. Did you mean 'run'? Try coinsure --help."),
        (
            ("compare", "a", "b", "--lang", "de"),
            "Invalid value for '--lang': 'de' is not one of 'zh', 'en'. Try coinsure compare "
            "--help.",
        ),
        (
            ("run", "a.toml", "--threads", "0"),
            "Invalid value for '--threads': it should be greater than or equal to 1. "
            "Try coinsure run --help.",
        ),
    ],
)
def test_wrong_usage_ends_with_2_in_one_line_and_names_the_help_of_its_command(
    coinsure, arguments, said
):
    code, out, err = coinsure(*arguments)
    assert (code, out) == (2, "")
    assert err == f"coinsure: {said}\n"


def test_the_version_is_that_of_the_package(coinsure):
    assert coinsure("--version") == (0, f"coinsure {version('coinsure')}\n", "")


def test_stresses_and_comparisons_are_printed_and_written(coinsure, minimal, project, tmp_path):
    soft = project / "scenarios" / "stress" / "soft_market.toml"
    code, out, err = coinsure("stress", minimal, soft, *SMALL, "--out", tmp_path / "stress")
    assert code == 0
    assert "Soft market" in out
    assert err.strip() == str(tmp_path / "stress" / "stresses.html")
    assert (tmp_path / "stress" / "stresses.html").is_file()

    for name, premium in (("base", "2500"), ("dear", "3000")):
        change = f"sectors.low_altitude.lines.uav_hull.premium={premium}"
        coinsure("run", minimal, *SMALL, "--set", change, "--out", tmp_path / name)
    code, out, _ = coinsure("compare", tmp_path / "base", tmp_path / "dear", "--json")
    assert code == 0
    found = {(row["row"], row["measure"]): row for row in json.loads(out)["rows"]}
    assert found["pool.gross", "mean"]["difference"]["value"] == 0.0
    assert found["pool.deficit", "mean"]["difference"]["value"] < 0.0
    folders = (tmp_path / "base", tmp_path / "dear", "--out", tmp_path / "both")
    code, _, err = coinsure("compare", *folders)
    assert (code, err.strip()) == (0, str(tmp_path / "both" / "comparison.html"))


def test_a_starter_is_valid_and_never_overwrites(coinsure, tmp_path):
    path = tmp_path / "mine.toml"
    assert coinsure("init", path)[0] == 0
    assert coinsure("validate", path)[0] == 0
    code, _, err = coinsure("init", path)
    assert code == 4
    assert "exists already" in err


def test_help_needs_neither_numba_nor_the_libraries_of_the_report():
    script = (
        "import sys, coinsure.cli\n"
        "print([m for m in ('numba', 'pandas', 'matplotlib', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_an_interrupt_that_a_library_wraps_is_still_one(coinsure, minimal, tmp_path, monkeypatch):
    def wraps(*arguments, **options):
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as error:
            raise RuntimeError("Error calling __set_name__") from error

    monkeypatch.setattr("coinsure.scenario.load_scenario", wraps)
    code, out, err = coinsure("run", minimal, "--out", tmp_path / "run")
    assert (code, out, err) == (130, "", "interrupted; nothing was written\n")


def test_a_reader_that_leaves_early_is_no_bug():
    """The library of the command line turns a broken pipe into an exit of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "coinsure", "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as left:
        assert left.stdout is not None
        assert left.stderr is not None
        left.stdout.close()
        assert (left.stderr.read(), left.wait()) == ("", 0)


def test_what_an_output_cannot_show_is_written_plainly():
    """A number keeps its minus where the terminal knows ASCII alone."""
    program = """
import sys
from coinsure.ending import guarded, say
sys.exit(guarded(lambda *_, **__: say("保费 −8 ± 2 × 3", sys.stdout), ()))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "?? -8 +- 2 x 3\n", "")


def test_an_interrupt_before_the_command_line_is_there_leaves_no_traceback():
    program = """
import os, signal, sys
class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == "coinsure.cli":
            os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Interrupts())
from coinsure.__main__ import main
main()
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (-signal.SIGINT, "")


def test_linear_algebra_keeps_no_threads_unless_it_is_told_to(monkeypatch):
    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr("coinsure.cli.main", lambda: None)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    monkeypatch.setenv("MKL_NUM_THREADS", "3")
    try:
        command_line()
    finally:
        signal.signal(signal.SIGINT, before)
    assert (os.environ["OPENBLAS_NUM_THREADS"], os.environ["MKL_NUM_THREADS"]) == ("1", "3")
