"""The stubs say what the module has, the types of the package are sound, and its examples are true."""

import doctest
import importlib
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import eniplan
from eniplan import _core

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(eniplan.__file__).parent


def public(names: object) -> set[str]:
    return {name for name in names if not name.startswith("_")}  # type: ignore[attr-defined]


def run(*command: str) -> None:
    """A tool of mypy's, on the package as it is imported here."""
    pytest.importorskip("mypy")
    environment = os.environ | {"MYPYPATH": str(PACKAGE.parent), "MYPY_CACHE_DIR": str(PACKAGE.parent / ".mypy_cache")}
    command = (sys.executable, "-m", *command)
    done = subprocess.run(command, cwd=PACKAGE.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif("ENIPLAN_SANITIZED" in os.environ, reason="checks texts, not memory")
def test_the_stubs_are_what_the_compiled_module_has() -> None:
    run("mypy.stubtest", "eniplan._core", "--mypy-config-file", str(ROOT / "pyproject.toml"))


@pytest.mark.skipif("ENIPLAN_SANITIZED" in os.environ, reason="checks texts, not memory")
def test_the_types_of_the_package_are_sound() -> None:
    run("mypy", "--config-file", str(ROOT / "pyproject.toml"), "-p", "eniplan")


def test_everything_public_of_the_module_is_exported() -> None:
    inner = {"InstanceFacts", "find_instance_type", "check_sources", "join_sweeps", "sweep_part"}
    assert public(vars(_core)) - inner <= set(eniplan.__all__)
    assert sorted(eniplan.__all__) == list(eniplan.__all__)


def test_everything_exported_is_documented() -> None:
    undocumented = [name for name in eniplan.__all__ if not inspect.getdoc(getattr(eniplan, name))]
    assert undocumented == []


@pytest.mark.parametrize("module", ["eniplan", "eniplan.questions", "eniplan.sweeping"])
def test_the_examples_of_the_docstrings_are_true(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    [cluster] = eniplan.load("data/scenarios/seed-incident/t2-micro.yaml")
    found = doctest.testmod(importlib.import_module(module), extraglobs={"eniplan": eniplan, "cluster": cluster})
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize("page", ["README.md", "python/README.md"])
def test_the_examples_of_the_pages_are_true(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("polars")
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"^```pycon\n(.*?)^```$", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL)
    assert blocks
    example = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page, page, 0)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.DocTestRunner(optionflags=flags).run(example).failed == 0
