"""What can be wrong, and what is said then."""

from __future__ import annotations

import sys

import aws_extra  # noqa: F401
import boto3
import depot
import pytest
from scripted import ScriptedSession

import eniplan


def refusal(script: object, *clusters: str) -> str:
    with pytest.raises(eniplan.SnapshotError) as raised:
        eniplan.snapshot(clusters or ["depot"], script)
    if isinstance(script, ScriptedSession):
        script.assert_all_asked()
    return str(raised.value)


def without(*names: str, there: list[str] | None) -> ScriptedSession:
    """A script in which these clusters are missing; ``there`` is what ListClusters says, None refuses to."""
    script = ScriptedSession()
    script.clusters(named=names)
    if there is None:
        script.refuse("ecs:ListClusters", "AccessDeniedException")
    else:
        arns = [depot.arn(f"cluster/{name}") for name in there]
        script.answer("ecs:ListClusters", {"maxResults": 100}, {"clusterArns": arns})
    return script


def test_a_missing_cluster_is_told_with_the_nearest_name() -> None:
    said = refusal(without("depto", there=["kiosk", "depot"]), "depto")
    assert said == 'cluster "depto": there is none of that name in eu-central-1; the nearest is "depot"'


def test_all_missing_clusters_are_told_at_once() -> None:
    said = refusal(without("depto", "zoo", there=["depot", "kiosk"]), "zoo", "depto")
    assert said.splitlines() == [
        'cluster "depto": there is none of that name in eu-central-1; the nearest is "depot"',
        'cluster "zoo": there is none of that name in eu-central-1; there are depot, kiosk',
    ]


def test_where_there_is_no_cluster_the_region_is_suspected() -> None:
    assert refusal(without("depot", there=[])).endswith(
        "there is none at all, perhaps they are in another region or account"
    )


def test_a_missing_cluster_is_told_without_the_permission_to_list() -> None:
    assert refusal(without("depot", there=None)) == 'cluster "depot": there is none of that name in eu-central-1'


def test_a_deleted_cluster_is_missing() -> None:
    script = ScriptedSession()
    script.clusters(depot.Cluster().cluster(status="INACTIVE"))
    script.answer("ecs:ListClusters", {"maxResults": 100}, {"clusterArns": []})
    assert refusal(script).startswith('cluster "depot": there is none of that name')


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "AccessDeniedException",
            "ecs:ListContainerInstances is not allowed to these credentials: no (python -m eniplan "
            "snapshot --iam-policy prints a policy of all that is needed)",
        ),
        ("ExpiredTokenException", "ecs:ListContainerInstances: the credentials have expired, sign in again: no"),
        ("UnrecognizedClientException", "ecs:ListContainerInstances: AWS does not accept the credentials: no"),
        ("ServerException", "ecs:ListContainerInstances: ServerException: no"),
    ],
)
def test_a_refused_call_is_told_with_its_action(code: str, words: str) -> None:
    script = ScriptedSession()
    script.clusters(depot.Cluster().cluster())
    script.refuse("ecs:ListContainerInstances", code)
    assert refusal(script) == words


