"""Made-up answers of AWS, in the shapes of its API, for clusters of any size.

The cluster of the worked example is ``Depot()``: two instances of type c5.large without trunks, a service ``till`` in
``awsvpc`` that wants six tasks and runs four, and a daemon ``scanner`` in ``bridge``. Its task definitions hold secrets
in every place that has room for one; all of them contain the word SECRET.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Answer = dict[str, Any]

REGION = "eu-central-1"
ACCOUNT = "444455556666"
SECRET = "SECRET"


def arn(what: str, service: str = "ecs") -> str:
    region = "" if service == "iam" else REGION
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{what}"


def number(n: int) -> str:
    """An ID as ECS makes them, sorted as ``n`` is."""
    return f"{n:032x}"


class Cluster:
    """ARNs and things of one cluster."""

    def __init__(self, name: str = "depot") -> None:
        self.name = name
        self.arn = arn(f"cluster/{name}")

    def instance_arn(self, n: int) -> str:
        return arn(f"container-instance/{self.name}/{number(n)}")

    def task_arn(self, n: int) -> str:
        return arn(f"task/{self.name}/{number(n)}")

    def service_arn(self, name: str) -> str:
        return arn(f"service/{self.name}/{name}")

    def cluster(self, **more: Any) -> Answer:
        return {
            "clusterArn": self.arn,
            "clusterName": self.name,
            "status": "ACTIVE",
            "capacityProviders": [],
            "statistics": [],
            "settings": [{"name": "containerInsights", "value": "disabled"}],
        } | more

    def instance(self, n: int, *, tasks: int = 0, cpu: int = 2048, memory: int = 3700, **more: Any) -> Answer:
        return {
            "containerInstanceArn": self.instance_arn(n),
            "ec2InstanceId": f"i-{n:017x}",
            "versionInfo": {"agentVersion": "1.105.1"},
            "registeredResources": resources(2048, 3700),
            "remainingResources": resources(cpu, memory),
            "status": "ACTIVE",
            "agentConnected": True,
            "runningTasksCount": tasks,
            "pendingTasksCount": 0,
            "attributes": [
                {"name": "ecs.capability.task-eni"},
                {"name": "ecs.instance-type", "value": "c5.large"},
                {"name": "ecs.availability-zone", "value": REGION + "ba"[n % 2]},
                {"name": "ecs.os-type", "value": "linux"},
                {"name": "ecs.cpu-architecture", "value": "x86_64"},
            ],
            "registeredAt": "2026-11-20T08:15:30.500000+00:00",
            "attachments": [],
        } | more

    def task(self, n: int, family: str, instance: int, *, group: str = "", awsvpc: bool = False, **more: Any) -> Answer:
        interface = {
            "id": f"eni-{n}",
            "type": "ElasticNetworkInterface",
            "status": "ATTACHED",
            "details": [{"name": "subnetId", "value": f"subnet-{'ba'[instance % 2]}"}],
        }
        return {
            "taskArn": self.task_arn(n),
            "clusterArn": self.arn,
            "taskDefinitionArn": definition_arn(family),
            "containerInstanceArn": self.instance_arn(instance),
            "group": group or f"service:{family}",
            "lastStatus": "RUNNING",
            "desiredStatus": "RUNNING",
            "launchType": "EC2",
            "attachments": [interface] if awsvpc else [],
            "overrides": {
                "containerOverrides": [
                    {
                        "name": "app",
                        "command": ["serve", f"--token={SECRET}"],
                        "environment": [{"name": "API_KEY", "value": SECRET}],
                    }
                ]
            },
            "startedAt": "2026-11-20T09:00:00+00:00",
        } | more

    def service(self, name: str, **more: Any) -> Answer:
        return {
            "serviceArn": self.service_arn(name),
            "serviceName": name,
            "clusterArn": self.arn,
            "status": "ACTIVE",
            "desiredCount": 1,
            "runningCount": 0,
            "pendingCount": 0,
            "launchType": "EC2",
            "taskDefinition": definition_arn(name),
            "schedulingStrategy": "REPLICA",
            "deploymentConfiguration": {"maximumPercent": 200, "minimumHealthyPercent": 100},
            "deployments": [],
            "events": [],
            "placementStrategy": [],
            "placementConstraints": [],
        } | more


def resources(cpu: int, memory: int) -> list[Answer]:
    def numbers(integer: int = 0) -> Answer:
        return {"doubleValue": 0.0, "longValue": 0, "integerValue": integer}

    ports = ["22", "2375", "2376", "51678", "51679"]
    return [
        {"name": "CPU", "type": "INTEGER", **numbers(cpu)},
        {"name": "MEMORY", "type": "INTEGER", **numbers(memory)},
        {"name": "PORTS", "type": "STRINGSET", **numbers(), "stringSetValue": ports},
        {"name": "PORTS_UDP", "type": "STRINGSET", **numbers(), "stringSetValue": []},
    ]


def definition_arn(family: str, revision: int = 1) -> str:
    return arn(f"task-definition/{family}:{revision}")


def definition(family: str, *, mode: str = "awsvpc", cpu: int = 256, memory: int = 512, revision: int = 1) -> Answer:
    container = {
        "name": "app",
        "image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{family}:7",
        "cpu": cpu,
        "memory": memory,
        "portMappings": [{"containerPort": 8080, "hostPort": 8080 if mode == "awsvpc" else 0, "protocol": "tcp"}],
        "essential": True,
        "environment": [{"name": "DATABASE_URL", "value": f"postgres://till:{SECRET}@db.internal/till"}],
        "secrets": [{"name": "SIGNING_KEY", "valueFrom": arn(f"secret:{SECRET}", "secretsmanager")}],
        "environmentFiles": [{"type": "s3", "value": f"arn:aws:s3:::{SECRET}/till.env"}],
        "repositoryCredentials": {"credentialsParameter": arn(f"secret:{SECRET}", "secretsmanager")},
        "entryPoint": ["sh", "-c", f"TOKEN={SECRET} exec app"],
        "command": ["serve", f"--password={SECRET}"],
        "dockerLabels": {"traefik.auth": f"admin:{SECRET}"},
        "logConfiguration": {
            "logDriver": "splunk",
            "options": {"splunk-token": SECRET},
            "secretOptions": [{"name": "splunk-url", "valueFrom": SECRET}],
        },
        "healthCheck": {"command": ["CMD-SHELL", f"curl -H 'X-Key: {SECRET}' localhost"], "interval": 30, "retries": 3},
    }
    return {
        "taskDefinition": {
            "taskDefinitionArn": definition_arn(family, revision),
            "family": family,
            "revision": revision,
            "networkMode": mode,
            "status": "ACTIVE",
            "containerDefinitions": [container],
            "requiresAttributes": [{"name": "ecs.capability.task-eni"}] if mode == "awsvpc" else [],
            "compatibilities": ["EC2"],
            "executionRoleArn": arn("role/depot", "iam"),
        },
        "tags": [],
    }


def subnet(name: str, addresses: int = 200) -> Answer:
    return {
        "SubnetId": name,
        "AvailabilityZone": REGION + name[-1],
        "CidrBlock": "10.0.0.0/24",
        "AvailableIpAddressCount": addresses,
        "VpcId": "vpc-depot",
        "OwnerId": ACCOUNT,
        "Tags": [{"Key": "Name", "Value": "depot"}],
    }


def instance_type(name: str = "c5.large") -> Answer:
    return {
        "InstanceType": name,
        "VCpuInfo": {"DefaultVCpus": 2},
        "MemoryInfo": {"SizeInMiB": 4096},
        "ProcessorInfo": {"SupportedArchitectures": ["x86_64"]},
        "NetworkInfo": {"MaximumNetworkInterfaces": 3, "Ipv4AddressesPerInterface": 10, "MaximumNetworkCards": 1},
        "Hypervisor": "nitro",
        "BareMetal": False,
        "CurrentGeneration": True,
    }


def settings(value: str = "disabled") -> Answer:
    return {
        "settings": [
            {"name": "awsvpcTrunking", "value": value, "principalArn": arn("user/jane", "iam"), "type": "user"}
        ]
    }


class Depot(Cluster):
    """The cluster of the worked example.

    On each instance two tills and a scanner, which leave 2048 - 2 * 256 - 128 = 1408 units and
    3700 - 2 * 512 - 128 = 2548 MiB.
    """

    def instances(self) -> Sequence[Answer]:
        return [self.instance(n, tasks=3, cpu=1408, memory=2548, capacityProviderName="depot-c5") for n in (1, 2)]

    def tasks(self) -> Sequence[Answer]:
        tills = [self.task(n, "till", 1 + n % 2, awsvpc=True) for n in (1, 2, 3, 4)]
        return [*tills, *(self.task(n, "scanner", n - 4) for n in (5, 6))]

    def services(self) -> Sequence[Answer]:
        refused = (
            "(service till) was unable to place a task because no container instance met all of its requirements. "
            f'The closest matching (container-instance {number(1)}) encountered error "RESOURCE:ENI".'
        )
        network = {"awsvpcConfiguration": {"subnets": ["subnet-a", "subnet-b"], "assignPublicIp": "DISABLED"}}
        spread = [{"type": "spread", "field": "attribute:ecs.availability-zone"}]
        return [
            self.service("scanner", schedulingStrategy="DAEMON", desiredCount=2, runningCount=2),
            self.service(
                "till",
                desiredCount=6,
                runningCount=4,
                networkConfiguration=network,
                placementStrategy=spread,
                events=[{"id": "e-1", "createdAt": "2026-11-23T15:58:00+00:00", "message": refused}],
            ),
        ]

    def definitions(self) -> Sequence[Answer]:
        return [definition("scanner", mode="bridge", cpu=128, memory=128), definition("till")]

    def providers(self) -> Sequence[Answer]:
        group = arn("autoScalingGroup:1:autoScalingGroupName/depot", "autoscaling")
        provider = {"autoScalingGroupArn": group, "managedScaling": {"status": "ENABLED", "targetCapacity": 100}}
        return [
            {
                "capacityProviderArn": arn("capacity-provider/depot-c5"),
                "name": "depot-c5",
                "status": "ACTIVE",
                "autoScalingGroupProvider": provider,
            }
        ]
