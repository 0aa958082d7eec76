"""The calls of a snapshot, in their order.

    the clusters ─▶ their instances, tasks, services: list, then describe ─▶ what these name: definitions, capacity
    providers, types, subnets

Instances and tasks come first and one after the other, because each counts the other and both move while they are
read. Everything is asked for in sorted order and kept in sorted order. Calls wait for each other: what bounds them is
how many a second AWS allows an account, and others of that account want some too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .aws_calls import PAGE_SIZE, Answer, AwsCalls, is_unknown_definition
from .clusters import find_clusters
from .errors import SnapshotError
from .progress import Progress
from .references import definitions_of, distinct, providers_of, subnets_of, types_of

# The file of each answer, and the action that it answers.
FILES: dict[str, str] = {
    "describe-clusters.json": "ecs:DescribeClusters",
    "describe-container-instances.json": "ecs:DescribeContainerInstances",
    "describe-tasks.json": "ecs:DescribeTasks",
    "describe-services.json": "ecs:DescribeServices",
    "describe-task-definition.json": "ecs:DescribeTaskDefinition",
    "describe-capacity-providers.json": "ecs:DescribeCapacityProviders",
    "list-account-settings.json": "ecs:ListAccountSettings",
    "describe-instance-types.json": "ec2:DescribeInstanceTypes",
    "describe-subnets.json": "ec2:DescribeSubnets",
}


class Reading:
    """One reading of some clusters: ``Reading(aws, bar).run(names)`` has the answers by file."""

    def __init__(self, aws: AwsCalls, bar: Progress) -> None:
        self._aws, self._bar = aws, bar

    def run(self, names: list[str]) -> dict[str, list[Answer]]:
        found = find_clusters(self._aws, names)
        arns = [cluster["clusterArn"] for cluster in found["clusters"]]
        instances = self._members(arns, "ContainerInstances", "containerInstances", "containerInstanceArn")
        if len(arns) > 1:
            _check_arns(instances["containerInstances"])
        # Tasks that wait for an instance or an interface are among these: ECS wants them to run.
        tasks = self._members(arns, "Tasks", "tasks", "taskArn", desiredStatus="RUNNING")
        services = self._members(arns, "Services", "services", "serviceArn")
        definitions = definitions_of(services["services"], tasks["tasks"])
        providers = providers_of(found["clusters"], instances["containerInstances"])
        return {
            "describe-clusters.json": [found],
            "describe-container-instances.json": [instances],
            "describe-tasks.json": [tasks],
            "describe-services.json": [services],
            "describe-task-definition.json": list(self._definitions(definitions)),
            "describe-capacity-providers.json": [self._providers(providers)],
            "list-account-settings.json": [self._account_settings()],
            "describe-instance-types.json": [self._instance_types(types_of(instances["containerInstances"]))],
            "describe-subnets.json": [self._subnets(subnets_of(services["services"]))],
        }

    def _members(self, clusters: list[str], what: str, key: str, arn: str, **filters: str) -> Answer:
        """All of a kind in all clusters, as one answer."""
        answers: list[Answer] = []
        for cluster in clusters:
            pages = {"PageSize": PAGE_SIZE}
            listed = self._aws.listed(f"ecs:List{what}", arn + "s", cluster=cluster, PaginationConfig=pages, **filters)
            self._bar.begin("container instances" if key == "containerInstances" else key, len(listed))
            fixed = {"cluster": cluster}
            answers += self._described(f"ecs:Describe{what}", key, distinct(listed), fixed)
        return _merged(answers, key, arn)

    def _described(self, action: str, key: str, names: list[str], fixed: Answer) -> Iterator[Answer]:
        return self._bar.count(self._aws.described(action, names, lambda batch: {**fixed, key: batch}), key)

    def _definitions(self, arns: list[str]) -> Iterator[Answer]:
        self._bar.begin("task definitions", len(arns))
        return self._bar.count(filter(None, map(self._definition, arns)), "taskDefinition")

    def _definition(self, arn: str) -> Answer | None:
        """One definition; None if it was deleted though something names it, which becomes a warning."""
        try:
            return self._aws.ask("ecs:DescribeTaskDefinition", taskDefinition=arn)
        except SnapshotError as error:
            if is_unknown_definition(error):
                return None
            raise

    def _providers(self, names: list[str]) -> Answer:
        key = "capacityProviders"
        self._bar.begin("capacity providers", len(names))
        return _merged(self._described("ecs:DescribeCapacityProviders", key, names, {}), key, "capacityProviderArn")

    def _account_settings(self) -> Answer:
        """The setting of who asks. What counts is the one of the instances' role when they register: it is a hint."""
        listed = self._aws.listed("ecs:ListAccountSettings", "settings", name="awsvpcTrunking", effectiveSettings=True)
        return {"settings": listed}

    # EC2 is asked by filters and not by names: one name that it does not know would spoil the whole call.

    def _instance_types(self, names: list[str]) -> Answer:
        return self._filtered("ec2:DescribeInstanceTypes", "InstanceTypes", "instance-type", names, "InstanceType")

    def _subnets(self, names: list[str]) -> Answer:
        return self._filtered("ec2:DescribeSubnets", "Subnets", "subnet-id", names, "SubnetId")

    def _filtered(self, action: str, key: str, name: str, values: list[str], order: str) -> Answer:
        self._bar.begin("subnets" if key == "Subnets" else "instance types", len(values))
        answers = self._aws.described(action, values, lambda batch: {"Filters": [{"Name": name, "Values": batch}]})
        return {key: _merged(self._bar.count(answers, key), key, order)[key]}


def _merged(answers: Iterable[Answer], key: str, order: str) -> Answer:
    """One answer of many, what they hold under ``key`` sorted by the member ``order``; failures are kept."""
    kept = list(answers)
    things = [thing for answer in kept for thing in answer.get(key, [])]
    failures = [failure for answer in kept for failure in answer.get("failures", [])]
    return {key: sorted(things, key=lambda thing: str(thing.get(order, ""))), "failures": failures}


def _check_arns(instances: list[Answer]) -> None:
    """Instances registered in the ARN format of before 2018 do not say which of several clusters they belong to."""
    for instance in instances:
        if instance["containerInstanceArn"].count("/") < 2:
            raise SnapshotError(
                f"{instance['containerInstanceArn']} does not say which cluster it is in (the ARN format of before "
                "2018): take a snapshot of each cluster by itself"
            )
