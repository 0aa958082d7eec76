"""``python -m eniplan snapshot``: options, what is printed, exit statuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import aws_extra  # noqa: F401
import boto3
import depot
import pytest
from scripted import ScriptedSession, script_of_depot

from eniplan.__main__ import main
from eniplan._snapshot.iam_policy import iam_policy


class Sessions:
    """Stands for ``boto3.Session``, hands out a script and remembers how it was asked for."""

    def __init__(self, script: ScriptedSession) -> None:
        self.script, self.asked = script, {}  # type: ScriptedSession, dict[str, Any]

    def __call__(self, **arguments: Any) -> ScriptedSession:
        self.asked = arguments
        return self.script


def run(monkeypatch: pytest.MonkeyPatch, script: ScriptedSession, *arguments: str) -> tuple[int, dict[str, Any]]:
    sessions = Sessions(script)
    monkeypatch.setattr(boto3, "Session", sessions)
    return main(["snapshot", *arguments]), sessions.asked


def test_it_says_what_was_written_and_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "depot"
    status, _ = run(monkeypatch, script_of_depot(), "--cluster", "depot", "-o", str(folder))
    printed = capsys.readouterr()
    assert (status, printed.err) == (0, "")
    assert printed.out == f"depot: 2 container instances, 6 tasks, 2 services, 2 task definitions, in {folder}\n"
    assert (folder / "snapshot.txt").is_file()


def test_profile_region_and_redaction_are_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ["--profile", "ops", "--region", "eu-north-1", "--redact", "nothing"]
    status, asked = run(monkeypatch, script_of_depot(), "--cluster", "depot", "-o", str(tmp_path / "depot"), *options)
    assert (status, asked) == (0, {"profile_name": "ops", "region_name": "eu-north-1"})
    assert depot.SECRET in (tmp_path / "depot" / "describe-task-definition.json").read_text()


def test_a_refusal_is_status_2_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = ScriptedSession()
    script.clusters(depot.Cluster().cluster())
    script.refuse("ecs:ListContainerInstances", "ExpiredTokenException")
    status, _ = run(monkeypatch, script, "--cluster", "depot", "-o", str(tmp_path / "depot"))
    printed = capsys.readouterr()
    assert (status, printed.out) == (2, "")
    assert printed.err == (
        "eniplan snapshot: ecs:ListContainerInstances: the credentials have expired, sign in again: no\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_refused_before_any_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, asked = run(monkeypatch, ScriptedSession(), "--cluster", "depot", "-o", str(tmp_path / "a" / "b"))
    assert (status, asked) == (2, {})
    assert "there is no folder" in capsys.readouterr().err


def test_warnings_go_to_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script, cluster = ScriptedSession(), depot.Cluster()
    script.clusters(cluster.cluster())
    script.instances(cluster, [cluster.instance(1, tasks=4, attributes=[])])
    script.tasks(cluster, [])
    script.services(cluster, [])
    script.settings()
    status, _ = run(monkeypatch, script, "--cluster", "depot", "-o", str(tmp_path / "depot"))
    assert status == 0
    assert capsys.readouterr().err.startswith("warning: tasks started or stopped while the snapshot was taken")


def test_the_policy_is_printed_as_json_and_nothing_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    status, asked = run(monkeypatch, ScriptedSession(), "--iam-policy")
    assert (status, asked) == (0, {})
    assert json.loads(capsys.readouterr().out) == iam_policy()


def test_a_profile_that_is_not_there_is_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "/dev/null")
    assert main(["snapshot", "--cluster", "depot", "-o", str(tmp_path / "depot"), "--profile", "opps"]) == 2
    assert capsys.readouterr().err == "eniplan snapshot: The config profile (opps) could not be found\n"


@pytest.mark.parametrize(
    "arguments",
    [[], ["--cluster", "depot"], ["-o", "depot"], ["--cluster", "depot", "-o", "depot", "--redact", "some"], ["depot"]],
)
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["snapshot", *arguments])
    assert ended.value.code == 2
    assert "usage: python -m eniplan snapshot" in capsys.readouterr().err


def test_other_words_are_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snapshto"]) == 2
    assert "python -m eniplan snapshot" in capsys.readouterr().err


def test_an_interruption_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(**_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(boto3, "Session", interrupted)
    assert main(["snapshot", "--cluster", "depot", "-o", str(tmp_path / "depot")]) == 130
    assert capsys.readouterr().err == "eniplan snapshot: interrupted, nothing was written\n"
    assert list(tmp_path.iterdir()) == []
