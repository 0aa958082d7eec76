"""What is hidden in a snapshot, and what is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_extra  # noqa: F401
import depot
import pytest
from scripted import script_of_depot
from shapes import faults_of, full, output_shape, sensitive_paths, strings_in

import eniplan
from eniplan._snapshot.reading import FILES
from eniplan._snapshot.redaction import PLACEHOLDER, without_accounts, without_secrets

# Members that hold what nobody should mail, whatever else a table keeps around them.
DANGEROUS = (
    "environment.value",
    "environmentFiles.value",
    "secrets.valueFrom",
    "secretOptions.valueFrom",
    "repositoryCredentials.credentialsParameter",
    "command",
    "entryPoint",
    "logConfiguration.options",
    "firelensConfiguration.options",
    "dockerLabels",
    "credentialSpecs",
    "hookDetails",
    "tags.value",
    "Tags.Value",
    "principalArn",
)


def everything(action: str) -> dict[str, Any]:
    answer: dict[str, Any] = full(output_shape(action), "kept")
    return answer


@pytest.mark.parametrize("redact", ["secrets", "accounts"])
def test_no_secret_reaches_the_disk_unless_asked(tmp_path: Path, redact: Any) -> None:
    eniplan.snapshot("depot", script_of_depot(), redact=redact).write(tmp_path / "depot")
    files = {path.name: path.read_text() for path in (tmp_path / "depot").iterdir()}
    assert len(files) == 10
    assert [name for name, text in files.items() if depot.SECRET in text] == []


def test_secrets_are_kept_where_that_is_asked(tmp_path: Path) -> None:
    eniplan.snapshot("depot", script_of_depot(), redact="nothing").write(tmp_path / "depot")
    definitions = (tmp_path / "depot" / "describe-task-definition.json").read_text()
    # Two definitions with a secret in each of ten places.
    assert definitions.count(depot.SECRET) == 2 * 10
    # Six tasks, each with a command and an environment of its own.
    assert (tmp_path / "depot" / "describe-tasks.json").read_text().count(depot.SECRET) == 6 * 2


def test_names_and_sizes_stay_where_values_go() -> None:
    [answer] = [without_secrets(depot.definition("till"))]
    [container] = answer["taskDefinition"]["containerDefinitions"]
    assert container["environment"] == [{"name": "DATABASE_URL", "value": "redacted"}]
    assert container["secrets"] == [{"name": "SIGNING_KEY", "valueFrom": "redacted"}]
    assert container["command"] == ["redacted", "redacted"]
    assert container["dockerLabels"] == {"traefik.auth": "redacted"}
    assert container["logConfiguration"]["logDriver"] == "splunk"
    assert container["logConfiguration"]["options"] == {"splunk-token": "redacted"}
    assert container["healthCheck"] == {"command": ["redacted", "redacted"], "interval": 30, "retries": 3}
    assert (container["cpu"], container["memory"], container["image"][-6:]) == (256, 512, "till:7")


@pytest.mark.parametrize("action", FILES.values())
def test_of_every_member_that_the_api_has_the_dangerous_ones_are_hidden(action: str) -> None:
    answer = without_secrets(everything(action))
    dangerous = [*DANGEROUS, *sensitive_paths(output_shape(action))]
    # Names of variables stay, which the model calls as sensitive as their values.
    shown = {path for path, text in strings_in(answer) if text != PLACEHOLDER and not path.endswith("environment.name")}
    assert [path for path in sorted(shown) if any(f".{name}." in f".{path}." for name in dangerous)] == []


def test_the_model_itself_calls_environments_and_credentials_sensitive() -> None:
    """Lest the test above passes because the model does not tell."""
    paths = list(sensitive_paths(output_shape("ecs:DescribeTaskDefinition")))
    assert "taskDefinition.containerDefinitions.environment" in paths
    assert "taskDefinition.containerDefinitions.repositoryCredentials" in paths


@pytest.mark.parametrize("action", FILES.values())
def test_an_answer_keeps_the_shape_of_the_api(action: str) -> None:
    shape = output_shape(action)
    answer = everything(action)
    assert faults_of(answer, shape) == ""
    assert faults_of(without_secrets(answer), shape) == ""
    assert [path for path, _ in strings_in(without_secrets(answer))] == [path for path, _ in strings_in(answer)]


def test_a_member_that_aws_adds_is_hidden_until_someone_decides() -> None:
    answer = depot.definition("till")
    [container] = answer["taskDefinition"]["containerDefinitions"]
    container["newPlaceForPasswords"] = [{"value": depot.SECRET, "count": 3, "on": True}]
    answer["taskDefinition"]["another"] = depot.SECRET
    assert depot.SECRET not in json.dumps(without_secrets(answer))
    [container] = without_secrets(answer)["taskDefinition"]["containerDefinitions"]
    assert container["newPlaceForPasswords"] == [{"value": "redacted", "count": 3, "on": True}]


def test_redaction_changes_no_answer_of_eniplan() -> None:
    results = [
        eniplan.simulate(cluster)
        for redact in ("secrets", "nothing")
        for cluster in eniplan.snapshot("depot", script_of_depot(), redact=redact).load()
    ]
    assert len(results) == 2
    assert results[0] == results[1]


def test_account_ids_go_everywhere_if_asked() -> None:
    snapshot = eniplan.snapshot("depot", script_of_depot(), redact="accounts")
    text = json.dumps({file: list(answers) for file, answers in snapshot.answers.items()})
    assert depot.ACCOUNT not in text
    assert "arn:aws:ecs:eu-central-1:000000000001:cluster/depot" in text
    assert "000000000001.dkr.ecr.eu-central-1.amazonaws.com/till:7" in text
    [cluster] = snapshot.load()
    assert eniplan.simulate(cluster).summary.unplaced == 2


def test_each_account_has_a_number_of_its_own() -> None:
    answers: dict[str, list[dict[str, Any]]] = {
        "file": [
            {"a": "arn:aws:ecs:eu-west-1:222222222222:cluster/x", "b": "arn:aws-cn:iam::111111111111:root"},
            {
                "in words": "for account 222222222222, not for 2222222222223 or 333333333333",
                "111111111111": 222222222222,
            },
        ]
    }
    assert without_accounts(answers) == {
        "file": [
            {"a": "arn:aws:ecs:eu-west-1:000000000002:cluster/x", "b": "arn:aws-cn:iam::000000000001:root"},
            {
                "in words": "for account 000000000002, not for 2222222222223 or 333333333333",
                "000000000001": 222222222222,
            },
        ]
    }
