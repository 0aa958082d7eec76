"""Sweeps: many what-ifs of one cluster, a row of numbers for each."""

from __future__ import annotations

import contextlib
import functools
import math
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, as_completed

from . import arguments, sweep_plan
from ._core import Cluster, SweepTable, join_sweeps, sweep_part
from .sweep_plan import Plan, Reader, RolloutPlan

__all__ = ["sweep"]

Progress = Callable[[int, int], object]
"""Told how many scenarios of how many are done."""

_SECONDS = 1.0
"""What a part of the grid should take: short for who waits, long for who sends it."""


def sweep(
    scenario: Cluster,
    *,
    desired: Mapping[str, Iterable[int]] | None = None,
    trunking: Iterable[bool | None] = (None,),
    lose_zone: Iterable[str | Iterable[str] | None] = (None,),
    lose_instances: Iterable[int] = (0,),
    seeds: Iterable[int | None] = (None,),
    services: Iterable[str] | None = None,
    rollout: str | RolloutPlan | None = None,
    executor: Executor | None = None,
    threads: int | None = None,
    progress: bool | Progress | None = None,
) -> SweepTable:
    """Ask many what-ifs of one cluster at once.

    There is a scenario for each combination of the values given. Each goes on where `simulate` with its
    seed ends: zones and instances are lost, those that are left are replaced by ones with or without trunk,
    services want other counts, and what is wanted and not there is placed. A row holds what `what_if`
    says of these changes.

    Parameters
    ----------
    scenario : Cluster
        As `load` gives it.
    desired : mapping of str to iterable of int, optional
        Counts to try of replica services, by name; 0 to 10,000,000 tasks.
    trunking : iterable of bool or None
        Whether all instances have a trunk; None leaves them as they are.
    lose_zone : iterable of str, iterable of str, or None
        Availability zones to lose; several that are lost together are a tuple; None loses none.
    lose_instances : iterable of int
        How many instances are lost besides, drawn with the seed. Of two numbers the larger takes those that
        the smaller takes as well.
    seeds : iterable of int or None
        Of `random` and of `lose_instances`, 0 to 2^63 - 1. None is the cluster's own.
    services : iterable of str, optional
        Services whose tasks get columns of their own; those of `desired` unless given.
    rollout : {"each", "together"} or mapping, optional
        Rolls services from where each scenario ends, each by itself or all together. A mapping may name
        them: ``{"services": [...], "together": True, "strict_eni": False}``.
    executor : concurrent.futures.Executor, optional
        Who evaluates parts of the grid, of about a second each, which are sent to it together with the
        cluster: processes, or ``distributed.Client.get_executor()``. Threads of this process unless given.
    threads : int, optional
        Unless given, as many as there are processors; with an executor one for each part.
    progress : bool or callable, optional
        Called with the scenarios done and all there are. True draws a bar with tqdm; None does so on a
        terminal, where tqdm is there.

    Returns
    -------
    SweepTable
        A row for each scenario. The axes vary in the order `seeds`, `lose_zone`, `lose_instances`,
        `trunking`, `desired`, the last one fastest. Executor and threads make no difference to it.

    Raises
    ------
    InputError
        With everything wrong: a zone or service that is unknown, a count out of range, an empty axis.
    TypeError
        If arguments are of other types; it names them all.

    Notes
    -----
    At most 10,000,000 scenarios. Nothing is retried here: what becomes of a part whose worker dies is the
    executor's affair, and an exception of a part ends the sweep.

    Examples
    --------
    >>> [cluster] = eniplan.load("data/scenarios/three-cures/t2-small.yaml")
    >>> table = eniplan.sweep(cluster, desired={"ecs-django-service": range(1, 5)})
    >>> table["unplaced"].tolist()
    [0, 0, 1, 2]
    """
    read = Reader()
    counts = read.counts(desired)
    plan = Plan(
        desired=counts,
        trunking=read.values(sweep_plan.trunking, trunking, "trunking"),
        lose_zone=read.values(sweep_plan.zones, lose_zone, "lose_zone"),
        lose_instances=read.values(arguments.whole_number, lose_instances, "lose_instances"),
        seeds=read.values(sweep_plan.seed, seeds, "seeds"),
        services=read.values(arguments.text, [name for name, _ in counts] if services is None else services, "services"),
        rollout=read.rollout(rollout),
    )
    read.value(functools.partial(arguments.instance_of, Cluster), scenario, "scenario")
    if executor is not None:
        read.value(functools.partial(arguments.instance_of, Executor), executor, "executor")
    if threads is None:
        threads = 1 if executor is not None else len(os.sched_getaffinity(0))
    read.value(functools.partial(arguments.whole_number, least=1), threads, "threads")
    if progress is not None and not callable(progress):
        read.value(arguments.flag, progress, "progress")
    read.require_good()
    return _swept(scenario, plan, executor, threads, progress)


