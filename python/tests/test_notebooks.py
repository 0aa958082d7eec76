"""The notebooks run from top to bottom, and what they tell is still true: their cells assert it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


def test_there_are_three_of_them() -> None:
    assert [path.stem for path in PATHS] == ["a-deployment-day", "read-your-cluster", "what-trunking-buys"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_notebooks_are_kept_without_outputs(path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.skipif("ENIPLAN_SANITIZED" in os.environ, reason="runs what other tests run, in a kernel")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_notebooks_run_and_their_claims_hold(path: Path) -> None:
    for module in ("ipykernel", "matplotlib", "nbclient"):
        pytest.importorskip(module)
    # In a process of its own: what the kernel's libraries warn of is not ours.
    program = (
        "import nbformat, nbclient, sys; book = nbformat.read(sys.argv[1], as_version=4);"
        "nbclient.NotebookClient(book, timeout=300, resources={'metadata': {'path': sys.argv[2]}}).execute()"
    )
    command = [sys.executable, "-c", program, str(path), str(NOTEBOOKS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_cluster_of_the_notebooks_is_what_its_script_makes() -> None:
    made = subprocess.run(
        [sys.executable, NOTEBOOKS / "data" / "make_bazaar.py"], capture_output=True, text=True, check=True
    )
    assert made.stdout == (NOTEBOOKS / "data" / "bazaar.yaml").read_text()
