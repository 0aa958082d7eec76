"""From a scenario to its answer, through the public package."""

import threading
from pathlib import Path

import pytest

import eniplan

DJANGO_ON_T2_MICRO = """
capacity:
  - {instanceType: t2.micro, count: 1}
taskDefinitions:
  - {family: ecs-django, networkMode: awsvpc, cpu: 256, memory: 256}
services:
  - {serviceName: ecs-django-service, taskDefinition: ecs-django, desiredCount: 2}
"""


def simulated(text: str, **options: bool) -> eniplan.PlacementResult:
    [cluster] = eniplan.loads(text, "django")
    return eniplan.simulate(cluster, **options)


def test_the_second_awsvpc_task_is_refused_on_a_t2_micro() -> None:
    result = simulated(DJANGO_ON_T2_MICRO)
    assert result.cluster_name == "django"
    assert (result.summary.desired, result.summary.placed, result.summary.unplaced) == (2, 1, 1)
    [service] = result.services
    [failure] = service.failures
    assert failure.reason == "RESOURCE:ENI"
    assert failure.count == 1
    assert failure.blocked_by == failure.only_blocked_by == {"RESOURCE:ENI": 1}
    assert result.instances[failure.closest_instance].id == "t2.micro/0"
    assert failure.message == (
        "(service ecs-django-service) was unable to place a task because no container instance met all of its "
        "requirements. The closest matching (container-instance t2.micro/0) encountered error \"RESOURCE:ENI\". "
        "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
    )


def test_instances_say_what_is_left() -> None:
    [instance] = simulated(DJANGO_ON_T2_MICRO).instances
    # One vCPU is 1024 units, one task takes 256; of two interfaces the first is the instance's own.
    assert (instance.registered.cpu, instance.remaining.cpu) == (1024, 768)
    assert (instance.registered.eni, instance.remaining.eni) == (1, 0)
    assert instance.registered.memory - instance.remaining.memory == 256
    assert instance.memory_estimate is not None
    assert instance.registered.memory == instance.memory_estimate.registered


def test_instances_are_a_sequence() -> None:
    result = simulated("{capacity: [{name: a, instanceType: t2.micro, count: 5}]}")
    instances = result.instances
    assert len(instances) == 5
    assert [instance.id for instance in instances] == ["a/0", "a/1", "a/2", "a/3", "a/4"]
    assert (instances[0].id, instances[-1].id) == ("a/0", "a/4")
    assert [instance.id for instance in instances[3:0:-2]] == ["a/3", "a/1"]
    assert instances[2] in instances
    assert [instance.id for instance in reversed(instances)][0] == "a/4"
    for index in (5, -6):
        with pytest.raises(IndexError):
            instances[index]


def test_instances_are_equal_if_their_rows_are() -> None:
    text = "{capacity: [{name: a, instanceType: t2.micro, count: 2}]}"
    assert simulated(text).instances == simulated(text).instances
    assert simulated(text).instances != simulated(text.replace("count: 2", "count: 3")).instances
    assert simulated(text).instances != simulated(text.replace("name: a", "name: b")).instances


def test_placements_come_as_runs_and_sequence_only_on_demand() -> None:
    [service] = simulated(DJANGO_ON_T2_MICRO).services
    assert [(run.first_instance, run.instance_count, run.tasks_per_instance) for run in service.placements] == [(0, 1, 1)]
    assert service.sequence == []
    [service] = simulated(DJANGO_ON_T2_MICRO, sequence=True).services
    assert service.sequence == [0]


def test_an_empty_cluster_has_no_closest_instance() -> None:
    result = simulated(DJANGO_ON_T2_MICRO.replace("count: 1", "count: 0"))
    assert result.services[0].failures[0].closest_instance is None


def test_results_are_values() -> None:
    first, second = simulated(DJANGO_ON_T2_MICRO), simulated(DJANGO_ON_T2_MICRO)
    assert first == second
    assert first.services == second.services
    assert first != simulated(DJANGO_ON_T2_MICRO.replace("t2.micro", "t2.small"))
    with pytest.raises(AttributeError):
        first.summary.placed = 2  # type: ignore[misc]


def test_a_part_outlives_the_whole() -> None:
    failure = simulated(DJANGO_ON_T2_MICRO).services[0].failures[0]
    assert failure.reason == "RESOURCE:ENI"


def test_bad_input_lists_every_diagnostic() -> None:
    text = DJANGO_ON_T2_MICRO.replace("desiredCount: 2", "desiredCount: -1").replace("count: 1", "count: -2")
    with pytest.raises(eniplan.InputError) as raised:
        eniplan.loads(text, "bad.yaml")
    assert isinstance(raised.value, ValueError)
    keys = [diagnostic.key for diagnostic in raised.value.diagnostics]
    assert keys == ["capacity[0].count", "services[0].desiredCount"]
    assert [diagnostic.line for diagnostic in raised.value.diagnostics] == [3, 7]
    assert str(raised.value.diagnostics[0]).startswith("bad.yaml:3:")
    assert "-2" in raised.value.diagnostics[0].message


def test_load_takes_one_path_or_several(tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    file.write_text(DJANGO_ON_T2_MICRO)
    [cluster] = eniplan.load(file)
    assert cluster.cluster_name == "web"
    assert eniplan.load([str(file)]) == [cluster]


def test_load_replaces_values_of_the_input(tmp_path: Path) -> None:
    file = tmp_path / "web.yaml"
    file.write_text(DJANGO_ON_T2_MICRO)
    [cluster] = eniplan.load(file, set=["services.ecs-django-service.desiredCount=1"])
    assert eniplan.simulate(cluster).summary.unplaced == 0


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(eniplan.InputError, match="absent.yaml"):
        eniplan.load(tmp_path / "absent.yaml")


def test_other_threads_run_while_a_cluster_is_simulated() -> None:
    """With the lock held, the counter could not move between the start and the end of simulate()."""
    # An expression about tasks costs a look at every candidate for each task, which takes a while.
    slowly = "placementConstraints: [{type: memberOf, expression: runningTasksCount < 9}]"
    [cluster] = eniplan.loads(
        DJANGO_ON_T2_MICRO.replace("t2.micro, count: 1", "c5.large, count: 3000").replace(
            "desiredCount: 2", f"desiredCount: 6000, {slowly}"
        )
    )
    ticks = 0
    stop = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not stop.is_set():
            ticks += 1

    thread = threading.Thread(target=tick)
    thread.start()
    before = ticks
    assert eniplan.simulate(cluster).summary.placed == 6000
    moved = ticks - before
    stop.set()
    thread.join()
    assert moved > 0
