"""How far the estimates of registered memory are from what was published.

Each family is left out of the fit in turn, and its observations are compared with what the
others say of it. The bounds are those that data/README.md promises.
"""

import sys
import unittest
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data" / "generate"))

import memory  # noqa: E402
import tables  # noqa: E402
from memory import Observation, Observations, Type  # noqa: E402


def all_types() -> dict[str, Type]:
    rows = tables.read_csv(tables.TABLE)
    return {row["instance_type"]: tables.memory_type(row["instance_type"], row) for row in rows}


class LeftOutFamilies(unittest.TestCase):
    """estimate - published over the rows that the fits use, family by family."""

    @classmethod
    def setUpClass(cls):
        observations = tables.read_observations(all_types())
        families = defaultdict(list)
        for observation in filter(memory.usable_in_fits, observations):
            families[observation.type.family].append(observation)
        cls.errors = []  # (nominal, estimate - published)
        for family, own in families.items():
            others = Observations(o for o in observations if o.type.family != family)
            for observation in own:
                type = observation.type
                guess = memory.relatives_estimate(type, others) or memory.class_estimate(type, "")
                cls.errors.append((type.nominal, guess.registered - observation.registered))

    def test_enough_was_compared(self):
        self.assertGreater(len(self.errors), 1200)

    def test_median_error_is_at_most_half_a_percent_of_the_memory(self):
        middle = median(Fraction(abs(error), nominal) for nominal, error in self.errors)
        self.assertLessEqual(middle, Fraction(5, 1000), f"{float(middle):.4%}")

    def test_95_percent_of_the_estimates_are_not_above_the_published_figure(self):
        safe = Fraction(sum(error <= 0 for _, error in self.errors), len(self.errors))
        self.assertGreaterEqual(safe, Fraction(95, 100), f"{float(safe):.2%}")


class Rules(unittest.TestCase):
    """Each rule on figures small enough to check by hand."""

    def setUp(self):
        # Nitro x86 and 8 GiB: 64 MiB of the overhead belong to big sizes.
        self.m9i = Type("m9i.large", 8192, "x86_64", "nitro", False)

    def seen(self, type, registered, system="eks", date="2024-01-01", source="somewhere"):
        return Observation(type, registered, system, date, source, True)

    def estimate(self, *observations, type=None):
        return memory.estimate(type or self.m9i, Observations(observations), "2026-11-23")

    def test_the_lowest_on_an_ecs_ami_since_2022_comes_first(self):
        result = self.estimate(
            self.seen(self.m9i, 7800, "ecs"),
            self.seen(self.m9i, 7810, "ecs"),
            self.seen(self.m9i, 7700, "ecs", "2021-12-31"),
            self.seen(self.m9i, 7600),
        )
        self.assertEqual((result.basis, result.registered, result.low, result.high), ("observed", 7800, 7784, 7810))

    def test_others_since_run_b_lose_16(self):
        result = self.estimate(
            self.seen(self.m9i, 7700, date="2023-07-11", source="karpenter-memory-b"),
            self.seen(self.m9i, 7650, date="2023-07-11", source="karpenter-memory-a"),
            self.seen(self.m9i, 7600, date="2023-07-10"),
            self.seen(self.m9i, 7500, "windows"),
        )
        self.assertEqual((result.basis, result.registered, result.low), ("observed", 7700 - 16, 7700 - 16))
        self.assertEqual(result.high, 7700 + 75)

    def test_lottery_families_count_all_years(self):
        m5 = Type("m5.large", 8192, "x86_64", "nitro", False)
        result = self.estimate(self.seen(m5, 7700), self.seen(m5, 7680, "ecs", "2020-07-21"), type=m5)
        self.assertEqual(result.registered, 7680 - 16)

    def test_relatives_are_interpolated_between_the_nearest_sizes(self):
        smaller = Type("m9i.medium", 4096, "x86_64", "nitro", False)
        larger = Type("m9i.2xlarge", 16384, "x86_64", "nitro", False)
        result = self.estimate(self.seen(smaller, 4096 - 300), self.seen(larger, 16384 - 900))
        # 300 at 4096 and 900 at 16384: 500 at 8192; half a percent of 8192 is 40.
        self.assertEqual((result.basis, result.detail), ("relatives", "family m9i"))
        self.assertEqual(result.registered, 8192 - 500 - 40)

    def test_one_relative_gives_the_offset_and_the_class_the_slope(self):
        larger = Type("m9id.xlarge", 16384, "x86_64", "nitro", False)
        result = self.estimate(self.seen(larger, 16384 - 664))
        # 600 at 16384 without the 64 of big sizes; 0.0312 * 8192 = 255.6 less at 8192.
        self.assertEqual((result.detail, result.registered), ("series m9i", int(8192 - 64 - 600 + 255.6) - 40))

    def test_a_relative_too_large_to_tell_leaves_it_to_the_class(self):
        giant = Type("m9id.48xlarge", 2097152, "x86_64", "nitro", False)
        # 0.0312 * (2097152 - 8192) = 65,176 is more than the 40,000 that the giant lacks.
        result = self.estimate(self.seen(giant, 2097152 - 40000))
        self.assertEqual(result.basis, "class")

    def test_relatives_do_not_cross_platforms(self):
        metal = Type("m9i.metal", 393216, "x86_64", "none", True)
        graviton = Type("m9i.xlarge", 16384, "arm64", "nitro", False)
        result = self.estimate(self.seen(metal, 386000), self.seen(graviton, 15700))
        self.assertEqual((result.basis, result.detail), ("class", "Nitro x86"))
        # Safe: 193 + 64 + 0.0380 * 8192 = 568.3; best: 71 + 64 + 0.0312 * 8192 = 390.6.
        self.assertEqual((result.registered, result.low, result.high), (8192 - 569, 8192 - 569, 8192 - 391))


if __name__ == "__main__":
    unittest.main()
