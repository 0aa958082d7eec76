"""Results as columns: in NumPy, and through the Arrow C stream in polars, pandas, pyarrow and duckdb."""

import gc
import pickle
from typing import Any

import numpy
import pytest

import eniplan

TWO_GROUPS = """
capacity:
  - {name: a, instanceType: t2.micro, count: 2}
  - {name: b, instanceType: c5.large, count: 1, availabilityZones: [az2]}
taskDefinitions: [{family: web, networkMode: awsvpc, cpu: 256, memory: 256}]
services: [{serviceName: web, taskDefinition: web, desiredCount: 9}]
"""


def simulated(text: str = TWO_GROUPS) -> eniplan.PlacementResult:
    [cluster] = eniplan.loads(text)
    return eniplan.simulate(cluster)


def rows_of(table: Any) -> list[dict[str, Any]]:
    """A table row by row, as NumPy has its columns."""
    columns = {name: table[name].tolist() for name in table.columns}
    return [dict(zip(columns, values)) for values in zip(*columns.values())]


def tables() -> dict[str, Any]:
    """Every sort of table, those with missing values and those without rows among them."""
    [cluster] = eniplan.loads(TWO_GROUPS)
    result = eniplan.simulate(cluster)
    rolled = eniplan.rollout(cluster, timeline=True)
    room = eniplan.headroom(cluster)
    return {
        "instances": result.instances,
        "services": result.services,
        "run_tasks": result.run_tasks,
        "placements": result.services[0].placements,
        "wanted": cluster.services,
        "described": cluster.container_instances,
        "tasks": cluster.tasks,
        "rollouts": rolled.rollouts,
        "steps": rolled.rollouts[0].steps,
        "timeline": rolled.timelines[0].steps,
        "differences": eniplan.what_if(cluster, eniplan.LoseZone(zone="az2")).services,
        "headroom": room.services,
        "stranded": room.stranded.groups,
        "trunking": eniplan.trunking_report(cluster).groups,
        "findings": eniplan.check(cluster).findings,
        "catalog": eniplan.catalog(),
    }


def test_columns_say_what_rows_say() -> None:
    instances = simulated().instances
    assert instances.columns == [
        "id", "instance_type", "availability_zone", "trunking",
        "registered_cpu", "registered_memory", "registered_gpu", "registered_eni",
        "remaining_cpu", "remaining_memory", "remaining_gpu", "remaining_eni",
        "tasks", "attach_failures",
    ]  # fmt: skip
    assert instances["id"].tolist() == ["a/0", "a/1", "b/0"]
    assert instances["instance_type"].tolist() == ["t2.micro", "t2.micro", "c5.large"]
    # One slot on a t2.micro, two on a c5.large without trunk.
    assert instances["tasks"].tolist() == [1, 1, 2]
    for i, instance in enumerate(instances):
        assert instances["id"][i] == instance.id
        assert instances["trunking"][i] == instance.trunking
        assert instances["remaining_cpu"][i] == instance.remaining.cpu
        assert instances["registered_eni"][i] == instance.registered.eni


def test_ids_count_up_as_rows_do() -> None:
    """Zones begin where they begin, ninety-nine is followed by a hundred, and instances that are added go on."""
    text = TWO_GROUPS.replace("count: 2}", "count: 205, availabilityZones: [az1, az2]}")
    [cluster] = eniplan.loads(text)
    added = eniplan.what_if(cluster, eniplan.AddInstances(group="a", count=3)).instances
    for instances in (simulated(text).instances, added):
        assert instances["id"].tolist() == [instance.id for instance in instances]


def test_numbers_are_looked_at_where_they_are() -> None:
    tasks = simulated().instances["tasks"]
    gc.collect()  # The column outlives the result.
    assert tasks.dtype == numpy.int64
    assert not tasks.flags.owndata
    assert not tasks.flags.writeable
    assert tasks.sum() == 4


