"""`plot` of the answers. Each draws on `ax`, or on a new figure, and returns the axes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from .. import arguments
from .._core import HeadroomResult, PlacementResult, RolloutResult, WhatIfResult
from . import fleet_plots, task_plots

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Named = TypeVar("Named")


def placement(self: PlacementResult, kind: str = "instances", *, ax: Axes | None = None) -> Axes:
    """Draw what the instances hold.

    Parameters
    ----------
    kind
        ``instances``: a heat map, instance by resource, those that look alike in one row, worst first.
        ``slots``: ENI slots by instance type: used, free, and what trunks would add.
    ax
        Where to draw; None: on a new figure.
    """
    drawings = {"instances": fleet_plots.heat_map, "slots": fleet_plots.slots}
    return _one_of(drawings, kind)(self.instances, self.cluster_name, ax)


def headroom(
    self: HeadroomResult, kind: str = "curve", *, service: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw how much more fits, or what lies idle.

    Parameters
    ----------
    kind
        ``curve``: tasks placed against tasks wanted, today and if all instances had a trunk.
        ``stranded``: CPU and memory that no ``awsvpc`` task reaches, by instance type and zone, dearest first.
    service
        Of the curve; None: the one with the least room.
    ax
        Where to draw; None: on a new figure.

    Raises
    ------
    InputError
        For a curve that was not asked for with ``headroom(up_to=...)``, or an unknown service.
    """
    if _one_of({"curve": True, "stranded": False}, kind):
        by_name = {one.service_name: one for one in self.services if one.curve is not None}
        if not by_name:
            arguments.refuse("kind", "there is no curve to draw; ask for it with headroom(up_to=...)")
        return task_plots.curve(_chosen(by_name, service, lambda one: (one.more, one.placed - one.desired_count)), ax)
    return fleet_plots.stranded(self, ax)


def rollout(self: RolloutResult, service: str | None = None, *, ax: Axes | None = None) -> Axes:
    """Draw the tasks of a rollout over time: old, starting, new.

    Parameters
    ----------
    service
        None: one that is stuck, else the one that takes the most rounds.
    ax
        Where to draw; None: on a new figure.

    Raises
    ------
    InputError
        If no such service was rolled.

    Notes
    -----
    In minutes where `rollout` was asked for a ``timeline``, else by rounds.
    """
    by_name = {one.service: one for one in self.rollouts}
    if not by_name:
        arguments.refuse("service", "there is no rollout to draw")
    chosen = _chosen(by_name, service, lambda one: (one.outcome != "stuck", -one.rounds))
    clocks = {one.service: clock for one, clock in zip(self.rollouts, self.timelines)}
    return task_plots.timeline(chosen, clocks.get(chosen.service), ax)


def what_if(self: WhatIfResult, *, ax: Axes | None = None) -> Axes:
    """Draw the running tasks of the services that differ, before and after, and those without a place; worst first."""
    return task_plots.differences(self, ax)


def _one_of(drawings: dict[str, Named], kind: str) -> Named:
    if arguments.text(kind, "kind") not in drawings:
        arguments.refuse("kind", f'expected one of {", ".join(drawings)}, found "{kind}"')
    return drawings[kind]


def _chosen(by_name: dict[str, Named], service: str | None, badness: Callable[[Named], Any]) -> Named:
    if service is None:
        return min(by_name.values(), key=badness)
    if arguments.text(service, "service") not in by_name:
        arguments.refuse("service", f'expected one of {", ".join(by_name)}, found "{service}"')
    return by_name[service]
