"""The whole journey: a server that speaks the API, a real client over HTTP, and eniplan on what was written.

moto's server knows no limit of interfaces, starts no tasks of services, keeps no placement strategies and reports every
instance as one of 4096 CPU units and 7482 MiB; so what it says is read here, and not judged.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aws_extra  # noqa: F401
import boto3
import built_command
import pytest
from moto.core.authorization import enable_iam_authentication
from moto.moto_api import state_manager
from moto.server import ThreadedMotoServer
from shapes import faults_of, output_shape, read_answers

import eniplan
from eniplan._snapshot.aws_calls import ACTIONS
from eniplan._snapshot.iam_policy import iam_policy
from eniplan._snapshot.reading import FILES

PASSWORD = "correct horse battery staple"
REGION = "eu-central-1"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    # Tasks would otherwise go on towards STOPPED each time they are looked at.
    state_manager.set_transition("ecs::task", {"progression": "manual", "times": 1000})
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    state_manager.unset_transition("ecs::task")
    server.stop()


@pytest.fixture(scope="module")
def harbour(server: str) -> Iterator[boto3.Session]:
    """A session of the environment, which points to the server as users point theirs elsewhere.

    There is a cluster of three c5.large, the last with a trunk; two tasks run on the first, a service wants fourteen
    more. A second cluster, annex, is empty.
    """
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION"):
            environment.delenv(name, raising=False)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            environment.setenv(name, os.devnull)
        environment.setenv("AWS_ACCESS_KEY_ID", "made-up")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
        environment.setenv("AWS_DEFAULT_REGION", REGION)
        environment.setenv("AWS_ENDPOINT_URL", server)
        session = boto3.Session()
        build(session.client("ecs"), session.client("ec2"))
        yield session


def build(ecs: Any, ec2: Any) -> None:
    for name in ("harbour", "annex"):
        ecs.create_cluster(clusterName=name)
    network = make_network(ec2)
    ids = register_instances(ecs, ec2, network["subnets"][0], 3)
    attributes = [("ecs.capability.task-eni", None, ids), ("ecs.awsvpc-trunk-id", "trunk", ids[2:])]
    for name, value, targets in attributes:
        for target in targets:  # one at a time, by the bare ID: moto takes no more
            attribute = {"name": name, "targetId": target} | ({"value": value} if value else {})
            ecs.put_attributes(cluster="harbour", attributes=[attribute])
    for mode, family in (("awsvpc", "crane"), ("bridge", "lamp")):
        register_definition(ecs, family, mode)
    group = f"arn:aws:autoscaling:{REGION}:123456789012:autoScalingGroup:1:autoScalingGroupName/harbour"
    ecs.create_capacity_provider(name="harbour-c5", autoScalingGroupProvider={"autoScalingGroupArn": group})
    ecs.put_cluster_capacity_providers(
        cluster="harbour", capacityProviders=["harbour-c5"], defaultCapacityProviderStrategy=[]
    )
    here, awsvpc = {"cluster": "harbour", "launchType": "EC2"}, {"awsvpcConfiguration": network}
    ecs.run_task(taskDefinition="crane", count=2, networkConfiguration=awsvpc, **here)
    ecs.create_service(
        serviceName="crane", taskDefinition="crane", desiredCount=14, networkConfiguration=awsvpc, **here
    )
    ecs.create_service(serviceName="lamp", taskDefinition="lamp", desiredCount=1, **here)
    ecs.put_account_setting(name="awsvpcTrunking", value="enabled")


def make_network(ec2: Any) -> dict[str, list[str]]:
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24", AvailabilityZone=f"{REGION}a")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="harbour", Description="harbour", VpcId=vpc)["GroupId"]
    return {"subnets": [subnet], "securityGroups": [group]}


def register_instances(ecs: Any, ec2: Any, subnet: str, count: int) -> list[str]:
    """The bare IDs of new container instances."""
    image = ec2.describe_images()["Images"][0]["ImageId"]
    machines = ec2.run_instances(
        ImageId=image, MinCount=count, MaxCount=count, InstanceType="c5.large", SubnetId=subnet
    )["Instances"]
    ids = []
    for machine in machines:
        identity = json.dumps({"instanceId": machine["InstanceId"]})
        registered = ecs.register_container_instance(cluster="harbour", instanceIdentityDocument=identity)
        ids.append(str(registered["containerInstance"]["containerInstanceArn"]).rpartition("/")[2])
    return ids


def register_definition(ecs: Any, family: str, mode: str) -> None:
    container = {
        "name": "app",
        "image": "app",
        "cpu": 256,
        "memory": 256,
        "environment": [{"name": "PASSWORD", "value": PASSWORD}],
        "command": ["serve", PASSWORD],
        "logConfiguration": {"logDriver": "splunk", "options": {"splunk-token": PASSWORD}},
    }
    ecs.register_task_definition(family=family, networkMode=mode, containerDefinitions=[container])


def python_m_eniplan(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "eniplan", *arguments], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.usefixtures("harbour")
def test_a_live_cluster_is_written_read_and_simulated(tmp_path: Path) -> None:
    folder = tmp_path / "harbour"
    ran = python_m_eniplan("snapshot", "--cluster", "harbour", "-o", str(folder))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == (f"harbour: 3 container instances, 2 tasks, 2 services, 2 task definitions, in {folder}\n")
    for file, action in FILES.items():
        answers = read_answers(folder / file)
        assert [faults for answer in answers if (faults := faults_of(answer, output_shape(action)))] == [], file
    assert [path.name for path in folder.iterdir() if PASSWORD in path.read_text()] == []

    [cluster] = eniplan.load(folder)
    result = eniplan.simulate(cluster)
    assert result.cluster_name == "harbour"
    assert len(result.instances) == 3
    crane, lamp = result.services
    # Slots: 2 + 2 without a trunk, 10 with one; two are taken. 14 - 2 = 12 of 14 fit. CPU is for 3 * 16.
    assert (crane.name, crane.placed_count, crane.failures[0].reason) == ("crane", 12, "RESOURCE:ENI")
    assert (lamp.name, lamp.placed_count) == ("lamp", 1)


@pytest.mark.usefixtures("harbour")
def test_the_command_answers_from_the_folder(tmp_path: Path) -> None:
    assert python_m_eniplan("snapshot", "--cluster", "harbour", "-o", str(tmp_path / "harbour")).returncode == 0
    ran = built_command.run("simulate", tmp_path / "harbour", "--quiet")
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (1, "harbour: 2 of 15 tasks cannot be placed")


def test_snapshot_and_folder_say_the_same(harbour: boto3.Session, tmp_path: Path) -> None:
    snapshot = eniplan.snapshot("harbour", harbour)
    snapshot.write(tmp_path)
    [from_folder], [loaded] = eniplan.load(tmp_path), snapshot.load()
    assert eniplan.simulate(from_folder) == eniplan.simulate(loaded)
    assert snapshot.warnings == ()


def test_several_clusters_become_several(harbour: boto3.Session) -> None:
    snapshot = eniplan.snapshot(["harbour", "annex"], harbour)
    assert snapshot.clusters == ("annex", "harbour")
    assert snapshot.counts() == "3 container instances, 2 tasks, 2 services, 2 task definitions"
    # Nothing is in the annex, so no answer gives it anything to simulate.
    assert [eniplan.simulate(cluster).cluster_name for cluster in snapshot.load()] == ["harbour"]


@pytest.mark.usefixtures("harbour")
def test_a_missing_cluster_leaves_nothing_behind(tmp_path: Path) -> None:
    ran = python_m_eniplan("snapshot", "--cluster", "harbor", "-o", str(tmp_path / "harbour"))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        f'eniplan snapshot: cluster "harbor": there is none of that name in {REGION}; the nearest is "harbour"\n'
    )
    assert list(tmp_path.iterdir()) == []


def user_with(session: boto3.Session, policy: dict[str, Any]) -> boto3.Session:
    """A session of a user who has this policy and no other."""
    iam = session.client("iam")
    name = f"reader-{len(iam.list_users()['Users'])}"
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="snapshot", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return boto3.Session(key["AccessKeyId"], key["SecretAccessKey"])


def policy_without(action: str) -> dict[str, Any]:
    policy = iam_policy()
    policy["Statement"][0]["Action"].remove(action)
    return policy


def test_the_policy_is_enough(harbour: boto3.Session) -> None:
    reader = user_with(harbour, iam_policy())
    with enable_iam_authentication():
        assert eniplan.snapshot("harbour", reader).counts().startswith("3 container instances")


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_nothing_of_the_policy_is_too_much(action: str, harbour: boto3.Session) -> None:
    reader = user_with(harbour, policy_without(action))
    # The list of clusters is asked for where one is missing, and is done without where it may not be.
    cluster = "harbor" if action == "ecs:ListClusters" else "harbour"
    with enable_iam_authentication(), pytest.raises(eniplan.SnapshotError) as raised:
        eniplan.snapshot(cluster, reader)
    if action == "ecs:ListClusters":
        assert str(raised.value) == f'cluster "harbor": there is none of that name in {REGION}'
    else:
        assert re.search(rf"is not authorized to perform: {action}\b", str(raised.value))


def test_keys_that_aws_does_not_know_are_refused(harbour: boto3.Session) -> None:
    with enable_iam_authentication(), pytest.raises(eniplan.SnapshotError, match="security token .* is invalid"):
        eniplan.snapshot("harbour", boto3.Session("AKIAUNKNOWN", "unknown"))
