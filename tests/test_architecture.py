"""What keeps the code in shape: layers, sizes, names, promises that the README makes."""

import ast
import json
import os
import re
import resource
import statistics
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import coinsure

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "coinsure"
MODULES = sorted(PACKAGE.rglob("*.py"))
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
OWN_RULES = "03_own_rules"
WRITTEN = [*MODULES, *sorted((PROJECT / "tests").rglob("*.py"))]

REGISTRIES = {
    "coinsure.models.severity": "SEVERITIES",
    "coinsure.models.frequency": "FREQUENCIES",
    "coinsure.models.dependence": "FACTORS",
    "coinsure.models.dependence.copulas": "COPULAS",
    "coinsure.reinsurance.treaties": "TREATIES",
    "coinsure.pool.shares": "SHARE_RULES",
    "coinsure.pool.profit": "PROFIT_RULES",
}
COMPILED = {"kernels/_jit.py", "kernels/intrinsics.py"}
HEAVY = {"numba", "pandas", "matplotlib", "scipy.stats", "IPython"}
HELP_SECONDS = 0.2

every_module = pytest.mark.parametrize(
    "module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
every_registry = pytest.mark.parametrize("package", REGISTRIES)


def imported_at_the_top(module):
    """List (module, name) for the imports that run when the module is imported."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((str(node.module), alias.name) for alias in node.names)


def test_imports_point_one_way(monkeypatch, capsys):
    monkeypatch.chdir(PROJECT)
    code = lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    assert code == 0, capsys.readouterr().out


@every_module
def test_a_module_is_short_enough_to_be_read(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400


@every_module
def test_a_module_says_what_it_is_for(module):
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


@every_module
def test_only_the_compiler_and_its_intrinsics_import_numba(module):
    if module.relative_to(PACKAGE).as_posix() in COMPILED:
        return
    tree = ast.parse(module.read_text(encoding="utf-8"))
    names = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    names += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not {name.partition(".")[0] for name in names} & {"numba", "llvmlite"}


@every_module
def test_scipy_stats_is_not_imported_at_the_top(module):
    found = {
        f"{name}.{part}" if name == "scipy" else name for name, part in imported_at_the_top(module)
    }
    assert "scipy.stats" not in found


def test_nothing_is_left_for_later():
    later = re.compile(
        r"\b(T[O]DO|FIX[M]E|XX[X]|Not[I]mplemented(Error)?|pytest\.(mark\.)?(s[k]ip|x[f]ail))\b"
    )
    found = [
        f"{path.relative_to(PROJECT)}: {match.group()}"
        for path in WRITTEN
        for match in later.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_module_is_named_for_whatever_is_left_over():
    vague = {"base", "common", "core", "helpers", "misc", "tools", "utils"}
    assert [
        path for path in MODULES if vague & {*path.relative_to(PACKAGE).with_suffix("").parts}
    ] == []


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_outputs_no_functions_and_no_private_names(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    assert [cell["outputs"] for cell in code if cell["outputs"]] == []
    for cell in code:
        nodes = list(ast.walk(ast.parse("".join(cell["source"]))))
        rules = [node for node in nodes if isinstance(node, ast.ClassDef)]
        assert not any(
            isinstance(node, ast.Attribute) and node.attr.startswith("_") for node in nodes
        )
        assert sum(isinstance(node, ast.FunctionDef) for node in nodes) == sum(
            isinstance(node, ast.FunctionDef) for rule in rules for node in rule.body
        )
        if notebook.stem == OWN_RULES:  # it writes rules as their files in the package would
            assert all([base.id for base in rule.bases] == ["Spec"] for rule in rules)
        else:
            assert not rules
            assert not any(
                isinstance(node, ast.ImportFrom) and "coinsure" in str(node.module)
                for node in nodes
            )


@every_registry
def test_the_kind_in_a_scenario_is_the_name_of_the_file(package):
    registry = getattr(import_module(package), REGISTRIES[package])
    assert registry
    for kind, found in registry.items():
        assert found.__module__ == f"{package}.{kind}"
        assert found.model_fields["kind"].default == kind


@every_registry
def test_every_file_that_names_a_kind_is_registered(package):
    registry = getattr(import_module(package), REGISTRIES[package])
    folder = Path(str(import_module(package).__file__)).parent
    kinds = {
        path.stem
        for path in folder.glob("*.py")
        if re.search(r"^    kind: Literal\[", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert kinds == set(registry)


@pytest.mark.parametrize("name", coinsure.__all__)
def test_a_public_name_can_be_used(name):
    assert getattr(coinsure, name) is not None
    assert name in dir(coinsure)


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'shares_of_nobody'"):
        _ = coinsure.shares_of_nobody


def test_the_version_is_that_of_the_project_and_the_changelog():
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    declared = re.search(r'^version = "(.+)"$', text, re.MULTILINE)
    changes = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changes, re.MULTILINE)
    assert declared
    assert newest
    assert coinsure.__version__ == declared.group(1) == newest.group(1)


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["validate", "scenarios/minimal.toml"], ["schema"]], ids=" ".join
)
def test_what_needs_no_simulation_loads_no_compiler_and_no_plots(arguments):
    code = f"""
import json, sys
import coinsure
arguments = {arguments!r}
if arguments:
    from coinsure.cli import main
    sys.argv = ["coinsure", *arguments]
    try:
        main()
    except SystemExit as end:
        assert not end.code, end.code
sys.stderr.write(json.dumps(sorted(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert HEAVY & set(json.loads(done.stderr)) == set()


@pytest.mark.slow
def test_help_is_immediate(tmp_path):
    """The middle of five, in processor seconds, with bytecode as an installation has it."""
    known = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment = {**known, "PYTHONPYCACHEPREFIX": str(tmp_path)}

    def seconds():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "coinsure", "--help"],
            capture_output=True,
            check=True,
            env=environment,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    seconds()  # writes the bytecode
    rounds = (
        statistics.median(seconds() for _ in range(5)) for _ in range(3)
    )  # if others are busy
    assert any(middle < HELP_SECONDS for middle in rounds)
