"""The stubs name what the module has, no more and no less."""

import ast
import doctest
import inspect
import re
from pathlib import Path

import pytest

import eniplan
from eniplan import _core

ROOT = Path(__file__).resolve().parents[2]

STUBS = ast.parse((Path(eniplan.__file__).parent / "_core.pyi").read_text())


def public(names: object) -> set[str]:
    return {name for name in names if not name.startswith("_")}  # type: ignore[attr-defined]


def test_every_class_and_function_is_stubbed() -> None:
    stubbed = {node.name for node in STUBS.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
    assert stubbed == public(vars(_core))


def test_every_property_and_method_is_stubbed() -> None:
    for node in STUBS.body:
        if isinstance(node, ast.ClassDef) and node.name != "InputError":
            members = {member.name for member in node.body if isinstance(member, ast.FunctionDef)}
            assert public(members) == public(vars(getattr(_core, node.name))), node.name


def test_everything_exported_is_documented() -> None:
    assert public(vars(_core)) <= set(eniplan.__all__)
    undocumented = [name for name in eniplan.__all__ if not inspect.getdoc(getattr(eniplan, name))]
    assert undocumented == []


def test_the_example_of_the_package_is_true() -> None:
    assert doctest.testmod(eniplan).failed == 0


def test_the_example_of_the_readme_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    [block] = re.findall(r"^```pycon\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    example = doctest.DocTestParser().get_doctest(block, {}, "README.md", "README.md", 0)
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0
