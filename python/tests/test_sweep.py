"""Sweeps: each row against `what_if`, and the same table whoever evaluates it."""

from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

import eniplan
from eniplan import LoseZone, SetDesiredCount, SetTrunking, sweeping

#: Two c5.large in each of two zones, 2 slots each and 10 with a trunk, and a request that is placed at random.
FLEET = """
capacity:
  - {name: front, instanceType: c5.large, count: 4, availabilityZones: [a, b]}
taskDefinitions:
  - {family: web, networkMode: awsvpc, cpu: 128, memory: 128}
  - {family: api, networkMode: awsvpc, cpu: 64, memory: 64}
  - {family: batch, cpu: 256, memory: 256}
services:
  - {serviceName: web, taskDefinition: web, desiredCount: 4}
  - {serviceName: api, taskDefinition: api, desiredCount: 2}
runTasks:
  - {taskDefinition: batch, count: 3}
"""

AXES: dict[str, Any] = {
    "seeds": range(20),
    "lose_zone": [None, "a", "b"],
    "lose_instances": [0, 1],
    "trunking": [None, True],
    "desired": {"web": [4, 8, 12], "api": [2, 5]},
    "rollout": "together",
}


@pytest.fixture(name="fleet")
def load_fleet() -> eniplan.Cluster:
    return eniplan.loads(FLEET, name="fleet")[0]


