"""What a notebook shows of values: HTML that anybody's browser may be handed, and pictures that say what the tables say."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import eniplan
from eniplan._notebook import CARDS, TABLES
from eniplan._notebook.alike import worst_first

ROOT = Path(__file__).resolve().parents[2]
BAZAAR = ROOT / "python" / "notebooks" / "data" / "bazaar.yaml"
MARKET = ROOT / "data" / "scenarios" / "zones-and-daemons" / "market.yaml"

HOSTILE = """
clusterName: "<script>alert(1)</script>"
capacity: [{name: "<b>&", instanceType: t2.micro, count: 1, availabilityZones: ["<i>az"]}]
taskDefinitions: [{family: web, networkMode: awsvpc, cpu: 256, memory: 256}]
services: [{serviceName: "<img src=x onerror=alert(1)>", taskDefinition: web, desiredCount: 2}]
"""


def one(path: Path) -> eniplan.Cluster:
    [cluster] = eniplan.load(path)
    return cluster


def answers(cluster: eniplan.Cluster) -> list[Any]:
    result = eniplan.simulate(cluster)
    return [
        cluster,
        result,
        eniplan.rollout(cluster, timeline=True),
        eniplan.rollout(cluster),
        eniplan.what_if(cluster, eniplan.SetTrunking(trunking=False)),
        eniplan.headroom(cluster, up_to=4),
        eniplan.trunking_report(cluster),
        eniplan.explain(cluster),
        eniplan.fix(cluster),
        eniplan.sweep(cluster, trunking=[True, False], progress=False),
        eniplan.check(cluster).findings,
        result.instances,
        result.services,
        eniplan.catalog(),
    ]


class Page(HTMLParser):
    """The tags of a piece of HTML and its text; open tags that are never closed stay in `open`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data.strip())


def test_every_answer_and_every_table_has_html() -> None:
    for kind in [*CARDS, *TABLES]:
        assert callable(getattr(kind, "_repr_html_")), kind


@pytest.mark.parametrize("document", [MARKET.read_text(), HOSTILE, "clusterName: empty"])
def test_html_is_well_formed_and_has_nothing_that_runs(document: str) -> None:
    [cluster] = eniplan.loads(document)
    for answer in answers(cluster):
        page = Page(answer._repr_html_())
        assert page.open == [], type(answer)
        assert set(page.tags) <= {"style", "div", "span", "b", "table", "thead", "tbody", "tr", "th", "td"}


def test_names_are_shown_as_they_are() -> None:
    [cluster] = eniplan.loads(HOSTILE)
    words = Page(eniplan.simulate(cluster)._repr_html_()).words
    assert "<script>alert(1)</script>: 1 of 2 tasks cannot be placed" in words
    assert "<img src=x onerror=alert(1)>" in words
    assert "RESOURCE:ENI" in words


def test_html_says_what_was_left_out() -> None:
    words = Page(eniplan.simulate(one(BAZAAR))._repr_html_()).words
    # 14 services and a daemon, of which eight are shown.
    assert "and 7 services more" in words
    assert "and 1,423 rows more" in Page(eniplan.catalog()._repr_html_()).words


def test_html_of_a_large_fleet_is_as_short_as_that_of_a_small_one() -> None:
    [cluster] = eniplan.loads("capacity: [{instanceType: m5.large, count: 100000}]")
    assert len(eniplan.simulate(cluster)._repr_html_()) < 4000


def test_instances_that_look_alike_are_told_once_and_all_are_counted() -> None:
    instances = eniplan.simulate(one(BAZAAR)).instances
    alike = worst_first(instances)
    assert sum(group.count for group in alike) == len(instances)
    assert len(alike) < len(instances)
    for resource in ("cpu", "memory", "eni"):
        used = instances[f"registered_{resource}"] - instances[f"remaining_{resource}"]
        assert sum(group.count * group.used(resource) for group in alike) == used.sum()


def test_those_out_of_slots_with_most_idle_come_first() -> None:
    alike = worst_first(eniplan.simulate(one(MARKET)).instances)
    # old/0 has 2 slots and no trunk; new/0 to new/3 have 10 each, two in each of two zones.
    assert [(group.first.id, group.count) for group in alike] == [("old/0", 1), ("new/0", 2), ("new/2", 2)]
    assert [group.share("eni") for group in alike] == [1.0, 0.3, 0.3]


@pytest.fixture
def pyplot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def drawings(cluster: eniplan.Cluster) -> dict[str, Any]:
    """Every picture, as something that draws it."""
    result = eniplan.simulate(cluster)
    room = eniplan.headroom(cluster, up_to=20)
    return {
        "instances": result.plot,
        "slots": lambda **on: result.plot("slots", **on),
        "curve": room.plot,
        "stranded": lambda **on: room.plot("stranded", **on),
        "timeline": eniplan.rollout(cluster, timeline=True).plot,
        "rounds": eniplan.rollout(cluster).plot,
        "differences": eniplan.what_if(cluster, eniplan.LoseZone(zone="eu-west-1a")).plot,
    }


def texts(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.texts] + [ax.get_title(loc="left")]


@pytest.mark.parametrize("name", list(drawings(one(MARKET))))
def test_pictures_are_drawn_where_they_are_asked_for(name: str, pyplot: Any) -> None:
    draw = drawings(one(MARKET))[name]
    _, ax = pyplot.subplots()
    assert draw(ax=ax) is ax
    alone = draw()
    assert alone.figure is not ax.figure
    alone.figure.canvas.draw()
    assert alone.get_title(loc="left")


