"""What is returned is an immutable value: equal, shown, pickled and, where it is small, hashed."""

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest

import eniplan

SCENARIOS = Path(__file__).resolve().parents[2] / "data" / "scenarios"

EVERYTHING = """
clusterName: prod
accountSettings: {awsvpcTrunking: enabled}
seed: 18446744073709551615
capacity:
  - name: a
    instanceType: c5.large
    count: 3
    availabilityZones: [az1, az2]
    attributes: {team: blue, spot: null}
    registered: {ENI: 3, MEMORY: 3000}
    reservedPorts: [22, 53]
    capacityProvider: blue
containerInstances:
  - containerInstanceArn: arn:aws:ecs:eu-west-1:111122223333:container-instance/prod/one
    ec2InstanceId: i-1
    status: ACTIVE
    agentConnected: true
    registeredAt: 2026-11-23T17:23:04.123456789Z
    versionInfo: {agentVersion: 1.105.1}
    runningTasksCount: 1
    registeredResources:
      - {name: CPU, type: INTEGER, integerValue: 2048}
      - {name: MEMORY, type: INTEGER, integerValue: 3000}
    remainingResources:
      - {name: CPU, type: INTEGER, integerValue: 1024}
      - {name: MEMORY, type: INTEGER, integerValue: 2000}
      - {name: PORTS, type: STRINGSET, stringSetValue: ["22"]}
    attributes:
      - {name: ecs.instance-type, value: m5.large}
      - {name: ecs.availability-zone, value: az1}
      - {name: ecs.capability.task-eni}
subnets: [{subnetId: subnet-1, availabilityZone: az1, availableIpAddressCount: 7}]
taskDefinitions:
  - family: web
    networkMode: awsvpc
    cpu: "256"
    memory: "256"
    runtimePlatform: {cpuArchitecture: X86_64, operatingSystemFamily: LINUX}
    placementConstraints: [{type: memberOf, expression: "attribute:ecs.instance-type =~ c5.*"}]
    containerDefinitions:
      - name: nginx
        cpu: 10
        portMappings: [{containerPort: 80, protocol: tcp}]
        dependsOn: [{containerName: app, condition: HEALTHY}]
      - {name: app, memoryReservation: 64, stopTimeout: 5, healthCheck: {command: [x], interval: 10, retries: 2}}
  - {family: batch, networkMode: bridge, containerDefinitions: [{name: job, cpu: 1, memory: 64, links: []}]}
services:
  - serviceName: web
    taskDefinition: web
    desiredCount: 5
    deploymentConfiguration: {minimumHealthyPercent: 50}
    placementStrategy: [{type: spread, field: "attribute:ecs.availability-zone"}, {type: binpack, field: memory}]
  - {serviceName: agent, taskDefinition: batch, schedulingStrategy: DAEMON}
runTasks:
  - taskDefinition: batch
    count: 2
    overrides: {containerOverrides: [{name: job, memory: 128}]}
    placementConstraints: [{type: distinctInstance}]
tasks:
  - {taskArn: t/1, taskDefinitionArn: batch, containerInstanceArn: a/0, lastStatus: RUNNING, group: "family:batch"}
"""


def everything() -> eniplan.Cluster:
    [cluster] = eniplan.loads(EVERYTHING)
    return cluster


def answers(cluster: eniplan.Cluster) -> list[Any]:
    return [
        cluster,
        eniplan.simulate(cluster, sequence=True),
        eniplan.explain(cluster),
        eniplan.fix(cluster),
        eniplan.rollout(cluster, services="web", timeline=True),
        eniplan.what_if(cluster, eniplan.LoseZone(zone="az2"), eniplan.SetDesiredCount(service="web", desired_count=9)),
        eniplan.headroom(cluster, up_to=20),
        eniplan.network(cluster, split={"nginx": "proxy"}),
        eniplan.trunking_report(cluster),
        eniplan.check(cluster),
    ]


def test_answers_come_back_from_a_pickle_as_they_were() -> None:
    for answer in answers(everything()):
        again = pickle.loads(pickle.dumps(answer))
        assert again == answer, type(answer)
        if hasattr(answer, "to_string"):
            assert again.to_string() == answer.to_string()


def test_every_scenario_comes_back_from_a_pickle() -> None:
    files = [path for path in SCENARIOS.glob("*/*.yaml") if "capacity:" in path.read_text() and path.stem != "faulty"]
    assert len(files) > 5
    for path in files:
        for cluster in eniplan.load(path):
            again = pickle.loads(pickle.dumps(cluster))
            assert again == cluster, path
            assert eniplan.simulate(again) == eniplan.simulate(cluster), path


