"""The libraries that only snapshots need, imported when one is taken."""

from __future__ import annotations

import importlib
from typing import Any


def needed(module: str) -> Any:
    """The module of that name.

    Raises
    ------
    ModuleNotFoundError
        If it is not installed, naming the extra that brings it.
    """
    package = module.partition(".")[0]
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != package:
            raise
        raise ModuleNotFoundError(
            f"snapshots need {package}, which is not installed: pip install 'eniplan[aws]'", name=package
        ) from None
