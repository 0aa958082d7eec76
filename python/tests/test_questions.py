"""Everything the command can answer, asked from Python: the same answers, byte by byte."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import built_command
import pytest

import eniplan

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "data" / "scenarios"
T2_MICRO = SCENARIOS / "seed-incident" / "t2-micro.yaml"
T2_SMALL = SCENARIOS / "three-cures" / "t2-small.yaml"


def one(path: Path) -> eniplan.Cluster:
    [cluster] = eniplan.load(path)
    return cluster


def printed(*arguments: object) -> str:
    """What the command prints."""
    done = built_command.run(*arguments)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


QUESTIONS: dict[str, tuple[list[str], Callable[[eniplan.Cluster], Any]]] = {
    "simulate": ([], eniplan.simulate),
    "explain": ([], eniplan.explain),
    "fix": ([], eniplan.fix),
    "fix --rollout": ([], lambda cluster: eniplan.fix(cluster, rollouts=True)),
    "rollout": ([], eniplan.rollout),
    "rollout --timeline": ([], lambda cluster: eniplan.rollout(cluster, timeline=True)),
    "rollout --together --strict-eni --no-would-complete": (
        [],
        lambda cluster: eniplan.rollout(cluster, together=True, strict_eni=True, would_complete=False),
    ),
    "rollout --drain az1": ([], lambda cluster: eniplan.rollout(cluster, drain="az1")),
    "whatif --lose-zone az1": ([], lambda cluster: eniplan.what_if(cluster, eniplan.LoseZone(zone="az1"))),
    "whatif --trunking on": ([], lambda cluster: eniplan.what_if(cluster, eniplan.SetTrunking(trunking=True))),
    "whatif --swap-type t2.small=c5.large --add t2.small=2": (
        [],
        lambda cluster: eniplan.what_if(
            cluster,
            eniplan.SwapType(from_type="t2.small", to_type="c5.large"),
            eniplan.AddInstances(group="t2.small", count=2),
        ),
    ),
    "headroom": ([], eniplan.headroom),
    "headroom --no-rollout": ([], lambda cluster: eniplan.headroom(cluster, rollouts=False)),
    "network": ([], eniplan.network),
    "check": ([], eniplan.check),
}


@pytest.mark.parametrize("format", ["text", "json", "yaml", "csv", "markdown"])
@pytest.mark.parametrize("question", list(QUESTIONS))
def test_answers_are_what_the_command_prints(question: str, format: str) -> None:
    if question == "network" and format == "csv":
        pytest.skip("there is no such answer")
    answer = QUESTIONS[question][1](one(T2_SMALL))
    command, *options = question.split()
    assert answer.to_string(format) == printed(command, T2_SMALL, *options, "--format", format)
    assert str(answer) == answer.to_string("text")


def test_the_normal_form_is_what_the_command_prints() -> None:
    for format in ("yaml", "json"):
        assert one(T2_SMALL).to_string(format) == printed("convert", T2_SMALL, "--format", format)


def test_pictures_are_what_the_command_draws() -> None:
    cluster = one(T2_SMALL)
    assert eniplan.network(cluster).to_dot() == printed("network", T2_SMALL, "--format", "dot")
    assert eniplan.network(cluster).to_svg() == printed("network", T2_SMALL, "--format", "svg")


def test_what_cannot_be_loaded_is_checked_as_the_command_does(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("services: [{serviceName: web, taskDefinition: wbe, desiredCount: -1}]\n")
    found = eniplan.check(file)
    assert found.to_string() == printed("check", file)
    assert {each.finding.level for each in found.findings} == {"error"}
    place = found.findings[0].place
    assert place is not None and place.file == str(file)


def test_a_dictionary_can_be_checked() -> None:
    found = eniplan.check({"services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": -1}]})
    place = found.findings[0].place
    assert place is not None and (place.file, place.line) == ("sources", 0)


def test_a_stuck_rollout_names_its_ways_out() -> None:
    result = eniplan.rollout(one(T2_SMALL), timeline=True)
    [rollout] = result.rollouts
    assert (rollout.outcome, rollout.reason) == ("stuck", "RESOURCE:ENI")
    kinds = [type(remedy).__name__ for remedy in rollout.would_complete]
    assert kinds == ["LowerMinimumHealthyPercent", "ExtraInstances"]
    assert rollout.steps["refused"].tolist() == ["RESOURCE:ENI"]
    assert len(result.timelines[0].steps) == len(rollout.steps)
    assert eniplan.rollout(one(T2_SMALL)).timelines == []


def test_a_target_may_be_given() -> None:
    result = eniplan.rollout(one(T2_SMALL), services=["ecs-django-service"], desired_count=1)
    assert result.rollouts[0].desired == 1
    with pytest.raises(eniplan.InputError, match="ecs-django-servic"):
        eniplan.rollout(one(T2_SMALL), services="ecs-django-servic")
    with pytest.raises(eniplan.InputError):
        eniplan.rollout(one(T2_SMALL), task_definition="nobody")


def test_headroom_draws_a_curve() -> None:
    [service] = eniplan.headroom(one(T2_SMALL), up_to=10, rollouts=False).services
    curve = service.curve
    assert curve is not None
    # Two slots on a t2.small, which cannot have a trunk.
    assert (curve.fits, curve.fits_all_trunked) == (2, 2)
    assert [(point.wanted, point.placed) for point in curve.bends()] == [(0, 0), (2, 2), (10, 2)]
    assert len(curve.points()) == 11
    assert len(curve.points(most=2)) == 2
    with pytest.raises(eniplan.InputError, match="most: expected 2 or more, found 1"):
        curve.points(most=1)
    assert service.rollout is None


def test_a_split_is_simulated_before_and_after() -> None:
    split = eniplan.network(one(T2_SMALL), split={"nginx": "proxy"}, desired={"proxy": 1}).split
    assert split is not None
    assert [service.service_name for service in split.after.services] == ["ecs-django-service", "proxy"]
    assert split.after.services[1].desired_count == 1
    with pytest.raises(eniplan.InputError, match="desired: expected it with split"):
        eniplan.network(one(T2_SMALL), desired={"proxy": 1})
    with pytest.raises(eniplan.InputError):
        eniplan.network(one(T2_SMALL), split={"apache": "proxy"})


def test_trunks_are_reported() -> None:
    [group] = eniplan.trunking_report(one(T2_SMALL)).groups
    assert (group.name, group.slots, group.slots_with_trunk, group.gain) == ("t2.small", 2, None, None)


def test_a_remedy_cures_and_its_patch_says_how() -> None:
    cluster = one(T2_MICRO)
    answer = eniplan.fix(cluster)
    assert answer.needs_remedy
    assert answer.refused == ["ecs-django-service"]
    assert len(answer.patches()) == len(answer.remedies) > 2
    for remedy in answer.remedies:
        assert eniplan.simulate(eniplan.cured(cluster, remedy)).summary.unplaced == 0
    more = answer.remedies[-1]
    assert more.description == "one more t2.micro"
    assert more.steps[0] == eniplan.fix(cluster).remedies[-1].steps[0]
    assert answer.patches()[-1] == [{"op": "replace", "path": "/capacity/0/count", "value": 2}]
    with pytest.raises(TypeError, match="remedy: expected a Remedy"):
        eniplan.cured(cluster, "one more")  # type: ignore[arg-type]


def test_a_change_names_what_is_not_there() -> None:
    with pytest.raises(eniplan.InputError, match="az9"):
        eniplan.what_if(one(T2_SMALL), eniplan.LoseZone(zone="az9"))
    with pytest.raises(TypeError, match=r"changes\[1\]: expected a change such as LoseZone, found 'az1'"):
        eniplan.what_if(one(T2_SMALL), eniplan.LoseZone(zone="az1"), "az1")  # type: ignore[arg-type]


FUNCTIONS: list[Callable[..., Any]] = [
    eniplan.simulate,
    eniplan.explain,
    eniplan.fix,
    eniplan.rollout,
    eniplan.what_if,
    eniplan.headroom,
    eniplan.network,
    eniplan.trunking_report,
]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_only_a_cluster_is_a_cluster(function: Callable[..., Any]) -> None:
    for foreign in (None, "t2.micro", {}, [one(T2_SMALL)], eniplan.Cluster, float("nan"), object()):
        with pytest.raises(TypeError, match="cluster: expected a Cluster, found"):
            function(foreign)


WRONG: list[tuple[Callable[..., Any], str, object, type[Exception]]] = [
    (eniplan.simulate, "sequence", 1, TypeError),
    (eniplan.rollout, "services", 7, TypeError),
    (eniplan.rollout, "services", ["a", None], TypeError),
    (eniplan.rollout, "task_definition", 7, TypeError),
    (eniplan.rollout, "desired_count", float("nan"), TypeError),
    (eniplan.rollout, "desired_count", True, TypeError),
    (eniplan.rollout, "desired_count", -1, eniplan.InputError),
    (eniplan.rollout, "desired_count", 2**80, eniplan.InputError),
    (eniplan.rollout, "together", None, TypeError),
    (eniplan.rollout, "strict_eni", "no", TypeError),
    (eniplan.rollout, "drain", object(), TypeError),
    (eniplan.rollout, "would_complete", 0, TypeError),
    (eniplan.rollout, "timeline", 0, TypeError),
    (eniplan.rollout, "start_seconds", -1, eniplan.InputError),
    (eniplan.rollout, "detach_seconds", 1e9, TypeError),
    (eniplan.headroom, "services", b"web", TypeError),
    (eniplan.headroom, "up_to", -1, eniplan.InputError),
    (eniplan.headroom, "up_to", "9", TypeError),
    (eniplan.headroom, "rollouts", 1, TypeError),
    (eniplan.headroom, "rollout_trials", 0, eniplan.InputError),
    (eniplan.network, "split", ["nginx"], TypeError),
    (eniplan.network, "split", {"nginx": 1}, TypeError),
    (eniplan.network, "desired", 7, TypeError),
]


@pytest.mark.parametrize(("function", "argument", "value", "error"), WRONG)
def test_wrong_arguments_are_named(function: Callable[..., Any], argument: str, value: object, error: type) -> None:
    with pytest.raises(error, match=rf"^{argument}"):
        function(one(T2_SMALL), **{argument: value})


def test_an_unknown_format_is_refused() -> None:
    result = eniplan.simulate(one(T2_SMALL))
    expected = 'format: expected one of text, json, yaml, csv, markdown, found "xml"'
    with pytest.raises(eniplan.InputError, match=expected):
        result.to_string("xml")
    with pytest.raises(eniplan.InputError, match="format: expected one of text, json, yaml, markdown"):
        eniplan.network(one(T2_SMALL)).to_string("csv")


def test_error_of_an_argument_has_its_diagnostic() -> None:
    with pytest.raises(eniplan.InputError) as raised:
        eniplan.rollout(one(T2_SMALL), desired_count=-1)
    [diagnostic] = raised.value.diagnostics
    assert (diagnostic.file, diagnostic.key) == ("", "desired_count")
