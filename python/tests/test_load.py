"""Reading: files, folders, texts, and dictionaries as boto3 returns them."""

import datetime
import gzip
import json
import types
from pathlib import Path
from typing import Any

import numpy
import pytest

import eniplan

ARN = "arn:aws:ecs:eu-west-1:111122223333:"


def resources(cpu: int, memory: int) -> list[dict[str, Any]]:
    """As ECS answers: the values of other types are there too, and 0."""
    nothing = {"doubleValue": 0.0, "longValue": 0}
    return [
        {"name": "CPU", "type": "INTEGER", "integerValue": cpu, **nothing},
        {"name": "MEMORY", "type": "INTEGER", "integerValue": memory, **nothing},
        {"name": "PORTS", "type": "STRINGSET", "integerValue": 0, "stringSetValue": ["22", "2376"], **nothing},
    ]


def answers() -> list[dict[str, Any]]:
    """What a boto3 client returns of a cluster with one m5.large, where one of two tasks runs."""
    zone = datetime.timezone(datetime.timedelta(hours=1))
    metadata = {"RequestId": "1", "HTTPStatusCode": 200, "HTTPHeaders": {"date": "today"}, "RetryAttempts": 0}
    instance = {
        "containerInstanceArn": f"{ARN}container-instance/prod/abc",
        "ec2InstanceId": "i-0abc",
        "status": "ACTIVE",
        "agentConnected": True,
        "runningTasksCount": 1,
        "pendingTasksCount": 0,
        "registeredAt": datetime.datetime(2026, 11, 23, 18, 23, 4, 300000, zone),
        "registeredResources": resources(2048, 7680),
        "remainingResources": resources(1792, 7424),
        "attributes": [
            {"name": "ecs.instance-type", "value": "m5.large"},
            {"name": "ecs.availability-zone", "value": "eu-west-1a"},
            {"name": "ecs.os-type", "value": "linux"},
            {"name": "ecs.capability.task-eni"},
        ],
    }
    definition = {
        "taskDefinitionArn": f"{ARN}task-definition/web:1",
        "family": "web",
        "revision": 1,
        "networkMode": "awsvpc",
        "cpu": "256",
        "memory": "256",
        "containerDefinitions": [{"name": "web", "cpu": 0, "essential": True}],
        "registeredAt": datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    }
    service = {
        "serviceArn": f"{ARN}service/prod/web",
        "clusterArn": f"{ARN}cluster/prod",
        "serviceName": "web",
        "taskDefinition": f"{ARN}task-definition/web:1",
        "desiredCount": 4,
        "runningCount": 1,
        "launchType": "EC2",
        "schedulingStrategy": "REPLICA",
        "createdAt": datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc),
    }
    task = {
        "taskArn": f"{ARN}task/prod/t1",
        "clusterArn": f"{ARN}cluster/prod",
        "taskDefinitionArn": f"{ARN}task-definition/web:1",
        "containerInstanceArn": f"{ARN}container-instance/prod/abc",
        "group": "service:web",
        "lastStatus": "RUNNING",
        "desiredStatus": "RUNNING",
        "attachments": [{"id": "1", "type": "ElasticNetworkInterface", "status": "ATTACHED", "details": []}],
    }
    return [
        {"containerInstances": [instance], "failures": [], "ResponseMetadata": metadata},
        {"taskDefinition": definition, "tags": [], "ResponseMetadata": metadata},
        {"services": [service], "failures": [], "ResponseMetadata": metadata},
        {"tasks": [task], "failures": [], "ResponseMetadata": metadata},
    ]


def test_answers_of_boto3_are_read_as_they_are() -> None:
    [cluster] = eniplan.load(answers())
    assert cluster.cluster_name == "prod"
    [instance] = cluster.container_instances
    assert instance.registered_at == datetime.datetime(2026, 11, 23, 17, 23, 4, 300000, datetime.timezone.utc)
    # Two slots on an m5.large, one of them taken: one more of the three tasks that are not there yet.
    [service] = eniplan.simulate(cluster).services
    assert (service.running_count, service.placed_count, service.unplaced_count) == (1, 1, 2)


def test_a_dictionary_is_read_as_its_file_would_be(tmp_path: Path) -> None:
    for i, answer in enumerate(answers()):
        (tmp_path / f"{i}.json").write_text(json.dumps(answer, default=str))
    assert eniplan.load(tmp_path) == eniplan.load(answers())


def test_files_and_dictionaries_are_read_together(tmp_path: Path) -> None:
    first, *others = answers()
    file = tmp_path / "instances.json.gz"
    file.write_bytes(gzip.compress(json.dumps(first, default=str).encode()))
    assert eniplan.load([file, *others]) == eniplan.load(answers())


