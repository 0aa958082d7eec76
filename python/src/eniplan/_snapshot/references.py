"""What described things name, to be described in their turn. All sorted, without repetition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .aws_calls import Answer


def distinct(names: Iterable[str | None]) -> list[str]:
    """The names without repetition, sorted, so that requests and files do not hang on the order of answers."""
    return sorted({name for name in names if name})


def definitions_of_services(services: Iterable[Answer]) -> list[str]:
    """The definitions that are wanted, and those that deployments and task sets still replace."""
    return distinct(state.get("taskDefinition") for service in services for state in _states(service))


def definitions_of(services: Iterable[Answer], tasks: Iterable[Answer]) -> list[str]:
    return distinct([*definitions_of_services(services), *(task.get("taskDefinitionArn") for task in tasks)])


def subnets_of(services: Iterable[Answer]) -> list[str]:
    configurations = (state.get("networkConfiguration", {}) for service in services for state in _states(service))
    return distinct(
        subnet
        for configuration in configurations
        for subnet in configuration.get("awsvpcConfiguration", {}).get("subnets", [])
    )


def types_of(instances: Iterable[Answer]) -> list[str]:
    attributes = (attribute for instance in instances for attribute in instance.get("attributes", []))
    return distinct(attribute.get("value") for attribute in attributes if attribute["name"] == "ecs.instance-type")


def providers_of(clusters: Iterable[Answer], instances: Iterable[Answer]) -> list[str]:
    of_clusters = [name for cluster in clusters for name in cluster.get("capacityProviders", [])]
    return distinct([*of_clusters, *(instance.get("capacityProviderName") for instance in instances)])


def _states(service: Answer) -> Iterator[Answer]:
    """What a service wants, and each of the deployments and task sets on the way there."""
    yield service
    yield from service.get("deployments", [])
    yield from service.get("taskSets", [])