def test_a_cluster_can_be_looked_through() -> None:
    cluster = everything()
    assert cluster.awsvpc_trunking is True
    assert cluster.seed == 2**64 - 1
    assert [group.name for group in cluster.capacity] == ["a"]
    assert cluster.capacity[0].registered_eni == 3
    [instance] = cluster.container_instances
    assert instance.id == "one"
    assert instance.attributes["ecs.capability.task-eni"] is None
    assert instance.attributes["ecs.instance-type"] == "m5.large"
    assert str(instance.registered_at) == "2026-11-23 17:23:04.123456+00:00"
    strategies = cluster.services[0].placement_strategy
    assert strategies is not None
    assert [(strategy.type, strategy.field) for strategy in strategies] == [
        ("spread", "attribute:ecs.availability-zone"),
        ("binpack", "memory"),
    ]
    assert cluster.services[1].placement_strategy is None
    assert cluster.task_definitions[0].placement_constraints[0].expression == "attribute:ecs.instance-type =~ c5.*"
    assert cluster.task_definitions[0].container_definitions[1].health_check is not None
    assert cluster.run_tasks[0].overrides.containers[0].memory == 128


def test_the_normal_form_is_read_as_the_same_cluster() -> None:
    [again] = eniplan.loads(everything().to_string())
    assert eniplan.simulate(again).summary == eniplan.simulate(everything()).summary
    [from_json] = eniplan.loads(everything().to_string("json"))
    assert from_json == again


def test_nothing_can_be_changed() -> None:
    result = eniplan.simulate(everything())
    for value, name in ((result, "summary"), (result.summary, "placed"), (result.services[0], "name")):
        with pytest.raises(AttributeError):
            setattr(value, name, 1)
    with pytest.raises(TypeError):
        result.instances[0] = result.instances[1]  # type: ignore[index]


def test_a_copy_is_the_value_itself() -> None:
    for answer in answers(everything()):
        assert copy.copy(answer) is answer
        assert copy.deepcopy(answer) is answer


def test_small_values_have_a_hash_that_goes_by_their_contents() -> None:
    first, second = (eniplan.simulate(everything()) for _ in range(2))
    assert len({first.summary, second.summary}) == 1
    assert len({first.instances[0], second.instances[0], first.instances[1]}) == 2
    assert len({eniplan.instance_type("c5.large"), pickle.loads(pickle.dumps(eniplan.instance_type("c5.large")))}) == 1
    with pytest.raises(TypeError):
        hash(first)


def test_values_that_can_be_made_are_shown_as_they_are_made() -> None:
    values = [
        eniplan.Resources(cpu=1, memory=2, gpu=0, eni=1),
        eniplan.Diagnostic(file="a", line=1, column=2, key="b", message="c"),
        eniplan.LoseZone(zone="az1"),
        eniplan.LoseInstance(instance="a/0"),
        eniplan.SetDesiredCount(service="web", desired_count=2),
        eniplan.SetTrunking(trunking=True),
        eniplan.SetTrunking(trunking=False, group="a"),
        eniplan.SwapType(from_type="c5.large", to_type="m5.large"),
        eniplan.AddInstances(group="a", count=1),
        eniplan.RemoveInstances(group="a", count=1),
    ]
    for value in values:
        assert eval(repr(value), vars(eniplan)) == value
        assert pickle.loads(pickle.dumps(value)) == value
        assert hash(pickle.loads(pickle.dumps(value))) == hash(value)
    assert len(set(values)) == len(values)
    assert values[0] != "Resources"


def test_constructors_take_keywords_and_name_what_is_wrong() -> None:
    make: Any = eniplan.SetDesiredCount
    with pytest.raises(TypeError):
        make("web", 3)
    with pytest.raises(TypeError, match="missing keyword argument 'desired_count'"):
        make(service="web")
    with pytest.raises(TypeError, match="unexpected keyword argument 'wanted'"):
        make(service="web", desired_count=3, wanted=4)
    with pytest.raises(TypeError, match="service: expected str, found 7"):
        make(service=7, desired_count=3)
    for wrong in (3.0, float("nan"), True, "3", None):
        with pytest.raises(TypeError, match="desired_count: expected int"):
            make(service="web", desired_count=wrong)
    for wrong in (-1, 10_000_001):
        with pytest.raises(eniplan.InputError, match="desired_count: expected a whole number from 0"):
            make(service="web", desired_count=wrong)
    with pytest.raises(TypeError):
        make(service="web", desired_count=2**70)


def test_results_cannot_be_made() -> None:
    for kind in (eniplan.Cluster, eniplan.PlacementResult, eniplan.InstanceResults, eniplan.GroupResults):
        with pytest.raises(TypeError):
            kind()
