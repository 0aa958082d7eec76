"""The command that was built beside the module, for tests that compare the two."""

import os
import subprocess

import pytest


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """Runs it; without one in ENIPLAN the test is skipped."""
    command = os.environ.get("ENIPLAN")
    if not command:
        pytest.skip("ENIPLAN does not name the command")
    # What an interpreter must load before a sanitized module, a sanitized command brings along.
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    return subprocess.run(
        [command, *map(str, arguments)], capture_output=True, text=True, timeout=120, check=False, env=environment
    )
