"""A bar on standard error, for people who wait."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

from .needs import needed


class Progress:
    """One bar that goes from list to list: ``tasks: 300/1243``.

    Parameters
    ----------
    shown
        Whether there is one; None shows it if standard error is a terminal.
    """

    def __init__(self, shown: bool | None) -> None:
        shown = sys.stderr.isatty() if shown is None else shown
        self._bar: Any = needed("tqdm").tqdm(
            desc="clusters",
            disable=not shown,
            file=sys.stderr,
            leave=False,
            bar_format="{desc}{n_fmt}/{total_fmt} [{elapsed}]",
        )

    def begin(self, what: str, total: int) -> None:
        """From now on ``total`` things called ``what`` are being brought."""
        self._bar.set_description(what, refresh=False)
        self._bar.reset(total)

    def count(self, answers: Iterable[dict[str, Any]], key: str) -> Iterator[dict[str, Any]]:
        """Hands the answers through and counts what they hold under ``key``."""
        for answer in answers:
            held = answer.get(key, [])
            self._bar.update(len(held) if isinstance(held, list) else 1)
            yield answer

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()
