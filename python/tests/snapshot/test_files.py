"""The folder of a snapshot: written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import aws_extra  # noqa: F401
import depot
import pytest
from scripted import ScriptedSession, script_of_depot
from shapes import faults_of, output_shape, read_answers

import eniplan
from eniplan._snapshot.aws_calls import ACTIONS
from eniplan._snapshot.files import json_text, write_folder
from eniplan._snapshot.reading import FILES

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "data" / "scenarios" / "live-snapshot" / "depot"
SAMPLES = ROOT.parent / "shared" / "reference" / "aws-json"

MONDAY = datetime(2026, 11, 23, 16, 0, tzinfo=timezone.utc)


def depot_on_monday() -> eniplan.Snapshot:
    return replace(eniplan.snapshot("depot", script_of_depot()), began=MONDAY, ended=MONDAY + timedelta(seconds=3))


def listing(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def failing() -> Iterator[str]:
    yield "{"
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_worked_example_is_what_a_snapshot_writes(tmp_path: Path) -> None:
    """After a change that is meant: ENIPLAN_UPDATE=1, then read the difference."""
    folder = EXAMPLE if os.environ.get("ENIPLAN_UPDATE") else tmp_path / "depot"
    depot_on_monday().write(folder)
    written, expected = listing(folder), listing(EXAMPLE)
    note = written.pop("snapshot.txt").splitlines(), expected.pop("snapshot.txt").splitlines()
    assert written == expected
    assert note[0][:-1] == note[1][:-1]  # the last line tells the version
    assert note[0][-1] == f"by         eniplan {eniplan.__version__}"


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        depot_on_monday().write(tmp_path / name)
    assert listing(tmp_path / "first") == listing(tmp_path / "second")


def test_everything_written_has_the_shapes_of_the_api(tmp_path: Path) -> None:
    depot_on_monday().write(tmp_path / "depot")
    for file, action in FILES.items():
        answers = read_answers(tmp_path / "depot" / file)
        assert answers
        assert [faults for answer in answers if (faults := faults_of(answer, output_shape(action)))] == [], file


def test_the_validator_finds_what_is_wrong() -> None:
    shape = output_shape("ecs:DescribeServices")
    assert "Unknown parameter" in faults_of({"services": [{"servicename": "web"}]}, shape)
    assert "Invalid type" in faults_of({"services": [{"desiredCount": "2"}]}, shape)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "data/scenarios/aws-answers/ferry").glob("*.json")), ids=lambda path: path.name
)
def test_the_answers_of_the_other_example_have_the_shapes_of_the_api(path: Path) -> None:
    for answer in read_answers(path):
        assert faults_of(answer, output_shape(FILES[path.name])) == ""


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples do not stand beside the project")
def test_the_samples_have_the_shapes_of_the_api() -> None:
    held = 0
    for file, action in FILES.items():
        for path in SAMPLES.glob(file.replace(".json", "*.json")):
            for answer in read_answers(path):
                assert faults_of(answer, output_shape(action)) == "", path.name
                held += 1
    assert held >= len(FILES)


def test_a_folder_is_read_as_the_snapshot_loads(tmp_path: Path) -> None:
    snapshot = depot_on_monday()
    snapshot.write(tmp_path / "depot")
    [from_folder], [loaded] = eniplan.load(tmp_path / "depot"), snapshot.load()
    assert eniplan.simulate(from_folder) == eniplan.simulate(loaded)
    assert eniplan.simulate(loaded).summary.unplaced == 2


def test_a_new_folder_appears_whole(tmp_path: Path) -> None:
    depot_on_monday().write(tmp_path / "depot")
    assert sorted(listing(tmp_path / "depot")) == sorted([*FILES, "snapshot.txt"])
    assert [path.name for path in tmp_path.iterdir()] == ["depot"]
    old_umask = os.umask(0)
    os.umask(old_umask)
    assert (tmp_path / "depot").stat().st_mode & 0o777 == 0o777 & ~old_umask


def test_nothing_is_there_if_the_disk_is_full(tmp_path: Path) -> None:
    with pytest.raises(eniplan.SnapshotError, match="depot: No space left on device; nothing was written"):
        write_folder(tmp_path / "depot", {"a.json": ["{}"], "b.json": failing()}, stale=[])
    assert list(tmp_path.iterdir()) == []


def test_an_older_snapshot_stays_whole_if_the_disk_is_full(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("old")
    with pytest.raises(eniplan.SnapshotError):
        write_folder(tmp_path, {"a.json": ["new"], "b.json": failing()}, stale=["a.json", "b.json"])
    assert listing(tmp_path) == {"a.json": "old"}


def test_an_older_snapshot_stays_whole_if_a_folder_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("old")
    (tmp_path / "b.json").mkdir()
    with pytest.raises(eniplan.SnapshotError, match="b.json in it is a folder; nothing was written"):
        write_folder(tmp_path, {"a.json": ["new"], "b.json": ["new"]}, stale=[])
    assert (tmp_path / "a.json").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json"]


def test_nothing_is_there_after_an_interruption(tmp_path: Path) -> None:
    def interrupted() -> Iterator[str]:
        yield "{"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "depot", {"a.json": interrupted()}, stale=[])
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_replaces_an_earlier_one_and_leaves_other_files_alone(tmp_path: Path) -> None:
    depot_on_monday().write(tmp_path)
    (tmp_path / "more-tills.yaml").write_text("clusterName: depot\n")
    script, cluster = ScriptedSession(), depot.Cluster()
    script.clusters(cluster.cluster())
    script.instances(cluster, [])
    script.tasks(cluster, [])
    script.services(cluster, [])
    script.settings()
    eniplan.snapshot("depot", script).write(tmp_path)
    # Without definitions there is no answer about any, so the old ones must not stay.
    assert sorted(listing(tmp_path)) == sorted(
        {*FILES, "snapshot.txt", "more-tills.yaml"} - {"describe-task-definition.json"}
    )
    assert "0 container instances" in (tmp_path / "snapshot.txt").read_text()


def test_a_folder_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there")
    depot_on_monday().write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert "snapshot.txt" in listing(tmp_path / "there")


def test_a_file_in_the_way_and_a_missing_parent_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(eniplan.SnapshotError, match="file: expected a folder, found a file"):
        depot_on_monday().write(tmp_path / "file")
    with pytest.raises(eniplan.SnapshotError, match="b: there is no folder .*a to make it in"):
        depot_on_monday().write(tmp_path / "a" / "b")


def test_times_are_written_in_utc_whatever_the_zone_of_the_machine() -> None:
    east = timezone(timedelta(hours=2))
    assert "".join(json_text([{"at": datetime(2026, 11, 23, 19, 23, 4, 300000, tzinfo=east)}])) == (
        '{\n  "at": "2026-11-23T17:23:04.300000+00:00"\n}\n'
    )


def test_a_value_that_json_lacks_is_our_own_bug() -> None:
    with pytest.raises(TypeError, match="found bytes"):
        list(json_text([{"at": b""}]))


def test_the_page_tells_every_action_and_every_file() -> None:
    page = (EXAMPLE.parent / "README.md").read_text()
    assert [word for word in [*ACTIONS, *FILES] if f"`{word}`" not in page] == []