def test_ec2_has_a_word_of_its_own_for_what_is_not_allowed() -> None:
    script, cluster = ScriptedSession(), depot.Cluster()
    script.clusters(cluster.cluster())
    script.instances(cluster, [cluster.instance(1)])
    script.tasks(cluster, [])
    script.services(cluster, [])
    script.settings()
    script.refuse("ec2:DescribeInstanceTypes", "UnauthorizedOperation")
    assert refusal(script).startswith("ec2:DescribeInstanceTypes is not allowed")


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without credentials and region."""
    for name in (
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_PROFILE",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL",
    ):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.mark.usefixtures("nobody")
def test_without_a_region_it_says_who_would_tell() -> None:
    assert "You must specify a region. (--region NAME, AWS_REGION" in refusal(None)


@pytest.mark.usefixtures("nobody")
def test_without_credentials_it_says_who_would_bring_some() -> None:
    said = refusal(boto3.Session(region_name="eu-central-1"))
    assert said.startswith("ecs:DescribeClusters: Unable to locate credentials")
    assert "--profile" in said


def test_old_arns_are_refused_only_where_they_are_ambiguous() -> None:
    def script(*clusters: depot.Cluster) -> ScriptedSession:
        script = ScriptedSession()
        script.clusters(*(cluster.cluster() for cluster in clusters))
        for cluster in clusters:
            short = depot.arn(f"container-instance/{depot.number(1)}")
            script.instances(cluster, [cluster.instance(1, containerInstanceArn=short, attributes=[])])
        return script

    assert "take a snapshot of each cluster by itself" in refusal(
        script(depot.Cluster("east"), depot.Cluster("west")), "east", "west"
    )
    alone = script(depot.Cluster())
    alone.tasks(depot.Cluster(), [])
    alone.services(depot.Cluster(), [])
    alone.settings()
    assert eniplan.snapshot("depot", alone).counts().startswith("1 container instance, ")


def test_definitions_and_subnets_that_are_gone_become_warnings() -> None:
    script, cluster = ScriptedSession(), depot.Cluster()
    network = {"awsvpcConfiguration": {"subnets": ["subnet-a", "subnet-gone"]}}
    script.clusters(cluster.cluster())
    script.instances(cluster, [])
    script.tasks(cluster, [cluster.task(1, "gone", 1)])
    script.services(cluster, [cluster.service("web", networkConfiguration=network)])
    script.refuse("ecs:DescribeTaskDefinition", "ClientException", "Unable to describe task definition.")
    script.definitions(depot.definition("web"))
    script.settings()
    script.subnets(depot.subnet("subnet-a"), named=["subnet-a", "subnet-gone"])
    snapshot = eniplan.snapshot("depot", script)
    script.assert_all_asked()
    assert snapshot.warnings == (
        f"ECS no longer has these task definitions, though services or tasks name them: {depot.definition_arn('gone')}",
        "EC2 does not have these subnets, though services name them, which reading refuses: subnet-gone",
    )
    assert snapshot.describe().count("warning ") == 2


def test_a_definition_that_may_not_be_described_is_no_warning() -> None:
    script, cluster = ScriptedSession(), depot.Cluster()
    script.clusters(cluster.cluster())
    script.instances(cluster, [])
    script.tasks(cluster, [cluster.task(1, "web", 1)])
    script.services(cluster, [])
    script.refuse("ecs:DescribeTaskDefinition", "AccessDeniedException")
    assert refusal(script).startswith("ecs:DescribeTaskDefinition is not allowed")


@pytest.mark.parametrize(
    ("running", "pending", "moved"), [(2, 0, False), (1, 1, False), (0, 3, False), (3, 0, True), (1, 0, True)]
)
def test_tasks_that_moved_meanwhile_become_a_warning(running: int, pending: int, moved: bool) -> None:
    """Two tasks are listed on the instance; tasks that are wanted and not yet running are listed as well."""
    script, cluster = ScriptedSession(), depot.Cluster()
    instance = cluster.instance(1, attributes=[], runningTasksCount=running, pendingTasksCount=pending)
    script.clusters(cluster.cluster())
    script.instances(cluster, [instance])
    script.tasks(cluster, [cluster.task(n, "web", 1) for n in (1, 2)])
    script.services(cluster, [])
    script.definitions(depot.definition("web"))
    script.settings()
    warnings = eniplan.snapshot("depot", script).warnings
    assert bool(warnings) == moved
    assert all(warning.endswith(depot.number(1)) for warning in warnings)


@pytest.mark.parametrize("module", ["boto3", "botocore", "tqdm"])
def test_a_missing_library_is_told_with_the_extra_that_brings_it(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)  # which is how imports are forbidden
    with pytest.raises(ModuleNotFoundError, match=rf"need {module}.*pip install 'eniplan\[aws\]'"):
        eniplan.snapshot("depot")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"cluster": []}, "cluster: expected the name of one or several"),
        ({"cluster": ""}, "cluster: expected the name of one or several"),
        (
            {"cluster": "depot", "redact": "secret"},
            "redact: expected one of secrets, accounts, nothing, found 'secret'",
        ),
    ],
)
def test_arguments_that_cannot_be_are_refused_before_any_call(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        eniplan.snapshot(**options)  # type: ignore[arg-type]
