"""Will these Amazon ECS tasks fit on this EC2 fleet, and why not?

>>> import eniplan
>>> [cluster] = eniplan.loads('''
... capacity: [{instanceType: t2.micro, count: 1}]
... taskDefinitions: [{family: web, networkMode: awsvpc, cpu: 256, memory: 256}]
... services: [{serviceName: web, taskDefinition: web, desiredCount: 2}]
... ''')
>>> eniplan.simulate(cluster).services[0].failures
[<Failure RESOURCE:ENI: 1 tasks>]
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from . import _core
from ._core import (
    Cluster,
    Diagnostic,
    Failure,
    Fit,
    GroupResult,
    InputError,
    InstanceResult,
    InstanceResults,
    InstanceType,
    MemoryEstimate,
    PlacementResult,
    PlacementRun,
    PlacementSummary,
    Provenance,
    Resources,
    SubnetResult,
    Warning,
    __version__,
    catalog,
    catalog_date,
    instance_type,
    loads,
    simulate,
)

__all__ = [
    "Cluster",
    "Diagnostic",
    "Failure",
    "Fit",
    "GroupResult",
    "InputError",
    "InstanceResult",
    "InstanceResults",
    "InstanceType",
    "MemoryEstimate",
    "PlacementResult",
    "PlacementRun",
    "PlacementSummary",
    "Provenance",
    "Resources",
    "SubnetResult",
    "Warning",
    "__version__",
    "catalog",
    "catalog_date",
    "fit",
    "instance_type",
    "load",
    "loads",
    "simulate",
]

Path = str | os.PathLike[str]


def load(
    paths: Path | Iterable[Path],
    *,
    types_files: Iterable[Path] = (),
    set: Iterable[str] = (),
) -> list[Cluster]:
    """Read files and folders into one cluster for each document, in document order.

    Parameters
    ----------
    paths
        Our documents (YAML or JSON) and what the AWS CLI prints or takes; one path or several.
    types_files
        Files of ``describe-instance-types``, which stand before the built-in catalog.
    set
        Values of the input to replace before it is read, ``services.web.desiredCount=12``.

    Raises
    ------
    InputError
        With every error of all files.
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    return _core.load(
        [os.fspath(path) for path in paths],
        types_files=[os.fspath(path) for path in types_files],
        set=list(set),
    )


def fit(
    instance_type: str | InstanceType,
    *,
    cpu: int,
    memory: int,
    gpu: int = 0,
    network_mode: str = "awsvpc",
    trunking: bool = False,
) -> Fit:
    """How many copies of a task one empty instance takes, and what runs out first.

    Parameters
    ----------
    instance_type
        A type or its name in the catalog.
    cpu, memory, gpu
        Needs of the task, in CPU units, MiB and devices.
    network_mode
        Only a task in ``awsvpc`` takes a network interface.
    trunking
        Whether the instance has a trunk, where its type can.

    Raises
    ------
    ValueError
        If the type or network mode is unknown, or a need is negative.
    """
    modes = ("awsvpc", "bridge", "host", "none")
    if network_mode not in modes:
        raise ValueError(f"network_mode: expected one of {', '.join(modes)}, found {network_mode!r}")
    if isinstance(instance_type, str):
        instance_type = _core.instance_type(instance_type)
    eni = 1 if network_mode == "awsvpc" else 0
    return _core.fit(instance_type, cpu=cpu, memory=memory, gpu=gpu, eni=eni, trunking=trunking)