@pytest.mark.parametrize("name", list(drawings(one(MARKET))))
def test_pictures_of_the_same_answer_are_the_same_bytes(name: str, pyplot: Any) -> None:
    draw = drawings(one(MARKET))[name]
    pictures = []
    for _ in range(2):
        figure = draw().figure
        figure.canvas.draw()
        pictures.append(bytes(figure.canvas.buffer_rgba()))
    assert pictures[0] == pictures[1]


def test_the_heat_map_has_the_numbers_of_the_table(pyplot: Any) -> None:
    shown = texts(eniplan.simulate(one(MARKET)).plot())
    assert "2/2" in shown
    # Two shops and a mesh on each; an m5.large has 10 slots with a trunk.
    assert shown.count("3/10") == 2
    assert "m5.large × 2" in shown


def test_slots_by_type_add_up(pyplot: Any) -> None:
    instances = eniplan.simulate(one(MARKET)).instances
    ax = eniplan.simulate(one(MARKET)).plot("slots")
    widths = [patch.get_width() for patch in ax.patches]
    # 14 used, 28 free, and the one instance without a trunk would have 10 slots instead of 2.
    assert widths == [14, 28, 8]
    assert widths[0] + widths[1] == instances["registered_eni"].sum()


def test_stranded_bars_are_as_long_as_what_is_stranded(pyplot: Any) -> None:
    room = eniplan.headroom(one(MARKET))
    [group] = room.stranded.groups
    bars = [patch.get_width() for patch in room.plot("stranded").patches]
    # used, stranded, within reach; of CPU, then of memory: 512 of 2048 CPU units.
    assert bars[:3] == [75.0, 25.0, 0.0]
    assert bars[4] == pytest.approx(100 * group.memory / 7617)


def test_a_rollout_ends_with_the_tasks_it_leaves(pyplot: Any) -> None:
    for timeline in (False, True):
        rolled = eniplan.rollout(one(MARKET), timeline=timeline)
        ax = rolled.plot("shop")
        new, starting, old = (area.get_paths()[0].get_extents().y1 for area in ax.collections)
        assert new == rolled.rollouts[0].new_running == 9
        assert old <= rolled.rollouts[0].maximum
        assert ax.get_xlabel() == ("minutes" if timeline else "rounds")


def test_what_cannot_be_drawn_is_said(pyplot: Any) -> None:
    cluster = one(MARKET)
    with pytest.raises(eniplan.InputError, match=r'kind: expected one of instances, slots, found "pie"'):
        eniplan.simulate(cluster).plot("pie")
    with pytest.raises(eniplan.InputError, match="up_to"):
        eniplan.headroom(cluster).plot()
    with pytest.raises(eniplan.InputError, match='service: expected one of shop, found "shoe"'):
        eniplan.rollout(cluster).plot("shoe")
    with pytest.raises(TypeError, match="kind: expected str, found 3"):
        eniplan.simulate(cluster).plot(3)  # type: ignore[arg-type]
    [empty] = eniplan.loads("clusterName: empty")
    with pytest.raises(eniplan.InputError, match="no rollout"):
        eniplan.rollout(empty).plot()
    eniplan.simulate(empty).plot().figure.canvas.draw()
    eniplan.simulate(empty).plot("slots").figure.canvas.draw()
    eniplan.headroom(empty).plot("stranded").figure.canvas.draw()
    eniplan.what_if(empty).plot().figure.canvas.draw()


def test_matplotlib_is_imported_when_something_is_drawn_and_not_before() -> None:
    program = f"""
import sys, eniplan
[cluster] = eniplan.load({str(MARKET)!r})
result = eniplan.simulate(cluster)
result._repr_html_()
assert "matplotlib" not in sys.modules
sys.modules["matplotlib"] = None
try:
    result.plot()
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "plot() needs matplotlib: pip install 'eniplan[plot]'\n"


def test_html_of_explanations_says_the_verdict_its_sentence_and_what_is_there() -> None:
    [cluster] = [one for one in eniplan.load(ROOT / "data/scenarios/shortage-or-pieces") if one.cluster_name == "shortage"]
    words = Page(eniplan.explain(cluster)._repr_html_()).words
    assert "shortage: 5 of 53 tasks cannot be placed; shortage proved: 5 can never fit" in words
    assert any(word.startswith("These 3 services (41 tasks) want 41 ENI slots") for word in words)
    start = words.index("payment-trunked")
    assert words[start : start + 4] == ["payment-trunked", "m5.large", "2", "20"]  # instances, slots on them


def test_html_of_explanations_says_where_all_fits_but_does_not_attach() -> None:
    case = ROOT / "tests" / "conformance" / "placement" / "016.json"
    [cluster] = eniplan.loads(json.dumps(json.loads(case.read_text())["scenario"]))
    page = eniplan.explain(cluster)._repr_html_()
    assert "Placed by largest share, with binpack on memory, everything has a place" in page


def test_html_of_remedies_says_what_each_costs() -> None:
    [cluster] = eniplan.load(ROOT / "data/scenarios/seed-incident/t2-micro.yaml")
    found = eniplan.fix(cluster)
    words = Page(found._repr_html_()).words
    for remedy in found.remedies:
        cost = words[words.index(remedy.description) + 1]
        assert float(cost) == pytest.approx((remedy.extra_microusd_month or 0) / 1_000_000, abs=0.005)
