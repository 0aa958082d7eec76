"""Which calls a snapshot makes: every request, batch and page."""

from __future__ import annotations

import aws_extra  # noqa: F401
import depot
import pytest
from scripted import ScriptedSession, script_of_depot

import eniplan
from eniplan._snapshot.aws_calls import ACTIONS
from eniplan._snapshot.iam_policy import iam_policy


def taken(script: ScriptedSession, *clusters: str, **options: str) -> eniplan.Snapshot:
    snapshot = eniplan.snapshot(clusters or ["depot"], script, **options)  # type: ignore[arg-type]
    script.assert_all_asked()
    return snapshot


def empty_rest(script: ScriptedSession, cluster: depot.Cluster) -> None:
    """Nothing in a cluster: lists without descriptions, and the account's setting."""
    script.instances(cluster, [])
    script.tasks(cluster, [])
    script.services(cluster, [])
    script.settings()


def arns_of(snapshot: eniplan.Snapshot, file: str, key: str, arn: str) -> list[str]:
    [answer] = snapshot.answers[file]
    return [thing[arn] for thing in answer[key]]


def test_a_cluster_is_read_by_the_calls_of_the_script_and_no_others() -> None:
    snapshot = taken(script_of_depot())
    assert snapshot.clusters == ("depot",)
    assert snapshot.region == "eu-central-1"
    assert snapshot.counts() == "2 container instances, 6 tasks, 2 services, 2 task definitions"
    assert snapshot.warnings == ()
    assert snapshot.began <= snapshot.ended


def test_an_empty_cluster_takes_lists_alone() -> None:
    script, cluster = ScriptedSession(), depot.Cluster()
    script.clusters(cluster.cluster())
    empty_rest(script, cluster)
    assert taken(script).counts() == "0 container instances, 0 tasks, 0 services, 0 task definitions"


def test_lists_are_read_page_by_page_and_described_in_the_batches_that_ecs_takes() -> None:
    script, cluster = ScriptedSession(), depot.Cluster()
    instances = [cluster.instance(n, attributes=[]) for n in range(250)]  # 100 + 100 + 50
    tasks = [cluster.task(n, "web", n % 250) for n in range(201)]  # 100 + 100 + 1
    services = [
        cluster.service(f"web-{n:02}", taskDefinition=depot.definition_arn("web")) for n in range(23)
    ]  # 10 + 10 + 3
    script.clusters(cluster.cluster())
    script.instances(cluster, instances[::-1], pages=3)
    script.tasks(cluster, tasks[::-1], pages=5)
    script.services(cluster, services[::-1], pages=2)
    script.definitions(depot.definition("web"))
    script.settings()
    snapshot = taken(script)
    assert script.asked.count("ecs:ListContainerInstances") == 3
    assert script.asked.count("ecs:DescribeContainerInstances") == 3
    assert script.asked.count("ecs:DescribeTasks") == 3
    assert script.asked.count("ecs:DescribeServices") == 3
    # Sorted, though lists and descriptions came backwards.
    found = arns_of(snapshot, "describe-container-instances.json", "containerInstances", "containerInstanceArn")
    assert found == [cluster.instance_arn(n) for n in range(250)]
    assert arns_of(snapshot, "describe-tasks.json", "tasks", "taskArn") == [cluster.task_arn(n) for n in range(201)]
    found = arns_of(snapshot, "describe-services.json", "services", "serviceName")
    assert found == [f"web-{n:02}" for n in range(23)]


def test_capacity_providers_come_ten_a_page() -> None:
    script, cluster = ScriptedSession(), depot.Cluster()
    names = [f"provider-{n:02}" for n in range(12)]
    providers = [{"capacityProviderArn": depot.arn(f"capacity-provider/{name}"), "name": name} for name in names]
    script.clusters(cluster.cluster(capacityProviders=names[::-1]))
    script.instances(cluster, [])
    script.tasks(cluster, [])
    script.services(cluster, [])
    action, request = "ecs:DescribeCapacityProviders", {"capacityProviders": names}
    script.answer(action, request, {"capacityProviders": providers[:10], "nextToken": "more"})
    script.answer(action, request | {"nextToken": "more"}, {"capacityProviders": providers[10:]})
    script.settings()
    found = arns_of(taken(script), "describe-capacity-providers.json", "capacityProviders", "name")
    assert found == names