def test_missing_numbers_are_masked_and_missing_texts_are_none() -> None:
    prices = eniplan.catalog()["ondemand_microusd_hour"]
    known = [instance_type.ondemand_microusd_hour for instance_type in eniplan.catalog()]
    assert isinstance(prices, numpy.ma.MaskedArray)
    assert prices.tolist() == known
    assert None in known
    everything_fits = simulated(TWO_GROUPS.replace("desiredCount: 9", "desiredCount: 1"))
    assert everything_fits.services["reason"].tolist() == [None]
    assert everything_fits.services["closest_instance"].tolist() == [None]


def test_services_sum_up_their_failures() -> None:
    services = simulated().services
    # Four slots for nine tasks.
    assert services["unplaced_count"].tolist() == [5]
    assert services["reason"].tolist() == ["RESOURCE:ENI"]
    assert services[0].unplaced_count == 5


def test_a_column_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="cpu"):
        simulated().instances["cpu"]


@pytest.mark.parametrize("name", list(tables()))
def test_every_column_is_as_long_as_its_table(name: str) -> None:
    table = tables()[name]
    assert len(list(table)) == len(table)
    for column in table.columns:
        assert len(table[column]) == len(table), column


@pytest.mark.parametrize("name", list(tables()))
def test_polars_takes_every_table(name: str) -> None:
    polars = pytest.importorskip("polars")
    table = tables()[name]
    frame = polars.DataFrame(table)
    assert frame.columns == table.columns
    assert frame.to_dicts() == rows_of(table)


@pytest.mark.parametrize("name", list(tables()))
def test_pandas_takes_every_table(name: str) -> None:
    pandas = pytest.importorskip("pandas")
    table = tables()[name]
    frame = table.to_pandas()
    assert list(frame.columns) == table.columns
    as_objects = frame.astype(object).where(~frame.isna(), None)
    assert as_objects.to_dict("records") == rows_of(table)
    if name == "instances":
        assert isinstance(frame["instance_type"].dtype, pandas.CategoricalDtype)


@pytest.mark.parametrize("name", list(tables()))
def test_pyarrow_takes_every_table(name: str) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    table = tables()[name]
    arrow = pyarrow.table(table)
    arrow.validate(full=True)
    assert arrow.to_pylist() == rows_of(table)


def test_duckdb_takes_a_table() -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")  # duckdb reads the stream through it
    instances = simulated().instances
    query = "select instance_type::varchar, sum(tasks)::int from instances group by 1 order by 1"
    assert duckdb.sql(query).fetchall() == [("c5.large", 2), ("t2.micro", 2)]
    assert len(instances) == 3


def test_pandas_reads_the_stream_by_itself() -> None:
    pandas = pytest.importorskip("pandas", minversion="3")
    frame = pandas.DataFrame.from_arrow(simulated().instances)
    assert frame["id"].tolist() == ["a/0", "a/1", "b/0"]
    assert frame["tasks"].sum() == 4


def test_a_stream_that_nobody_reads_is_given_back() -> None:
    result = simulated()
    for _ in range(100):
        result.instances.__arrow_c_stream__()
    capsule = result.instances.__arrow_c_stream__()
    assert "arrow_array_stream" in repr(capsule)


def test_a_stream_outlives_the_result() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    arrow = pyarrow.table(simulated().instances)
    gc.collect()
    assert arrow["id"].to_pylist() == ["a/0", "a/1", "b/0"]


def test_tables_are_pickled_with_what_they_belong_to() -> None:
    result = simulated()
    for table in (result.services, result.instances, result.services[0].placements, eniplan.catalog()):
        assert pickle.loads(pickle.dumps(table)) == table


def test_a_million_instances_are_a_table() -> None:
    result = simulated(TWO_GROUPS.replace("count: 2", "count: 1000000"))
    instances = result.instances
    assert len(instances) == 1_000_001
    assert instances["id"][999_999] == "a/999999"
    # 9 tasks spread over the zones in turn: az1 has five or four of them, an instance each.
    assert instances["tasks"].sum() == 9
