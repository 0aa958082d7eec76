"""The files of data/: sound in themselves, in agreement with each other, and compiled in as they are."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data" / "generate"))

import make_catalog  # noqa: E402
import make_table  # noqa: E402
import tables  # noqa: E402


class Generated(unittest.TestCase):
    def test_the_compiled_catalog_is_what_the_script_makes(self):
        committed = make_catalog.OUTPUT.read_bytes()
        self.assertEqual(committed, make_catalog.make_catalog().encode())

    def test_limits_and_memory_in_the_table_are_what_the_script_makes(self):
        made = make_table.make_rows(make_table.hardware_from_table())
        self.assertEqual(tables.read_csv(tables.TABLE), made)


class Table(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = tables.read_csv(tables.TABLE)
        cls.by_name = {row["instance_type"]: row for row in cls.rows}

    def test_names_are_unique_and_sorted(self):
        names = [row["instance_type"] for row in self.rows]
        self.assertEqual(names, sorted(set(names)))

    def test_kept_types_are_in_it_as_they_were_kept(self):
        for name, kept in tables.read_kept_types().items():
            self.assertEqual(kept, {column: self.by_name[name][column] for column in kept}, name)

    def test_every_type_is_from_the_package_or_kept(self):
        others = {row["instance_type"] for row in self.rows if row["hardware_source"] != "moto"}
        self.assertEqual(others, set(tables.read_kept_types()))

    def test_every_source_is_described(self):
        sources = tables.read_sources()
        for row in self.rows:
            self.assertIn(row["hardware_source"], sources)
            self.assertIn(row["memory_source"], sources)
            self.assertTrue(row["hardware_date"] or sources[row["hardware_source"]]["date"], row["instance_type"])
            self.assertTrue(row["memory_date"], row["instance_type"])

    def test_overrides_name_a_known_type_and_change_something(self):
        for override in tables.read_csv(tables.OVERRIDES):
            row = self.by_name[override["instance_type"]]
            self.assertNotEqual(row[override["column"]], override["value"])
            self.assertIn(override["source"], tables.read_sources())
            self.assertTrue(override["reason"] and override["date"])


class Agreement(unittest.TestCase):
    """Two sources that know nothing of each other."""

    @classmethod
    def setUpClass(cls):
        cls.rows = [row for row in tables.read_csv(tables.TABLE) if row["ecs_task_limit_default"]]

    def test_ecs_counts_all_interfaces_but_the_primary(self):
        for row in self.rows:
            others = int(row["max_network_interfaces"]) - 1
            self.assertEqual(int(row["ecs_task_limit_default"]), others, row["instance_type"])

    def test_trunking_limits_agree_with_the_branch_interfaces_of_eks(self):
        # Of N interfaces a trunked instance may have, ECS leaves out primary and trunk. EKS
        # counts the branches, which are N less the ordinary ones, and stops at 120.
        disagreeing, compared = [], 0
        for row in self.rows:
            if not row["eks_branch_interfaces"]:
                continue
            compared += 1
            everything = int(row["ecs_task_limit_trunking"]) + 2
            branches = min(120, everything - int(row["max_network_interfaces"]))
            if branches != int(row["eks_branch_interfaces"]):
                disagreeing.append(row["instance_type"])
        self.assertEqual(compared, 1164)
        # In the ECS table with fewer tasks than without a trunk, and not compatible for EKS.
        self.assertEqual(disagreeing, ["u-6tb1.56xlarge"])


class Observed(unittest.TestCase):
    def test_observations_are_of_known_types_and_below_their_memory(self):
        nominal = {row["instance_type"]: int(row["memory_mib"]) for row in tables.read_csv(tables.TABLE)}
        sources = tables.read_sources()
        rows = tables.read_csv(tables.KEPT / "memory-observations.csv")
        self.assertEqual(len(rows), 1374)
        for row in rows:
            self.assertLess(int(row["registered_mib"]), nominal[row["instance_type"]])
            self.assertIn(row["source"], sources)
            self.assertIn(row["system"], {"ecs", "eks", "linux", "windows"})
            self.assertIn(row["in_fits"], {"yes", "no"})


if __name__ == "__main__":
    unittest.main()