def test_a_document_of_ours_may_be_a_dictionary() -> None:
    definition = {"family": "web", "networkMode": "awsvpc", "cpu": 256, "memory": 256}
    document = {
        "capacity": ({"instanceType": "t2.micro", "count": numpy.int64(1)},),
        "taskDefinitions": [types.MappingProxyType(definition)],
        "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 2}],
    }
    [cluster] = eniplan.load(document)
    assert cluster.cluster_name == "default"
    assert eniplan.simulate(cluster).summary.unplaced == 1
    assert eniplan.load([types.MappingProxyType(document)])[0].services == cluster.services


def test_what_is_wrong_in_a_dictionary_is_named_by_its_argument() -> None:
    document = {"services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": -1}]}
    with pytest.raises(eniplan.InputError) as raised:
        eniplan.load([{"capacity": []}, document])
    _, count = raised.value.diagnostics
    assert (count.file, count.line, count.key) == ("sources[1]", 0, "services[0].desiredCount")
    assert str(count).startswith("sources[1]: services[0].desiredCount: expected")
    assert str(count) in str(raised.value)


def test_a_dictionary_that_is_neither_ours_nor_an_answer_is_refused() -> None:
    for foreign in ({"Reservations": []}, {"hello": "world"}, {"ResponseMetadata": {}}):
        with pytest.raises(eniplan.InputError, match="sources"):
            eniplan.load(foreign)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none_are_refused_with_their_place(number: float) -> None:
    with pytest.raises(eniplan.InputError, match=r"sources\.services\[0\]\.desiredCount: expected a number, found"):
        eniplan.load({"services": [{"serviceName": "web", "desiredCount": number}]})


def test_objects_that_no_document_holds_are_refused_with_their_place() -> None:
    for foreign in (object(), b"bytes", {1, 2}, 1j, print):
        with pytest.raises(TypeError, match=r"sources\[0\]\.capacity\[0\]\.count: expected what JSON can hold"):
            eniplan.load([{"capacity": [{"count": foreign}]}])
    with pytest.raises(TypeError, match=r"sources\.capacity\[0\]: key: expected str, found a tuple"):
        eniplan.load({"capacity": [{(1, 2): 3}]})  # type: ignore[dict-item]


def test_dictionaries_without_end_are_refused() -> None:
    circle: dict[str, Any] = {}
    circle["services"] = [circle]
    with pytest.raises(eniplan.InputError, match="sources: expected at most 200 levels of nesting"):
        eniplan.load(circle)
    deep: Any = {}
    for _ in range(100_000):
        deep = {"services": deep}
    with pytest.raises(eniplan.InputError, match="sources: expected at most 200 levels of nesting"):
        eniplan.load(deep)


def test_sources_are_paths_or_dictionaries() -> None:
    with pytest.raises(TypeError, match="sources: expected a path, a dict, or several of them, found 7"):
        eniplan.load(7)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"sources\[1\]: expected a path or a dict, found None"):
        eniplan.load(["a.yaml", None])  # type: ignore[list-item]
    with pytest.raises(TypeError, match=r"sources: expected str, found a bytes"):
        eniplan.load(_BytesPath())  # type: ignore[arg-type]


class _BytesPath:
    def __fspath__(self) -> bytes:
        return b"a.yaml"


def test_memory_overhead_is_a_share_or_an_amount() -> None:
    document = {"capacity": [{"instanceType": "c5.large", "count": 1}]}
    # 4096 MiB are sold with a c5.large; 7.5 % of them are 307.2.
    for overhead, registered in (("7.5%", 3788), (96, 4000)):
        [cluster] = eniplan.load(document, memory_overhead=overhead)
        assert eniplan.simulate(cluster).instances[0].registered.memory == registered
    for wrong in ("7.5", "100%", "-1%", -1, 2_000_000_000):
        with pytest.raises(eniplan.InputError, match="memory_overhead: expected"):
            eniplan.load(document, memory_overhead=wrong)
    with pytest.raises(TypeError, match="memory_overhead: expected int, found 7.5"):
        eniplan.load(document, memory_overhead=7.5)  # type: ignore[arg-type]


def test_types_of_a_file_stand_before_the_catalog(tmp_path: Path) -> None:
    file = tmp_path / "types.yaml"
    file.write_text("instanceTypes: [{InstanceType: c5.large, ecsTaskLimit: {default: 7}}]")
    [cluster] = eniplan.load({"capacity": [{"instanceType": "c5.large", "count": 1}]}, types_files=file)
    assert eniplan.simulate(cluster).instances[0].registered.eni == 7


def test_a_text_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="text: expected str, found a bytes"):
        eniplan.loads(b"{}")  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        eniplan.loads("\ud800")
