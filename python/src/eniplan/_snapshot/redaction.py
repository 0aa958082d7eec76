"""What of AWS's answers is kept, and what is hidden.

Task definitions carry passwords in many places, and AWS adds places. So the tables below name what is *kept*:
identities, sizes, placement, networks, states. Whatever they do not name keeps its keys, numbers and truth values, and
each string in it becomes ``redacted``: the answer still has the shape that the API promises. Of environments, secrets
and log options the names stay and the values go; of commands the number of parts stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args

Redaction = Literal["secrets", "accounts", "nothing"]
REDACTIONS: tuple[str, ...] = get_args(Redaction)

PLACEHOLDER = "redacted"

_KEPT: dict[str, Any] = {"*": None}  # this, and everything in it


def _kept(names: str, **parts: dict[str, Any]) -> dict[str, Any]:
    """A table: members that are kept as they are, and those of which a table of their own says what is kept."""
    return {**dict.fromkeys(names.split(), _KEPT), **parts}


_LOG = _kept("logDriver", secretOptions=_kept("name"))
_CONTAINER_DEFINITION = _kept(
    "name image cpu memory memoryReservation links portMappings essential restartPolicy mountPoints volumesFrom "
    "dependsOn startTimeout stopTimeout versionConsistency disableNetworking privileged readonlyRootFilesystem "
    "interactive pseudoTerminal ulimits systemControls resourceRequirements",
    environment=_kept("name"),
    environmentFiles=_kept("type"),
    secrets=_kept("name"),
    logConfiguration=_LOG,
    firelensConfiguration=_kept("type"),
)
_TASK_DEFINITION = _kept(
    "taskDefinitionArn family revision networkMode status requiresAttributes placementConstraints compatibilities "
    "runtimePlatform requiresCompatibilities cpu memory inferenceAccelerators pidMode ipcMode registeredAt "
    "deregisteredAt ephemeralStorage enableFaultInjection",
    containerDefinitions=_CONTAINER_DEFINITION,
    volumes=_kept("name configuredAtLaunch"),
)
_CONTAINER_OVERRIDE = _kept(
    "name cpu memory memoryReservation resourceRequirements", environment=_kept("name"), environmentFiles=_kept("type")
)
_TASK = _kept(
    "attachments attributes availabilityZone capacityProviderName clusterArn connectivity connectivityAt "
    "containerInstanceArn cpu createdAt desiredStatus enableExecuteCommand group healthStatus "
    "inferenceAccelerators lastStatus launchType memory platformVersion platformFamily pullStartedAt "
    "pullStoppedAt startedAt stopCode stoppedAt stoppingAt taskArn taskDefinitionArn version",
    containers=_kept(
        "containerArn taskArn name image imageDigest runtimeId lastStatus exitCode networkBindings networkInterfaces "
        "healthStatus cpu memory memoryReservation gpuIds"
    ),
    overrides=_kept("cpu memory ephemeralStorage", containerOverrides=_CONTAINER_OVERRIDE),
    tags=_kept("key"),
)
_SERVICE_CONNECT = _kept("enabled namespace services", logConfiguration=_LOG)
_DEPLOYMENT = _kept(
    "id status taskDefinition desiredCount pendingCount runningCount failedTasks createdAt updatedAt "
    "capacityProviderStrategy launchType platformVersion platformFamily networkConfiguration rolloutState "
    "rolloutStateReason",
    serviceConnectConfiguration=_SERVICE_CONNECT,
)
_TASK_SET = _kept(
    "id taskSetArn serviceArn clusterArn status taskDefinition computedDesiredCount pendingCount runningCount "
    "createdAt updatedAt launchType capacityProviderStrategy networkConfiguration scale stabilityStatus "
    "stabilityStatusAt"
)
_SERVICE = _kept(
    "serviceArn serviceName clusterArn loadBalancers serviceRegistries status desiredCount runningCount "
    "pendingCount launchType capacityProviderStrategy platformVersion platformFamily taskDefinition events "
    "createdAt currentServiceDeployment currentServiceRevisions placementConstraints placementStrategy "
    "networkConfiguration healthCheckGracePeriodSeconds schedulingStrategy deploymentController "
    "enableECSManagedTags propagateTags enableExecuteCommand availabilityZoneRebalancing resourceManagementType",
    deploymentConfiguration=_kept("strategy deploymentCircuitBreaker linearConfiguration canaryConfiguration"),
    deployments=_DEPLOYMENT,
    taskSets=_TASK_SET,
    tags=_kept("key"),
)
_CONTAINER_INSTANCE = _kept(
    "containerInstanceArn ec2InstanceId capacityProviderName version versionInfo remainingResources "
    "registeredResources status statusReason agentConnected runningTasksCount pendingTasksCount agentUpdateStatus "
    "attributes registeredAt attachments healthStatus gpuDevices",
    tags=_kept("key"),
)
_CLUSTER = _kept(
    "clusterArn clusterName status registeredContainerInstancesCount runningTasksCount pendingTasksCount "
    "activeServicesCount statistics settings capacityProviders defaultCapacityProviderStrategy",
    tags=_kept("key"),
)
_SUBNET = _kept(
    "SubnetId AvailabilityZone AvailabilityZoneId CidrBlock AvailableIpAddressCount VpcId State Type Ipv6Native "
    "Ipv6CidrBlockAssociationSet AssignIpv6AddressOnCreation DefaultForAz MapPublicIpOnLaunch",
    Tags=_kept("Key"),
)

_ANSWER = _kept(
    "failures InstanceTypes",
    clusters=_CLUSTER,
    containerInstances=_CONTAINER_INSTANCE,
    services=_SERVICE,
    tasks=_TASK,
    taskDefinition=_TASK_DEFINITION,
    capacityProviders=_kept("capacityProviderArn name cluster status autoScalingGroupProvider updateStatus type"),
    settings=_kept("name value type"),
    Subnets=_SUBNET,
)


def without_secrets(answer: dict[str, Any]) -> dict[str, Any]:
    """A copy of an answer in which every string that the tables do not keep is hidden."""
    hidden: dict[str, Any] = _redacted(answer, _ANSWER)
    return hidden


def _redacted(value: Any, table: dict[str, Any]) -> Any:
    if table is _KEPT:
        return value
    if isinstance(value, dict):
        return {key: _redacted(member, table.get(key, {})) for key, member in value.items()}
    if isinstance(value, list):
        return [_redacted(element, table) for element in value]
    return PLACEHOLDER if isinstance(value, (str, bytes)) else value


Answers = dict[str, list[dict[str, Any]]]  # by file

_ACCOUNT = re.compile(r"arn:[^:\s]*:[^:\s]*:[^:\s]*:([0-9]{12}):|(?<![0-9])([0-9]{12})\.dkr\.ecr\.")


def without_accounts(answers: Answers) -> Answers:
    """Copies in which accounts are numbered: 000000000001, 000000000002, in the order of their IDs.

    Accounts are known by the ARNs and registries that name them, and replaced wherever their twelve digits stand by
    themselves. A number of its own for each keeps apart what belongs to different accounts.
    """
    found = sorted({account for text in _strings(answers) for account in _accounts(text)})
    if not found:
        return answers
    numbers = {account: f"{number:012}" for number, account in enumerate(found, start=1)}
    pattern = re.compile(f"(?<![0-9])(?:{'|'.join(found)})(?![0-9])")
    return {file: [_renumbered(answer, pattern, numbers) for answer in held] for file, held in answers.items()}


def _accounts(text: str) -> Iterator[str]:
    for in_arn, in_registry in _ACCOUNT.findall(text):
        yield in_arn or in_registry


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for member in value.values():
            yield from _strings(member)
    elif isinstance(value, list):
        for element in value:
            yield from _strings(element)


def _renumbered(value: Any, pattern: re.Pattern[str], numbers: dict[str, str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(lambda match: numbers[match.group()], value)
    if isinstance(value, dict):
        return {
            _renumbered(key, pattern, numbers): _renumbered(member, pattern, numbers) for key, member in value.items()
        }
    if isinstance(value, list):
        return [_renumbered(element, pattern, numbers) for element in value]
    return value
