"""What a notebook sees of values: `_repr_html_` (`cards.py`) and `plot` (`plots.py`), given to the compiled classes here.

Nothing is drawn and matplotlib is not imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from .. import _core
from . import cards, plots

CARDS: dict[type, Callable[..., str]] = {
    _core.Cluster: cards.cluster,
    _core.PlacementResult: cards.placement,
    _core.RolloutResult: cards.rollout,
    _core.WhatIfResult: cards.what_if,
    _core.Explanation: cards.explanation,
    _core.RemedyResult: cards.remedies,
    _core.HeadroomResult: cards.headroom,
    _core.TrunkingReport: cards.trunking,
}

TABLES: tuple[type, ...] = (
    _core.ContainerInstances,
    _core.Findings,
    _core.GroupResults,
    _core.InstanceResults,
    _core.InstanceTypes,
    _core.PlacementRuns,
    _core.RolloutSteps,
    _core.Rollouts,
    _core.ServiceDifferences,
    _core.ServiceHeadrooms,
    _core.Services,
    _core.StrandedGroups,
    _core.SweepTable,
    _core.Tasks,
    _core.TimelineSteps,
    _core.TrunkingGroups,
    _core.UnplacedGroups,
)

PLOTS: dict[type, Callable[..., object]] = {
    _core.PlacementResult: plots.placement,
    _core.RolloutResult: plots.rollout,
    _core.WhatIfResult: plots.what_if,
    _core.HeadroomResult: plots.headroom,
}


def attach() -> None:
    """Give the classes what `_core.pyi` says they have."""
    for kind, card in CARDS.items():
        setattr(kind, "_repr_html_", card)
    for kind in TABLES:
        setattr(kind, "_repr_html_", cards.table)
    for kind, plot in PLOTS.items():
        setattr(kind, "plot", plot)
