"""A session whose clients are botocore's own, and whose answers come from a script.

botocore's Stubber holds each request against what was expected, in order, and each answer of the script against the
model of the API; so a test that passes has sent these requests and no others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

import boto3
from botocore.stub import Stubber

import depot

Answer = dict[str, Any]

PAGE_SIZE = 100


def method_of(operation: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()


@cache
def clients() -> dict[str, Any]:
    """Made once: a client reads a model of some megabytes."""
    session = boto3.Session(aws_access_key_id="made-up", aws_secret_access_key="made-up", region_name=depot.REGION)
    return {service: session.client(service) for service in ("ecs", "ec2")}


class ScriptedSession:
    """Stands where a ``boto3.Session`` is expected; ``asked`` are the actions of the script so far.

    One script is in force at a time, the one made last.
    """

    _in_force: ClassVar[Sequence[Stubber]] = ()

    def __init__(self) -> None:
        for stubber in self._in_force:
            stubber.deactivate()
        self._stubbers = {service: Stubber(client) for service, client in clients().items()}
        ScriptedSession._in_force = list(self._stubbers.values())
        for stubber in self._in_force:
            stubber.activate()
        self.asked: list[str] = []
        self.configs: list[Any] = []

    def client(self, service: str, *, config: Any) -> Any:
        self.configs.append(config)
        return clients()[service]

    def answer(self, action: str, request: Answer, answer: Answer) -> None:
        service, _, operation = action.partition(":")
        self.asked.append(action)
        self._stubbers[service].add_response(method_of(operation), answer, request)

    def refuse(self, action: str, code: str, message: str = "no") -> None:
        service, _, operation = action.partition(":")
        self.asked.append(action)
        self._stubbers[service].add_client_error(method_of(operation), code, message)

    def assert_all_asked(self) -> None:
        for stubber in self._stubbers.values():
            stubber.assert_no_pending_responses()

    # The parts of a script, each with the requests that it takes.

    def clusters(self, *clusters: Answer, named: Sequence[str] = ()) -> None:
        names = sorted(named or [cluster["clusterName"] for cluster in clusters])
        request = {"clusters": names, "include": ["SETTINGS", "STATISTICS"]}
        known = {cluster["clusterName"] for cluster in clusters} | {cluster["clusterArn"] for cluster in clusters}
        failures = [{"arn": depot.arn(f"cluster/{name}"), "reason": "MISSING"} for name in names if name not in known]
        self.answer("ecs:DescribeClusters", request, {"clusters": list(clusters), "failures": failures})

    def members(
        self,
        cluster: str,
        what: str,
        key: str,
        arn: str,
        things: Sequence[Answer],
        *,
        batch: int,
        pages: int = 1,
        failures: Sequence[Answer] = (),
        **filters: str,
    ) -> None:
        """A list in so many pages, and the descriptions in batches."""
        arns = [thing[arn] for thing in things]
        size = -(-len(arns) // pages) or 1
        for page in range(pages):
            request: Answer = {"cluster": cluster, "maxResults": PAGE_SIZE, **filters}
            answer: Answer = {arn + "s": arns[page * size : (page + 1) * size]}
            if page > 0:
                request["nextToken"] = f"page-{page}"
            if page + 1 < pages:
                answer["nextToken"] = f"page-{page + 1}"
            self.answer(f"ecs:List{what}", request, answer)
        described = sorted(things, key=lambda thing: str(thing[arn]))
        for first in range(0, len(described), batch):
            part = described[first : first + batch]
            request = {"cluster": cluster, key: [thing[arn] for thing in part]}
            # Backwards, as ECS may: what is kept must not hang on it.
            answer = {key: part[::-1], "failures": list(failures) if first == 0 else []}
            self.answer(f"ecs:Describe{what}", request, answer)

    def instances(self, cluster: depot.Cluster, instances: Sequence[Answer], pages: int = 1) -> None:
        key = "containerInstances"
        self.members(cluster.arn, "ContainerInstances", key, "containerInstanceArn", instances, batch=100, pages=pages)

    def tasks(
        self, cluster: depot.Cluster, tasks: Sequence[Answer], pages: int = 1, failures: Sequence[Answer] = ()
    ) -> None:
        self.members(
            cluster.arn,
            "Tasks",
            "tasks",
            "taskArn",
            tasks,
            batch=100,
            pages=pages,
            failures=failures,
            desiredStatus="RUNNING",
        )

    def services(self, cluster: depot.Cluster, services: Sequence[Answer], pages: int = 1) -> None:
        self.members(cluster.arn, "Services", "services", "serviceArn", services, batch=10, pages=pages)

    def definitions(self, *definitions: Answer) -> None:
        for answer in definitions:
            request = {"taskDefinition": answer["taskDefinition"]["taskDefinitionArn"]}
            self.answer("ecs:DescribeTaskDefinition", request, answer)

    def providers(self, *providers: Answer) -> None:
        request = {"capacityProviders": [provider["name"] for provider in providers]}
        self.answer("ecs:DescribeCapacityProviders", request, {"capacityProviders": list(providers), "failures": []})

    def settings(self, value: str = "disabled") -> None:
        request = {"name": "awsvpcTrunking", "effectiveSettings": True}
        self.answer("ecs:ListAccountSettings", request, depot.settings(value))

    def instance_types(self, *types: Answer, named: Sequence[str] = ("c5.large",)) -> None:
        request = {"Filters": [{"Name": "instance-type", "Values": list(named)}]}
        self.answer("ec2:DescribeInstanceTypes", request, {"InstanceTypes": list(types)})

    def subnets(self, *subnets: Answer, named: Sequence[str]) -> None:
        request = {"Filters": [{"Name": "subnet-id", "Values": list(named)}]}
        self.answer("ec2:DescribeSubnets", request, {"Subnets": list(subnets)})


def script_of_depot() -> ScriptedSession:
    """All of the worked example."""
    script, cluster = ScriptedSession(), depot.Depot()
    script.clusters(cluster.cluster(capacityProviders=["depot-c5"]))
    script.instances(cluster, cluster.instances())
    script.tasks(cluster, cluster.tasks())
    script.services(cluster, cluster.services())
    script.definitions(*cluster.definitions())
    script.providers(*cluster.providers())
    script.settings()
    script.instance_types(depot.instance_type())
    script.subnets(depot.subnet("subnet-a"), depot.subnet("subnet-b"), named=["subnet-a", "subnet-b"])
    return script