def rows(table: eniplan.SweepTable) -> list[dict[str, Any]]:
    columns = {name: table[name].tolist() for name in table.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


@contextlib.contextmanager
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


@contextlib.contextmanager
def dask_workers(count: int) -> Iterator[Any]:
    """A scheduler on loopback with as many worker processes."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def test_each_row_is_what_what_if_says(fleet: eniplan.Cluster) -> None:
    zones, trunks, web, api = [None, "a"], [None, True, False], [0, 4, 9], [2, 30]
    table = eniplan.sweep(fleet, lose_zone=zones, trunking=trunks, desired={"web": web, "api": api})
    combinations = list(itertools.product(zones, trunks, web, api))
    assert len(table) == len(combinations) == 36
    for row, (zone, trunked, web_count, api_count) in zip(rows(table), combinations, strict=True):
        changes: list[Any] = [] if zone is None else [LoseZone(zone=zone)]
        changes += [] if trunked is None else [SetTrunking(trunking=trunked)]
        changes += [
            SetDesiredCount(service="web", desired_count=web_count),
            SetDesiredCount(service="api", desired_count=api_count),
        ]
        after = eniplan.what_if(fleet, *changes).after
        assert (row["lose_zone"], row["trunking"], row["desired:web"]) == (zone, trunked, web_count)
        for name in ("instances", "desired", "placed", "unplaced", "attach_failures"):
            assert row[name] == getattr(after, name)
        assert row["unplaced:web"] + row["running:web"] == web_count
        assert (row["refused"] is None) == (row["unplaced"] == 0) == (row["reason"] is None)


def test_without_axes_there_is_the_simulation_alone(fleet: eniplan.Cluster) -> None:
    [row] = rows(eniplan.sweep(fleet))
    summary = eniplan.simulate(fleet).summary
    assert (row["instances"], row["placed"], row["unplaced"]) == (4, summary.placed, summary.unplaced)
    assert (row["seed"], row["lose_zone"], row["lose_instances"], row["trunking"]) == (0, None, 0, None)
    assert (row["eni_slots"], row["eni_slots_left"]) == (8, 2)  # 4 · 2, of which 4 + 2 are taken


def test_zones_can_be_lost_together(fleet: eniplan.Cluster) -> None:
    table = eniplan.sweep(fleet, lose_zone=["a", ("a", "b"), ()])
    assert table["instances"].tolist() == [2, 0, 4]
    assert table["lose_zone"].tolist() == ["a", "a+b", None]


def test_rollouts_say_which_service_is_stuck(fleet: eniplan.Cluster) -> None:
    # 8 slots: with 4 + 2 tasks two are free for new ones, with 6 + 2 none is.
    table = eniplan.sweep(fleet, desired={"web": [4, 6]}, rollout={"services": ["api"]})
    assert table["outcome"].tolist() == ["completes", "stuck"]
    assert table["stuck_service"].tolist() == [None, "api"]
    assert table["stuck_reason"].tolist() == [None, "RESOURCE:ENI"]
    assert table["rolled"].tolist() == [1, 1]


def test_who_evaluates_it_makes_no_difference(fleet: eniplan.Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_SECONDS", 0.02)  # Many parts.
    alone = eniplan.sweep(fleet, **AXES, threads=1)
    assert len(alone) == 1440  # 20 · 3 · 2 · 2 · 3 · 2
    assert eniplan.sweep(fleet, **AXES, threads=8) == alone
    with ThreadPoolExecutor(3) as threads:
        assert eniplan.sweep(fleet, **AXES, executor=threads) == alone
    with processes() as executor:
        assert eniplan.sweep(fleet, **AXES, executor=executor) == alone


def test_nothing_is_lost_when_a_dask_worker_is_killed(
    fleet: eniplan.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "_SECONDS", 0.02)
    alone = eniplan.sweep(fleet, **AXES)
    killed: list[int] = []
    with dask_workers(3) as client:
        workers = sorted(client.run(os.getpid).values())
        before = set(workers)

        def kill_one(done: int, total: int) -> None:
            if not killed and total / 4 < done < total:
                killed.append(workers[0])
                os.kill(workers[0], signal.SIGKILL)

        assert eniplan.sweep(fleet, **AXES, executor=client.get_executor(), progress=kill_one) == alone
        assert killed
        assert set(client.run(os.getpid).values()) != before


def test_an_exception_of_a_part_ends_the_sweep(fleet: eniplan.Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_SECONDS", 0.02)

    class Broken(Executor):
        submitted: list[Future[Any]] = []

        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            future: Future[Any] = Future()
            if len(self.submitted) == 1:
                future.set_exception(OSError("no more memory"))
            self.submitted.append(future)
            return future

    with pytest.raises(OSError, match="no more memory"):
        eniplan.sweep(fleet, **AXES, executor=Broken())
    assert len(Broken.submitted) > 2
    assert all(future.cancelled() for i, future in enumerate(Broken.submitted) if i != 1)


def test_progress_is_told_in_order(fleet: eniplan.Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_SECONDS", 0.02)
    told: list[tuple[int, int]] = []
    eniplan.sweep(fleet, **AXES, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (1440, 1440)


def test_a_bar_is_drawn_where_it_is_wanted(fleet: eniplan.Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    eniplan.sweep(fleet, desired={"web": range(50)}, progress=True)
    assert "50/50" in capsys.readouterr().err
    eniplan.sweep(fleet, desired={"web": range(50)})  # Not a terminal.
    assert capsys.readouterr().err == ""


def test_a_table_is_a_value(fleet: eniplan.Cluster) -> None:
    table = eniplan.sweep(fleet, **AXES)
    assert pickle.loads(pickle.dumps(table)) == table
    assert repr(table) == "<SweepTable: 1440 scenarios>"
    assert eniplan.sweep(fleet, desired={"web": [1]}) != eniplan.sweep(fleet, desired={"web": [2]})


def test_a_data_frame_takes_it(fleet: eniplan.Cluster) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(eniplan.sweep(fleet, **AXES))
    assert frame.shape == (1440, 30)
    assert frame["unplaced"].to_list() == eniplan.sweep(fleet, **AXES)["unplaced"].tolist()


def test_wrong_types_are_named_all_at_once(fleet: eniplan.Cluster) -> None:
    with pytest.raises(TypeError) as raised:
        eniplan.sweep(
            "fleet.yaml",  # type: ignore[arg-type]
            desired={"web": 3, 4: [1], "api": [1.0, float("nan")]},  # type: ignore[dict-item, list-item]
            trunking=["on"],  # type: ignore[list-item]
            lose_zone="a",
            lose_instances=[True],
            seeds=10,  # type: ignore[arg-type]
            services=[None],  # type: ignore[list-item]
            rollout="all",
            executor=ThreadPoolExecutor,  # type: ignore[arg-type]
            threads="2",  # type: ignore[arg-type]
            progress="bar",  # type: ignore[arg-type]
        )
    assert [line.split(":")[0] for line in str(raised.value).splitlines()] == [
        "desired['web']",
        "desired",
        "desired['api'][0]",
        "desired['api'][1]",
        "trunking[0]",
        "lose_zone",
        "lose_instances[0]",
        "seeds",
        "services[0]",
        "rollout",
        "scenario",
        "executor",
        "threads",
        "progress",
    ]


def test_wrong_values_are_named_all_at_once(fleet: eniplan.Cluster) -> None:
    with pytest.raises(eniplan.InputError) as raised:
        eniplan.sweep(fleet, desired={"wb": [1], "web": []}, lose_zone=["c"], lose_instances=[5], seeds=[], trunking=[])
    assert [diagnostic.key for diagnostic in raised.value.diagnostics] == [
        "seeds", "trunking", "desired", "desired", "lose_zone", "lose_instances",
    ]  # fmt: skip
    assert 'found "wb"; did you mean "web"?' in str(raised.value)
    with pytest.raises(eniplan.InputError) as raised:
        eniplan.sweep(fleet, desired={"web": [-1]}, lose_instances=[-1], seeds=[-1, 2**64], threads=0)
    assert [diagnostic.key for diagnostic in raised.value.diagnostics] == [
        "desired['web'][0]", "lose_instances[0]", "seeds[0]", "seeds[1]", "threads",
    ]  # fmt: skip
