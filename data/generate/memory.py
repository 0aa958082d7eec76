"""The memory that an instance of a type registers with ECS.

data/README.md tells the rule and where its numbers come from; this file works it out. All
arithmetic is in whole numbers or fractions, so that every machine makes the same table.

The words: `nominal` is the memory that EC2 sells, `registered` what ECS counts, `overhead`
what lies between them. All are MiB.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

# Run B of the Karpenter maintainers, the day from which observations other than ECS's count.
RUN_B_DATE = "2023-07-11"
RECENT_YEAR = "2022"
# c5, c5d, m5 and m5d run on one of two hardware generations, which keep different amounts.
LOTTERY_FAMILIES = {"c5", "c5d", "m5", "m5d"}
# Amazon Linux 2023 registers up to 16 MiB less than the Bottlerocket of 2023, and AMI
# updates have taken 1 to 11 MiB.
DRIFT_DOWN = 16
# Amazon Linux 2 with kernel 4.14 registers mostly 40 to 75 MiB more than Bottlerocket.
DRIFT_UP = 75
# Series whose generations 4 and later share a platform, so that one stands for another.
PLATFORM_SERIES = {"c", "m", "r", "t", "i", "d", "x", "im", "is", "hpc"}


@dataclass(frozen=True)
class ClassModel:
    """overhead = a + 64 * big + b / 10000 * nominal, once as the best guess and once on the safe side."""

    name: str
    a_best: int
    b_best: int
    a_safe: int
    b_safe: int


XEN = ClassModel("Xen", 62, 170, 74, 178)
NITRO_X86 = ClassModel("Nitro x86", 71, 312, 193, 380)
NITRO_ARM64 = ClassModel("Nitro arm64", 75, 342, 101, 388)
BARE_METAL = ClassModel("bare metal", 399, 158, 400, 200)
# Below 4096 MiB the safe Nitro x86 model would keep half of a nano.
NITRO_X86_SMALL = ClassModel("Nitro x86", 71, 312, 80, 380)


@dataclass(frozen=True)
class Type:
    name: str
    nominal: int
    architecture: str
    hypervisor: str
    bare_metal: bool
    source: str = ""  # Tells the age of a type whose hypervisor is not published.

    @property
    def family(self) -> str:
        return self.name.split(".")[0]

    @property
    def arm64(self) -> bool:
        return self.architecture.startswith("arm64")

    @property
    def platform(self) -> str:
        return class_model(self).name

    @property
    def big(self) -> int:
        """Whether 64 MiB more are kept, probably as bounce buffer or contiguous area."""
        if self.bare_metal:
            return 0
        return int(self.nominal >= (2048 if self.arm64 else 4096))

    @property
    def lineage(self) -> tuple[str, int, str] | None:
        """Series, generation and processor letter: m6id -> ('m', 6, 'i'), r5dn -> ('r', 5, '')."""
        match = re.match(r"([a-z]+)(\d+)([a-z]*)", self.family)
        if match is None:
            return None
        series, generation, suffix = match.groups()
        return series, int(generation), suffix[0] if suffix[:1] in ("a", "g", "i") else ""


@dataclass(frozen=True)
class Observation:
    type: Type
    registered: int
    system: str  # ecs, eks, linux or windows
    date: str  # ISO 8601 as far as it is known; empty if it is not
    source: str
    in_fits: bool

    @property
    def overhead(self) -> int:
        return self.type.nominal - self.registered

    @property
    def run_a(self) -> bool:
        return self.source == "karpenter-memory-a"

    @property
    def recent(self) -> bool:
        """Since 2022; run A measured arm64 with a kernel option that has gone since."""
        return self.date >= RECENT_YEAR and not (self.run_a and self.type.arm64)


@dataclass(frozen=True)
class Estimate:
    basis: str  # observed, relatives or class
    registered: int
    low: int
    high: int
    source: str  # A tag of data/sources.csv.
    detail: str  # Which relatives or which class.
    date: str


def class_model(type: Type) -> ClassModel:
    if type.bare_metal:
        return BARE_METAL
    # Types whose hypervisor nobody publishes are either so old that only moto's history has
    # them, from before Nitro (2017), or too new for it, and all those are Nitro.
    if type.hypervisor == "xen" or (not type.hypervisor and type.source == "moto-history"):
        return XEN
    if type.arm64:
        return NITRO_ARM64
    return NITRO_X86 if type.nominal >= 4096 else NITRO_X86_SMALL


def within(type: Type, overhead: Fraction) -> int:
    """The whole MiB left of the type's nominal memory, none if nothing is left."""
    return max(0, (type.nominal - 64 * type.big - overhead).__floor__())


def class_estimate(type: Type, date: str) -> Estimate:
    model = class_model(type)
    safe = within(type, model.a_safe + Fraction(model.b_safe * type.nominal, 10000))
    best = within(type, model.a_best + Fraction(model.b_best * type.nominal, 10000))
    return Estimate("class", safe, safe, max(safe, best), "memory-models", model.name, date)