def test_types_and_subnets_come_page_by_page_as_well() -> None:
    script, cluster = ScriptedSession(), depot.Cluster()
    names = [f"c9.{n:03}large" for n in range(101)]
    instances = [
        cluster.instance(n, attributes=[{"name": "ecs.instance-type", "value": name}]) for n, name in enumerate(names)
    ]
    network = {"awsvpcConfiguration": {"subnets": ["subnet-b", "subnet-a"]}}
    script.clusters(cluster.cluster())
    script.instances(cluster, instances)
    script.tasks(cluster, [])
    script.services(cluster, [cluster.service("web", networkConfiguration=network)])
    script.definitions(depot.definition("web"))
    script.settings()
    script.instance_types(*(depot.instance_type(name) for name in names[:100]), named=names[:100])
    script.instance_types(depot.instance_type(names[100]), named=names[100:])
    request = {"Filters": [{"Name": "subnet-id", "Values": ["subnet-a", "subnet-b"]}]}
    script.answer("ec2:DescribeSubnets", request, {"Subnets": [depot.subnet("subnet-b")], "NextToken": "more"})
    script.answer("ec2:DescribeSubnets", request | {"NextToken": "more"}, {"Subnets": [depot.subnet("subnet-a")]})
    snapshot = taken(script)
    assert arns_of(snapshot, "describe-subnets.json", "Subnets", "SubnetId") == ["subnet-a", "subnet-b"]
    assert arns_of(snapshot, "describe-instance-types.json", "InstanceTypes", "InstanceType") == names


def test_each_definition_that_anything_names_is_described_once() -> None:
    script, cluster = ScriptedSession(), depot.Cluster()
    old, new, alone = (
        depot.definition("web", revision=1),
        depot.definition("web", revision=2),
        depot.definition("job"),
    )
    deployments = [
        {"status": "PRIMARY", "taskDefinition": depot.definition_arn("web", 2)},
        {"status": "ACTIVE", "taskDefinition": depot.definition_arn("web", 1)},
    ]
    service = cluster.service("web", taskDefinition=depot.definition_arn("web", 2), deployments=deployments)
    blue = cluster.service("blue", taskSets=[{"taskDefinition": depot.definition_arn("blue", 3)}])
    del blue["taskDefinition"]
    script.clusters(cluster.cluster())
    script.instances(cluster, [])
    script.tasks(cluster, [cluster.task(1, "web", 1), cluster.task(2, "job", 1, group="family:job")])
    script.services(cluster, [blue, service])
    script.definitions(depot.definition("blue", revision=3), alone, old, new)
    script.settings()
    assert taken(script).counts() == "0 container instances, 2 tasks, 2 services, 4 task definitions"


def test_several_clusters_are_read_one_after_the_other_into_the_same_files() -> None:
    script, east, west = ScriptedSession(), depot.Cluster("east"), depot.Cluster("west")
    script.clusters(east.cluster(), west.cluster(), named=["east", west.arn, "west"])
    for what in (script.instances, script.tasks):
        for cluster in (east, west):
            thing = (
                cluster.instance(1, attributes=[], tasks=1) if what == script.instances else cluster.task(1, "web", 1)
            )
            what(cluster, [thing])
    for cluster in (east, west):
        script.services(cluster, [cluster.service("web")])
    script.definitions(depot.definition("web"))
    script.settings()
    snapshot = taken(script, "west", west.arn, "east")
    assert snapshot.clusters == ("east", "west")
    found = arns_of(snapshot, "describe-services.json", "services", "clusterArn")
    assert found == [east.arn, west.arn]


def test_failures_in_answers_are_kept() -> None:
    script, cluster = ScriptedSession(), depot.Cluster()
    gone = {"arn": cluster.task_arn(7), "reason": "MISSING"}
    script.clusters(cluster.cluster())
    script.instances(cluster, [cluster.instance(1, tasks=1)])
    script.tasks(cluster, [cluster.task(1, "web", 1)], failures=[gone])
    script.services(cluster, [])
    script.definitions(depot.definition("web"))
    script.settings()
    script.instance_types(depot.instance_type())
    snapshot = taken(script)
    assert snapshot.answers["describe-tasks.json"][0]["failures"] == [gone]
    [loaded] = snapshot.load()
    assert [warning.code for warning in eniplan.simulate(loaded).warnings] == ["aws-failure"]


def test_the_policy_allows_the_calls_that_are_made_and_no_others() -> None:
    asked = set(script_of_depot().asked)
    missing = ScriptedSession()
    missing.clusters(named=["depto"])
    missing.answer("ecs:ListClusters", {"maxResults": 100}, {"clusterArns": [depot.arn("cluster/depot")]})
    with pytest.raises(eniplan.SnapshotError):
        eniplan.snapshot("depto", missing)
    missing.assert_all_asked()
    [statement] = iam_policy()["Statement"]
    assert statement["Action"] == sorted(asked | set(missing.asked)) == sorted(ACTIONS)
    assert statement["Effect"] == "Allow"
    assert all(action.partition(":")[2].startswith(("Describe", "List")) for action in statement["Action"])


def test_clients_try_again_at_the_pace_that_aws_allows() -> None:
    script = script_of_depot()
    taken(script)
    assert [config.retries for config in script.configs] == [{"mode": "adaptive", "max_attempts": 10}] * 2
    assert all(f"eniplan/{eniplan.__version__}" in config.user_agent_extra for config in script.configs)
