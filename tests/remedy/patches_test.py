#!/usr/bin/env python3
"""Every remedy of every published case with refusals, the way a user would take it: convert, apply the patch, simulate.

ENIPLAN_PROGRAM is the command, ENIPLAN_SOURCE the project, ENIPLAN_EVERY=20 takes every twentieth case alone; answers in
JSON are left in ENIPLAN_ANSWERS, where validate_json.py finds them. Patches are applied by Debian's python3-jsonpatch,
which knows nothing of eniplan.
"""

import concurrent.futures
import json
import os
import pathlib
import subprocess
import unittest

import jsonpatch

PROGRAM = os.path.abspath(os.environ["ENIPLAN_PROGRAM"])
SOURCE = pathlib.Path(os.environ["ENIPLAN_SOURCE"])
PUBLISHED = sorted((SOURCE / "tests/conformance/placement").glob("*.json"))
CASES = PUBLISHED[::int(os.environ.get("ENIPLAN_EVERY", "1"))]
SCENARIOS = SOURCE / "data/scenarios"


def eniplan(*arguments, document=None):
    text = b"" if document is None else json.dumps(document).encode()
    return subprocess.run([PROGRAM, *map(str, arguments)], input=text, capture_output=True, timeout=600, check=False)


def documents(text):
    """JSON values one after the other."""
    decoder, text, found = json.JSONDecoder(), text.decode().strip(), []
    while text:
        value, end = decoder.raw_decode(text)
        found.append(value)
        text = text[end:].lstrip()
    return found


def keep(name, run):
    folder = os.environ.get("ENIPLAN_ANSWERS")
    if folder:
        os.makedirs(folder, exist_ok=True)
        (pathlib.Path(folder) / f"{name}.json").write_bytes(run.stdout)


def fix(name, *files, document=None):
    """Converts, fixes, and applies each patch to the document of its cluster: (answers, failed descriptions)."""
    run = eniplan("fix", *files, "--format", "json", document=document)
    assert run.returncode in (0, 1), run.stderr.decode()
    keep(name, run)
    converted = eniplan("convert", *files, "--format", "json", document=document)
    assert converted.returncode == 0, converted.stderr.decode()
    normal = {one["clusterName"]: one for one in documents(converted.stdout)}
    answers, wrong = json.loads(run.stdout)["clusters"], []
    for answer in answers:
        for remedy in answer["remedies"]:
            patched = jsonpatch.apply_patch(normal[answer["clusterName"]], remedy["patch"])
            simulated = eniplan("simulate", "-", "--format", "json", "--no-instances", document=patched)
            summary = json.loads(simulated.stdout)["clusters"][0]["summary"] if simulated.stdout else None
            if simulated.returncode != 0 or summary != remedy["after"]:
                wrong.append((remedy["description"], simulated.returncode, summary, simulated.stderr.decode()))
    expected = int(any(answer["needsRemedy"] and not answer["remedies"] for answer in answers))
    if run.returncode != expected:
        wrong.append(("exit status", run.returncode, expected, ""))
    return answers, wrong


class PublishedCases(unittest.TestCase):
    def test_each_with_refusals_has_patches_that_work_or_a_stated_search(self):
        self.assertEqual(len(PUBLISHED), 200)
        refused = [(case, json.loads(case.read_text())) for case in CASES]
        refused = [(case, whole["scenario"]) for case, whole in refused
                   if whole["expected"]["summary"]["unplaced"] or whole["expected"]["summary"]["attachFailures"]]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(lambda one: fix(one[0].stem, "-", document=one[1]), refused))
        cured, patches, in_vain = 0, 0, []
        for (case, _), (answers, wrong) in zip(refused, found):
            self.assertEqual(wrong, [], case.name)
            [answer] = answers
            self.assertTrue(answer["needsRemedy"], case.name)
            patches += len(answer["remedies"])
            if answer["remedies"]:
                cured += 1
            else:
                in_vain.append(case.stem)
                # What was searched is said: of singles, and of pairs.
                self.assertTrue(all(search["range"] for search in answer["searched"]), case.name)
                self.assertEqual(answer["searched"][-1]["change"], "two of these together", case.name)
        print(f"{cured} of {len(refused)} published cases with refusals have a patch that works, {patches} patches in "
              f"all; a stated search found none for {len(in_vain)}: {' '.join(in_vain)}")
        self.assertGreater(cured, len(refused) // 2)

    def test_those_without_refusals_need_none(self):
        for case in CASES:
            whole = json.loads(case.read_text())
            if whole["expected"]["summary"]["unplaced"] or whole["expected"]["summary"]["attachFailures"]:
                continue
            run = eniplan("fix", "-", "--format", "json", document=whole["scenario"])
            [answer] = json.loads(run.stdout)["clusters"]
            self.assertEqual((run.returncode, answer["needsRemedy"], answer["remedies"]), (0, False, []), case.name)


class Examples(unittest.TestCase):
    def test_the_seed_incident_has_the_three_cures_of_its_page(self):
        answers, wrong = fix("seed", SCENARIOS / "seed-incident/t2-micro.yaml")
        self.assertEqual(wrong, [])
        remedies = {remedy["description"]: remedy for remedy in answers[0]["remedies"]}
        self.assertEqual(remedies["one more t2.micro"]["patch"],
                         [{"op": "replace", "path": "/capacity/0/count", "value": 2}])
        self.assertEqual(remedies["a t2.small instead of the t2.micro"]["patch"],
                         [{"op": "replace", "path": "/capacity/0/instanceType", "value": "t2.small"}])
        self.assertIn("bridge with dynamic ports instead of awsvpc for ecs-django:1", remedies)

    def test_patches_of_several_clusters_name_theirs(self):
        answers, wrong = fix("two-clusters", SCENARIOS / "seed-incident/t2-micro.yaml",
                             SCENARIOS / "two-books/borrowed-interfaces.yaml")
        self.assertEqual(wrong, [])
        self.assertEqual([answer["clusterName"] for answer in answers], ["t2-micro", "borrowed-interfaces"])
        self.assertTrue(all(answer["remedies"] for answer in answers))

    def test_described_instances_are_patched(self):
        folder = SCENARIOS / "trunk-that-is-not-there"
        for path in sorted(folder.iterdir()):
            if path.is_dir() and path.name != "output":
                answers, wrong = fix(f"described-{path.name}", path)
                self.assertEqual(wrong, [])
                self.assertTrue(answers[0]["remedies"] or not answers[0]["needsRemedy"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