def interpolate(type: Type, points: dict[int, Fraction]) -> Fraction:
    """The overhead at the type's size on the line through `points`, nominal -> overhead.

    Beyond the first and the last point the line goes on as between the two nearest;
    through a single point it has the slope of the class.
    """
    sizes = sorted(points)
    if len(sizes) == 1:
        slope = Fraction(class_model(type).b_best, 10000)
        return points[sizes[0]] + slope * (type.nominal - sizes[0])
    right = next((i for i, size in enumerate(sizes) if size >= type.nominal), len(sizes) - 1)
    first, second = sizes[max(right, 1) - 1], sizes[max(right, 1)]
    slope = (points[second] - points[first]) / (second - first)
    return points[first] + slope * (type.nominal - first)


def points_of(observations: Iterable[Observation], choose) -> dict[int, Fraction]:
    """nominal -> what `choose` makes of the overheads seen there, without the 64 of big sizes."""
    seen: dict[int, list[int]] = {}
    for observation in observations:
        overhead = observation.overhead - 64 * observation.type.big
        seen.setdefault(observation.type.nominal, []).append(overhead)
    return {nominal: Fraction(choose(overheads)) for nominal, overheads in seen.items()}


def usable_in_fits(observation: Observation) -> bool:
    return observation.in_fits and not (observation.run_a and observation.type.arm64)


class Observations:
    """Observations by type, and by the three ways in which types are relatives."""

    def __init__(self, observations: Iterable[Observation]) -> None:
        self.by_type: dict[str, list[Observation]] = {}
        self.by_relation: dict[tuple, list[Observation]] = {}
        for observation in observations:
            self.by_type.setdefault(observation.type.name, []).append(observation)
            if usable_in_fits(observation):
                for _, relation in relations(observation.type):
                    self.by_relation.setdefault(relation, []).append(observation)


def relations(type: Type) -> list[tuple[str, tuple]]:
    """The groups of relatives a type belongs to, nearest first, each with the words for it."""
    groups = [(f"family {type.family}", (type.platform, "family", type.family))]
    if type.lineage is None:
        return groups
    series, generation, letter = type.lineage
    groups.append((f"series {series}{generation}{letter}", (type.platform, "series", *type.lineage)))
    if generation >= 4 and series in PLATFORM_SERIES:
        groups.append((f"generation {generation}{letter}", (type.platform, "generation", generation, letter)))
    return groups


def relatives_estimate(type: Type, observations: Observations) -> Estimate | None:
    for words, relation in relations(type):
        relatives = observations.by_relation.get(relation)
        if relatives:
            return estimate_from(type, relatives, words)
    return None


def estimate_from(type: Type, relatives: list[Observation], words: str) -> Estimate | None:
    """The lowest estimate less 0.5 % of nominal, each in whole MiB; up to a typical one."""
    overhead = interpolate(type, points_of(relatives, max))
    if overhead <= 0:
        return None  # The one relative is so much larger that its line gives more memory than there is.
    lowest = max(0, within(type, overhead) - type.nominal // 200)
    recent = [observation for observation in relatives if observation.recent] or relatives
    typical = within(type, interpolate(type, points_of(recent, median)))
    high = min(type.nominal, max(lowest, typical + DRIFT_UP))
    newest = max(observation.date for observation in relatives)
    return Estimate("relatives", lowest, lowest, high, "memory-relatives", words, newest)


def observed_estimate(type: Type, own: list[Observation]) -> Estimate | None:
    """The first two rules: seen on an ECS AMI since 2022, else seen elsewhere since run B."""
    comparable = [o for o in own if o.system != "windows"]
    recent = [o.registered for o in comparable if o.recent]
    on_ecs = [o for o in comparable if o.system == "ecs" and o.recent]
    if on_ecs:
        lowest = lowest_of(on_ecs)
        low = lowest.registered - DRIFT_DOWN
        return observed(lowest, lowest.registered, low, max(recent))
    every_year = type.family in LOTTERY_FAMILIES
    others = [o for o in comparable if every_year or (o.date >= RUN_B_DATE and not o.run_a)]
    if others:
        lowest = lowest_of(others)
        low = lowest.registered - DRIFT_DOWN
        high = min(type.nominal, max(recent, default=lowest.registered) + DRIFT_UP)
        return observed(lowest, low, low, high)
    return None


def lowest_of(observations: list[Observation]) -> Observation:
    """The newest of those with the least memory."""
    return min(sorted(observations, key=lambda o: o.date, reverse=True), key=lambda o: o.registered)


def observed(witness: Observation, registered: int, low: int, high: int) -> Estimate:
    return Estimate("observed", registered, low, high, witness.source, "", witness.date)


def estimate(type: Type, observations: Observations, models_date: str) -> Estimate:
    """The registered memory of a type by the first rule that applies."""
    own = observations.by_type.get(type.name, [])
    return (
        observed_estimate(type, own)
        or relatives_estimate(type, observations)
        or class_estimate(type, models_date)
    )
