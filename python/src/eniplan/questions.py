"""What can be asked about a cluster.

Each function checks what it is handed, releases the interpreter's lock while it works, and returns an immutable value.
``to_string(format)`` of an answer is what the command prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from . import _core, arguments
from ._core import (
    AddInstances,
    CheckResult,
    Cluster,
    Explanation,
    HeadroomResult,
    LoseInstance,
    LoseZone,
    NetworkResult,
    PlacementResult,
    Remedy,
    RemedyResult,
    RemoveInstances,
    RolloutResult,
    SetDesiredCount,
    SetTrunking,
    SwapType,
    TrunkingReport,
    WhatIfResult,
)
from .loading import Source, divided

#: What `what_if` can be asked to change.
Change: TypeAlias = (
    LoseZone | LoseInstance | SetDesiredCount | SetTrunking | SwapType | AddInstances | RemoveInstances
)
CHANGES = (LoseZone, LoseInstance, SetDesiredCount, SetTrunking, SwapType, AddInstances, RemoveInstances)


def simulate(cluster: Cluster, *, sequence: bool = False) -> PlacementResult:
    """Place the tasks of a cluster by the rules of ECS.

    Daemons first, then services, then run tasks, on what the running tasks leave free. What does not fit is in the
    failures of the result; it is an answer, not an error.

    Parameters
    ----------
    cluster
        As `load` or `loads` gives it.
    sequence
        Whether each group lists its placements in the order they were made.

    Notes
    -----
    Ties: the first instance in canonical order. Same cluster, same result, on any machine.

    Cost: what the document lists, and for each service a search for each run of like instances it touches; it does not
    grow with the number of tasks, unless the sequence is listed.

    Examples
    --------
    >>> [cluster] = eniplan.load("data/scenarios/seed-incident/t2-micro.yaml")
    >>> simulate(cluster).summary.unplaced
    1
    """
    return _core.simulate(_cluster(cluster), sequence=arguments.flag(sequence, "sequence"))


def explain(cluster: Cluster, *, services: str | Iterable[str] = ()) -> Explanation:
    """Whether tasks without a place lack room that is not there at all, or room that is there in pieces: proved.

    Parameters
    ----------
    cluster
        As `load` or `loads` gives it.
    services
        Names to which what is told is cut down; none: everything.

    Raises
    ------
    InputError
        If a service named is unknown.

    Notes
    -----
    A shortage is proved by services that can run on some instances alone and want more than there is; fragmentation
    by a packing that places everything. Tasks of replica services may move, daemons and standalone tasks stay. Cost:
    that of `simulate` for each of at most 30 packings, and a maximum flow for each resource.
    """
    return _core.explain(_cluster(cluster), services=arguments.texts(services, "services"))


def fix(cluster: Cluster, *, services: str | Iterable[str] = (), rollouts: bool = False) -> RemedyResult:
    """What would let everything be placed: each change tried before it is named, the cheapest first.

    Parameters
    ----------
    cluster
        As `load` or `loads` gives it.
    services
        Names of those that must have their places; none: everything that is wanted.
    rollouts
        Whether the services must also roll, each by itself.

    Raises
    ------
    InputError
        If a service named is unknown.

    Notes
    -----
    Costs are those of a month of 730 hours at the on-demand prices of the catalog. Cost: that of `simulate` for each
    trial, at most 4,000, fewer for larger clusters.

    Examples
    --------
    >>> [cluster] = eniplan.load("data/scenarios/seed-incident/t2-micro.yaml")
    >>> [remedy.description for remedy in fix(cluster).remedies][-1]
    'one more t2.micro'
    """
    return _core.fix(
        _cluster(cluster),
        services=arguments.texts(services, "services"),
        rollouts=arguments.flag(rollouts, "rollouts"),
    )


def cured(cluster: Cluster, remedy: Remedy) -> Cluster:
    """The cluster with a remedy taken, which must have been found for it by `fix`.

    Tasks on instances that are replaced are wanted again; tasks of a changed definition are taken to have been
    replaced where they are.
    """
    if not isinstance(remedy, Remedy):
        arguments.wrong_type("remedy", "a Remedy of `fix`", remedy)
    return _core.cured(_cluster(cluster), remedy)


def rollout(
    cluster: Cluster,
    *,
    services: str | Iterable[str] = (),
    task_definition: str | None = None,
    desired_count: int | None = None,
    together: bool = False,
    strict_eni: bool = False,
    drain: str | Iterable[str] = (),
    would_complete: bool = True,
    timeline: bool = False,
    start_seconds: int = 30,
    detach_seconds: int = 20,
) -> RolloutResult:
    """Does the next deployment get through? Rolls services from where `simulate` ends.

    Parameters
    ----------
    cluster
        As `load` or `loads` gives it.
    services
        Names; none: every replica service of the cluster.
    task_definition, desired_count
        The target, instead of the ones of the service.
    together
        All services at once; else each by itself from the same start.
    strict_eni
        The slot of a stopped task is free for the scheduler one round later.
    drain
        Instances by ID or ARN, capacity groups and availability zones by name, that become ``DRAINING``. Then only the
        tasks on them are old: nothing is redeployed, they are moved.
    would_complete
        Whether to search what would let a stuck rollout complete, which repeats it many times.
    timeline
        Whether to lay the rounds on a clock.
    start_seconds, detach_seconds
        What the clock assumes, seconds: from the launch of a task to RUNNING; from the end of an ``awsvpc`` task to its
        slot being free.

    Raises
    ------
    InputError
        If a service, definition, instance, group or zone is unknown, if a count is given to a daemon, and if tasks to
        stop run on instances that nobody named.

    Notes
    -----
    Rounds: start new tasks while fewer than desired run and the maximum allows; all become healthy; stop old tasks down
    to the minimum. Cost: that of `simulate`, and for each service that of placing its tasks and of taking them back.
    """
    return _core.rollout(
        _cluster(cluster),
        services=arguments.texts(services, "services"),
        task_definition=None if task_definition is None else arguments.text(task_definition, "task_definition"),
        desired_count=None if desired_count is None else arguments.whole_number(desired_count, "desired_count"),
        together=arguments.flag(together, "together"),
        strict_eni=arguments.flag(strict_eni, "strict_eni"),
        drain=arguments.texts(drain, "drain"),
        would_complete=arguments.flag(would_complete, "would_complete"),
        timeline=arguments.flag(timeline, "timeline"),
        start_seconds=arguments.whole_number(start_seconds, "start_seconds", most=86_400),
        detach_seconds=arguments.whole_number(detach_seconds, "detach_seconds", most=86_400),
    )


def what_if(cluster: Cluster, *changes: Change) -> WhatIfResult:
    """What changes of the fleet or of services do to tasks that have their places already.

    Parameters
    ----------
    cluster
        As `load` or `loads` gives it.
    *changes
        In this order: ``LoseZone``, ``LoseInstance``, ``SetDesiredCount``, ``SetTrunking``, ``SwapType``,
        ``AddInstances``, ``RemoveInstances``.

    Raises
    ------
    InputError
        With everything wrong with the changes: an unknown name, a group asked for a trunk that its type cannot have,
        more instances to remove than there are, a count for a daemon, tasks to stop that nobody knows where to find.

    Notes
    -----
    What is wanted and not there is placed after the last change: daemons, services, requests, and last tasks that ran
    without any. Nothing is moved that no change touches. Cost: that of `simulate`, and for each change a look at every
    run of like instances and every group with tasks.

    Examples
    --------
    >>> what_if(cluster, eniplan.LoseZone(zone="az1")).after.unplaced
    2
    """
    for i, change in enumerate(changes):
        if not isinstance(change, CHANGES):
            arguments.wrong_type(f"changes[{i}]", "a change such as LoseZone", change)
    return _core.what_if(_cluster(cluster), list(changes))


def headroom(
    cluster: Cluster,
    *,
    services: str | Iterable[str] = (),
    up_to: int | None = None,
    rollouts: bool = True,
    rollout_trials: int = 64,
) -> HeadroomResult:
    """How many more tasks of each service fit beside everything else, and what lies idle for want of ENI slots.

    Parameters
    ----------
    cluster
        As `load` or `loads` gives it.
    services
        Names of replica services; none: all of them.
    up_to
        How far to draw the curve of tasks wanted against tasks placed; None: no curve.
    rollouts
        Whether to look for the largest count that still rolls.
    rollout_trials
        How many clusters to roll in that search for each service, at most.

    Raises
    ------
    InputError
        If a service named is unknown or a daemon.

    Notes
    -----
    Cost: that of `simulate`, and for each service that of filling the fleet with its tasks; with a curve twice that.
    For the counts that roll, as many simulations as there are trials.
    """
    return _core.headroom(
        _cluster(cluster),
        services=arguments.texts(services, "services"),
        up_to=None if up_to is None else arguments.whole_number(up_to, "up_to"),
        rollouts=arguments.flag(rollouts, "rollouts"),
        rollout_trials=arguments.whole_number(rollout_trials, "rollout_trials", least=1, most=1_000_000),
    )


def network(
    cluster: Cluster,
    *,
    split: Mapping[str, str] | None = None,
    desired: Mapping[str, int] | None = None,
) -> NetworkResult:
    """Which container reaches which, by which address, in which order they start, and what a split would cost.

    Parameters
    ----------
    cluster
        As `load` or `loads` gives it.
    split
        Containers that become services of their own: ``{"nginx": "proxy"}``, container to new service.
    desired
        Tasks of the services that come of it; else the count of the service that is split.

    Raises
    ------
    InputError
        With the nearest name, for a container that no service or more than one has, the only container of a task, a
        service that exists already, or a count for a service that the split does not concern.

    Notes
    -----
    Cost: linear in the containers; with a split that of two simulations.
    """
    split = split if split is not None else {}
    desired = desired if desired is not None else {}
    for name, given in (("split", split), ("desired", desired)):
        if not isinstance(given, Mapping):
            arguments.wrong_type(name, "a dict", given)
    if desired and not split:
        arguments.refuse("desired", "expected it with split")
    return _core.network(
        _cluster(cluster),
        split=[
            (arguments.text(container, "split: key"), arguments.text(service, f"split[{container!r}]"))
            for container, service in split.items()
        ],
        desired=[
            (arguments.text(service, "desired: key"), arguments.whole_number(count, f"desired[{service!r}]"))
            for service, count in desired.items()
        ],
    )


def trunking_report(cluster: Cluster) -> TrunkingReport:
    """Which instances have a trunk, which could have one, and why some that should have one do not.

    Parameters
    ----------
    cluster
        As `load` or `loads` gives it.

    Notes
    -----
    A trunk is where ``ecs.awsvpc-trunk-id`` is; ``ecs.capability.task-eni-trunking`` says only that the agent could use
    one. Source: Amazon ECS Developer Guide, page container-instance-eni (2026). Cost: a look at every instance.
    """
    return _core.trunking_report(_cluster(cluster))


def check(source: Cluster | Source | Iterable[Source]) -> CheckResult:
    """The input alone: every error and every suspicion, without placing anything.

    Parameters
    ----------
    source
        A cluster, or what `load` takes; what `load` would refuse is then a finding of level ``error``.

    Raises
    ------
    TypeError
        If it is neither.
    """
    if isinstance(source, Cluster):
        return _core.check(source)
    return _core.check_sources(*divided(source))


def _cluster(value: object) -> Cluster:
    return arguments.instance_of(Cluster, value, "cluster")
