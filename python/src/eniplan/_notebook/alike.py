"""Instances that look alike, told once: what a heat map and a card show of a fleet of any size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy

from .._core import InstanceResult, InstanceResults

RESOURCES = ("cpu", "memory", "eni", "gpu")
TITLES = {"cpu": "CPU", "memory": "MEMORY", "eni": "ENI", "gpu": "GPU"}
Integers = numpy.ndarray[Any, numpy.dtype[numpy.int64]]


@dataclass(frozen=True)
class Alike:
    """Instances of one type, zone and trunk on which as much is registered and as much is left."""

    count: int
    first: InstanceResult

    def registered(self, resource: str) -> int:
        return int(getattr(self.first.registered, resource))

    def used(self, resource: str) -> int:
        return self.registered(resource) - int(getattr(self.first.remaining, resource))

    def share(self, resource: str) -> float:
        """From 0 to 1; 0 where nothing is registered."""
        return self.used(resource) / self.registered(resource) if self.registered(resource) > 0 else 0.0

    @property
    def name(self) -> str:
        kind = self.first.instance_type or "unknown type"
        return f"{kind} × {self.count:,}" if self.count > 1 else f"{self.first.id} · {kind}"

    @property
    def place(self) -> str:
        zone = self.first.availability_zone
        trunk = "trunk" if self.first.trunking else "no trunk"
        return f"{zone} · {trunk}" if zone else trunk


def worst_first(instances: InstanceResults) -> list[Alike]:
    """Instances that have no slot left and most CPU idle come first, then the fullest; ties in canonical order.

    Cost: sorting the instances by what they look like.
    """
    if len(instances) == 0:
        return []
    looks = _looks(instances)
    order = numpy.lexsort(looks[::-1])
    changes = numpy.any(looks[:, order[1:]] != looks[:, order[:-1]], axis=0)
    begins = numpy.concatenate(([0], numpy.flatnonzero(changes) + 1))
    counts = numpy.diff(numpy.append(begins, len(order)))
    # The sort is stable, so each begins with the first of its instances.
    groups = [(int(order[begin]), int(count)) for begin, count in zip(begins, counts)]
    alike = [Alike(count, instances[first]) for first, count in sorted(groups)]
    return sorted(alike, key=_how_good)


def resources_of(alike: list[Alike]) -> list[str]:
    """Those that any of them has."""
    return [resource for resource in RESOURCES if any(one.registered(resource) for one in alike)]


def _looks(instances: InstanceResults) -> Integers:
    """[columns, instances] What tells them apart."""
    names = ["trunking", *(f"{of}_{resource}" for of in ("registered", "remaining") for resource in RESOURCES)]
    columns = [numpy.asarray(instances[name]).astype(numpy.int64) for name in names]
    for name in ("availability_zone", "instance_type"):
        column = instances.column(name)
        codes = numpy.asarray(column).astype(numpy.int64)
        valid = column.valid
        columns.append(codes if valid is None else numpy.where(numpy.frombuffer(valid, numpy.bool_), codes, -1))
    return numpy.stack(columns)


def _how_good(one: Alike) -> tuple[bool, float]:
    out_of_slots = one.registered("eni") > 0 and one.share("eni") >= 1
    return (False, one.share("cpu")) if out_of_slots else (True, -max(one.share(name) for name in RESOURCES))