def _swept(
    cluster: Cluster, plan: Plan, executor: Executor | None, threads: int, progress: bool | Progress | None
) -> SweepTable:
    parts = [sweep_part(cluster, plan, 0, 0, threads)]  # No rows: it says what is wrong.
    sizes = [len(plan["seeds"]), len(plan["lose_zone"]), len(plan["lose_instances"]), len(plan["trunking"])]
    total = math.prod(sizes + [len(counts) for _, counts in plan["desired"]])
    with _told(progress, total) as tell:
        for part, seconds in _evaluated_here(cluster, plan, total, threads):
            parts.append(part)
            done = sum(map(len, parts))
            tell(done)
            if executor is not None and seconds > _SECONDS / 10:
                size = max(1, round(len(part) / seconds * _SECONDS))
                ranges = [(first, min(first + size, total)) for first in range(done, total, size)]
                parts += _evaluated_by(executor, cluster, plan, ranges, threads, lambda rows: tell(done + rows))
                break
    return join_sweeps(parts)


def _evaluated_here(cluster: Cluster, plan: Plan, total: int, threads: int) -> Iterator[tuple[SweepTable, float]]:
    """Part after part, each longer until they take as long as they should, and the seconds each took."""
    first, size = 0, 1
    while first < total:
        last = min(first + size, total)
        began = time.perf_counter()
        part = sweep_part(cluster, plan, first, last, threads)
        seconds = time.perf_counter() - began
        yield part, seconds
        size = max(1, min(4 * size, int(size * _SECONDS / seconds)))
        first = last


def _evaluated_by(
    executor: Executor,
    cluster: Cluster,
    plan: Plan,
    ranges: list[tuple[int, int]],
    threads: int,
    tell: Callable[[int], object],
) -> list[SweepTable]:
    """The parts in the order of the ranges, whatever the order in which they come."""
    pickled = pickle.dumps(cluster, protocol=pickle.HIGHEST_PROTOCOL)
    futures: list[Future[SweepTable]] = []
    try:
        for first, last in ranges:
            futures.append(executor.submit(_evaluate, pickled, plan, first, last, threads))
        rows = 0
        for future in as_completed(futures):
            rows += len(future.result())
            tell(rows)
    except BaseException:
        for future in futures:
            future.cancel()
        raise
    return [future.result() for future in futures]


def _evaluate(pickled: bytes, plan: Plan, first: int, last: int, threads: int) -> SweepTable:
    """Runs where the executor likes."""
    return sweep_part(_cluster_of(pickled), plan, first, last, threads)


@functools.lru_cache(maxsize=2)
def _cluster_of(pickled: bytes) -> Cluster:
    """A worker gets one part after the other of the same cluster."""
    cluster = pickle.loads(pickled)
    assert isinstance(cluster, Cluster)
    return cluster


@contextlib.contextmanager
def _told(progress: bool | Progress | None, total: int) -> Iterator[Callable[[int], object]]:
    """Whom to tell how many scenarios are done."""
    if callable(progress):
        yield lambda done: progress(done, total)
        return
    if progress is False or (progress is None and not sys.stderr.isatty()):
        yield lambda done: None
        return
    try:
        from tqdm.auto import tqdm
    except ImportError:
        if progress:
            raise
        yield lambda done: None
        return
    with tqdm(total=total, unit="scenario") as bar:
        yield lambda done: bar.update(done - bar.n)
