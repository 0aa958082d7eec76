#!/usr/bin/env python3
"""Tests of the command from outside: statuses, streams, files, colour, completion.

ENIPLAN_PROGRAM is the command, ENIPLAN_SOURCE the project; answers in JSON are left in ENIPLAN_ANSWERS, where
validate_json.py finds them.
"""

import gzip
import json
import os
import pathlib
import pty
import select
import signal
import stat
import subprocess
import tempfile
import time
import unittest
from xml.etree import ElementTree

PROGRAM = os.path.abspath(os.environ["ENIPLAN_PROGRAM"])
SOURCE = pathlib.Path(os.environ["ENIPLAN_SOURCE"])
SEED = SOURCE / "data/scenarios/seed-incident/t2-micro.yaml"
FITS = SOURCE / "data/scenarios/three-cures/t2-small.yaml"
BORROWED = SOURCE / "data/scenarios/two-books/borrowed-interfaces.yaml"
FERRY = SOURCE / "data/scenarios/aws-answers/ferry"
SHOP = SOURCE / "data/scenarios/second-deployment/shop.yaml"
HALF_WAY = SOURCE / "data/scenarios/second-deployment/half-way.yaml"
COLOR_VARIABLES = ("NO_COLOR", "CLICOLOR_FORCE", "TERM")


def environment(**variables):
    clean = {name: value for name, value in os.environ.items() if name not in COLOR_VARIABLES}
    return {**clean, **variables}


def eniplan(*arguments, stdin=b"", **variables):
    return subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, timeout=300, check=False,
                          env=environment(**variables))


def answer(test, *arguments, stdin=b""):
    """The answer in JSON, which is also left for validation."""
    run = eniplan(*arguments, "--format", "json", stdin=stdin)
    test.assertIn(run.returncode, (0, 1), run.stderr.decode())
    folder = os.environ.get("ENIPLAN_ANSWERS")
    if folder:
        os.makedirs(folder, exist_ok=True)
        (pathlib.Path(folder) / f"{test.id()}.json").write_bytes(run.stdout)
    return json.loads(run.stdout)


def negative(number):
    return None if number is None else -number


def of_slot(instance_type, way, member):
    share = instance_type["perSlot"][way]
    return None if share is None else share[member]


class Statuses(unittest.TestCase):
    def test_0_when_everything_is_placed(self):
        self.assertEqual(eniplan("simulate", FITS).returncode, 0)

    def test_1_when_a_task_cannot_be_placed(self):
        self.assertEqual(eniplan("simulate", SEED).returncode, 1)

    def test_1_when_a_task_would_fail_to_attach(self):
        self.assertEqual(eniplan("simulate", BORROWED).returncode, 1)

    def test_1_when_a_rollout_is_stuck(self):
        self.assertEqual(eniplan("rollout", SHOP).returncode, 1)
        self.assertEqual(eniplan("rollout", SHOP, "--service", "jobs").returncode, 0)
        # After transient placement errors it completes all the same.
        half = "services.web.deploymentConfiguration.minimumHealthyPercent=50"
        run = eniplan("rollout", SHOP, "--service", "web", "--set", half)
        self.assertIn(b"transient", run.stdout)
        self.assertEqual(run.returncode, 0)

    def test_1_when_what_fits_cannot_be_rolled(self):
        self.assertEqual(eniplan("simulate", SHOP).returncode, 0)
        self.assertEqual(eniplan("simulate", SHOP, "--rollout").returncode, 1)
        self.assertEqual(eniplan("simulate", SHOP, "--rollout", "--service", "jobs").returncode, 0)

    def test_0_instead_of_1_on_request(self):
        for command in (["simulate", SEED], ["rollout", SHOP], ["simulate", SHOP, "--rollout"], ["types", "nothing.*"], ["fit", "c5.large", "--cpu", "9999", "--memory", "1"],
                        ["check", SOURCE / "tests/golden/wrong.yaml"]):
            self.assertEqual(eniplan(*command).returncode, 1, command)
            self.assertEqual(eniplan(*command, "--exit-zero").returncode, 0, command)

    def test_2_for_bad_input_even_with_exit_zero(self):
        run = eniplan("simulate", "-", "--exit-zero", stdin=b"services: 3")
        self.assertEqual((run.returncode, run.stdout), (2, b""))
        self.assertTrue(run.stderr.startswith(b"<stdin>:1:11: services: "), run.stderr)

    def test_2_for_bad_usage(self):
        for arguments in ([], ["simulate"], ["nothing"], ["simulate", SEED, "--nothing"], ["simulate", SEED, "-j", "x"],
                          ["--nothing"], ["simulate", SEED, "--format"], ["fit", "c5.large"], ["completion"]):
            run = eniplan(*arguments)
            self.assertEqual((run.returncode, run.stdout), (2, b""), arguments)
            self.assertIn(b"--help", run.stderr)

    def test_2_when_standard_output_is_full(self):
        with open("/dev/full", "wb") as full:
            run = subprocess.run([PROGRAM, "types"], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertEqual(run.returncode, 2)
        self.assertIn(b"standard output", run.stderr)

    def test_130_when_interrupted(self):
        with subprocess.Popen([PROGRAM, "simulate", "-"], stdin=subprocess.PIPE) as run:
            time.sleep(0.3)
            run.send_signal(signal.SIGINT)
            self.assertEqual(run.wait(60), 130)
            run.stdin.close()

    def test_a_reader_that_goes_away_ends_it_quietly(self):
        # Also under a parent that ignores SIGPIPE.
        run = subprocess.Popen([PROGRAM, "types", "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN), restore_signals=False)
        run.stdout.read(10)
        run.stdout.close()
        self.assertEqual(run.wait(60), -signal.SIGPIPE)
        self.assertEqual(run.stderr.read(), b"")
        run.stderr.close()

    def test_help_and_version_are_answers(self):
        for arguments in (["--help"], ["-h"], ["--version"], ["simulate", "--help"], ["fit", "-h"]):
            run = eniplan(*arguments)
            self.assertEqual((run.returncode, run.stderr), (0, b""), arguments)
            self.assertTrue(run.stdout.endswith(b"\n"))


class Streams(unittest.TestCase):
    def test_warnings_go_to_standard_error_unless_the_answer_has_them(self):
        text = eniplan("simulate", FERRY)
        self.assertIn(b"warning: ferry-staging: ", text.stderr)
        self.assertNotIn(b"warning", text.stdout)
        self.assertEqual(eniplan("simulate", FERRY, "--quiet").stderr, b"")
        in_json = eniplan("simulate", FERRY, "--format", "json")
        self.assertEqual(in_json.stderr, b"")
        self.assertEqual(len(json.loads(in_json.stdout)["clusters"][0]["warnings"]), 2)

    def test_standard_input_is_read_compressed_or_not(self):
        plain = eniplan("simulate", "-", "--format", "json", stdin=SEED.read_bytes())
        packed = eniplan("simulate", "-", "--format", "json", stdin=gzip.compress(SEED.read_bytes()))
        self.assertEqual(plain.returncode, 1)
        self.assertEqual(plain.stdout, packed.stdout)

    def test_parts_are_looked_at_by_name(self):
        shop = SOURCE / "data/scenarios/zones-and-daemons/market.yaml"
        whole = answer(self, "simulate", shop)
        part = json.loads(eniplan("simulate", shop, "--service", "shop", "--format", "json").stdout)
        self.assertEqual([s["serviceName"] for s in part["clusters"][0]["services"]], ["shop"])
        self.assertEqual(part["clusters"][0]["services"][0], whole["clusters"][0]["services"][0])
        self.assertEqual(part["clusters"][0]["summary"]["desired"], 9)
        # The report that cannot be placed is not looked at.
        self.assertEqual(eniplan("simulate", shop).returncode, 1)
        self.assertEqual(eniplan("simulate", shop, "--service", "shop").returncode, 0)
        fleet = eniplan("simulate", SEED, FITS, "--cluster", "t2-small", "--format", "json")
        self.assertEqual([c["clusterName"] for c in json.loads(fleet.stdout)["clusters"]], ["t2-small"])
        self.assertEqual(fleet.returncode, 0)

    def test_types_files_and_memory_overhead_replace_the_catalog(self):
        with tempfile.TemporaryDirectory() as folder:
            types = pathlib.Path(folder) / "types.json"
            types.write_text('{"InstanceTypes": [{"InstanceType": "c5.large", "ecsTaskLimit": {"default": 1}}]}')
            fit = answer(self, "fit", "c5.large", "--cpu", 256, "--memory", 256, "--types-file", types,
                         "--memory-overhead", "96")
            self.assertEqual(fit["withoutTrunking"]["count"], 1)
            self.assertEqual(fit["withoutTrunking"]["registered"]["MEMORY"], 4000)  # 4096 - 96
            self.assertEqual(fit["memoryEstimate"], {"basis": "given", "low": 4000, "high": 4000})
            shown = json.loads(eniplan("types", "c5.large", "--types-file", types, "--format", "json").stdout)
            limit = shown["types"][0]["taskLimit"]["default"]
            self.assertEqual((limit["value"], limit["date"]), (1, None))

    def test_every_type_has_a_source_and_a_date_for_each_limit(self):
        types = answer(self, "types")["types"]
        self.assertGreater(len(types), 1000)
        for one in types:
            for limit in one["taskLimit"].values():
                self.assertTrue(limit["source"], one["instanceType"])
                self.assertRegex(limit["date"], r"^20\d\d(-\d\d(-\d\d)?)?$", one["instanceType"])
        self.assertEqual([t["instanceType"] for t in types], sorted(t["instanceType"] for t in types))


class Rollouts(unittest.TestCase):
    def rollouts(self, *arguments):
        """By cluster and service."""
        found = answer(self, "rollout", *arguments)
        return {(c["clusterName"], r["service"]): r for c in found["clusters"] for r in c["rollouts"]}

    def test_what_would_complete_does(self):
        path = "services.web.deploymentConfiguration."
        stuck = self.rollouts(SHOP, "--service", "web")["shop", "web"]
        self.assertEqual(stuck["wouldComplete"],
                         [{"minimumHealthyPercent": 50}, {"extraInstances": {"group": "t2.small", "count": 1}}])
        for change, status in ((path + "minimumHealthyPercent=50", 0), (path + "minimumHealthyPercent=51", 1),
                               ("capacity.t2.small.count=3", 0)):
            self.assertEqual(eniplan("rollout", SHOP, "--service", "web", "--set", change).returncode, status, change)
        quiet = self.rollouts(SHOP, "--service", "web", "--no-would-complete")["shop", "web"]
        self.assertEqual(quiet, {**stuck, "wouldComplete": []})

    def test_each_cluster_is_asked_for_what_it_has(self):
        self.assertEqual(list(self.rollouts(SHOP, HALF_WAY, "--service", "timetable", "--service", "jobs")),
                         [("shop", "jobs"), ("half-way", "timetable")])
        self.assertEqual(list(self.rollouts(SHOP, HALF_WAY, "--to", "timetable:7")), [("half-way", "timetable")])
        self.assertEqual(list(self.rollouts(SHOP, HALF_WAY, "--drain", "c5.large/2")), [("half-way", "timetable")])
        both = self.rollouts(SHOP, HALF_WAY, "--drain", "az1")
        self.assertEqual({cluster for cluster, _ in both}, {"shop", "half-way"})
        # Nothing is left to place on.
        self.assertEqual({r["outcome"] for r in both.values()}, {"stuck"})

    def test_target_and_count_replace_those_of_the_service(self):
        # Three tasks of version 7 run: all that is wanted, so that the others only stop.
        back = self.rollouts(HALF_WAY, "--to", "timetable:7", "--desired", "3")["half-way", "timetable"]
        self.assertEqual((back["taskDefinition"], back["desired"], back["newRunning"]), ("timetable:7", 3, 3))
        self.assertEqual([(s["started"], s["stopped"]) for s in back["steps"]], [(0, 2)])

    def test_times_follow_the_assumptions(self):
        line = self.rollouts(SHOP, "--service", "mail", "--timeline", "--start-seconds", "1", "--detach-seconds", "2")
        timeline = line["shop", "mail"]["timeline"]
        self.assertEqual((timeline["assumptions"]["startSeconds"], timeline["assumptions"]["detachSeconds"]), (1, 2))
        self.assertEqual(timeline["steps"][1]["healthyMilliseconds"], 41_000)  # 1 s to start, 40 s to be healthy
        self.assertEqual(timeline["endMilliseconds"], 82_000)  # two such rounds behind one that only stops

    def test_together_services_stand_in_each_others_way(self):
        percent = "services.web.deploymentConfiguration.minimumHealthyPercent=50"
        alone = self.rollouts(SHOP, "--set", percent)
        together = self.rollouts(SHOP, "--together", "--set", percent)
        self.assertEqual(list(alone), list(together))
        self.assertEqual(together["shop", "proxy"]["outcome"], "stuck")
        self.assertGreater(max(s["round"] for r in together.values() for s in r["steps"]), 1)

    def test_the_answer_does_not_depend_on_the_threads(self):
        for form in ("text", "json", "yaml", "csv", "markdown"):
            runs = [eniplan("rollout", SHOP, HALF_WAY, SEED, FITS, "--timeline", "--format", form, "-j", jobs)
                    for jobs in (1, 4)]
            self.assertEqual(runs[0].stdout, runs[1].stdout, form)
            self.assertIn(b"timetable", runs[0].stdout)

    def test_wrong_names_of_all_clusters_are_one_error(self):
        run = eniplan("rollout", SHOP, HALF_WAY, "--drain", "az2")
        self.assertEqual((run.returncode, run.stdout), (2, b""))
        self.assertIn(b'there is no instance, capacity group or zone "az2" in the input', run.stderr)

    def test_what_is_wrong_in_several_clusters_is_told_at_once(self):
        unknown = b"".join(
            b"---\nclusterName: %s\ncapacity: [{instanceType: t2.small, count: 1}]\n"
            b"taskDefinitions: [{family: web, memory: 64}]\n"
            b"services: [{serviceName: s%s, taskDefinition: web, desiredCount: 2, runningCount: 2}]\n" % (name, name)
            for name in (b"one", b"two"))
        run = eniplan("rollout", "-", stdin=unknown)
        self.assertEqual(run.returncode, 2)
        for name in (b"sone", b"stwo"):
            self.assertIn(b"expected the running tasks of service " + name, run.stderr)


class Files(unittest.TestCase):
    def setUp(self):
        self.folder_handle = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder_handle.cleanup)
        self.folder = pathlib.Path(self.folder_handle.name)
        self.target = self.folder / "answer.txt"

    def names(self):
        return sorted(path.name for path in self.folder.iterdir())

    def test_a_file_gets_what_standard_output_would(self):
        self.assertEqual(eniplan("simulate", SEED, "-o", self.target).returncode, 1)
        self.assertEqual(self.target.read_bytes(), eniplan("simulate", SEED).stdout)
        self.assertEqual(self.names(), ["answer.txt"])

    def test_bad_input_leaves_what_was_there(self):
        self.target.write_text("before")
        self.assertEqual(eniplan("simulate", "-", "-o", self.target, stdin=b"{").returncode, 2)
        self.assertEqual(self.target.read_text(), "before")
        self.target.unlink()
        self.assertEqual(eniplan("simulate", "-", "-o", self.target, stdin=b"{").returncode, 2)
        self.assertEqual(self.names(), [])

    def test_permissions_are_kept_and_new_files_get_the_usual_ones(self):
        eniplan("simulate", SEED, "-o", self.target)
        mask = os.umask(0)
        os.umask(mask)
        self.assertEqual(stat.S_IMODE(self.target.stat().st_mode), 0o666 & ~mask)
        self.target.chmod(0o640)
        eniplan("simulate", SEED, "-o", self.target)
        self.assertEqual(stat.S_IMODE(self.target.stat().st_mode), 0o640)

    def test_a_link_stays_a_link(self):
        self.target.write_text("before")
        link = self.folder / "link"
        link.symlink_to(self.target)
        eniplan("simulate", SEED, "-o", link)
        self.assertTrue(link.is_symlink())
        self.assertTrue(self.target.read_text().startswith("t2-micro: "))

    def test_what_is_no_file_is_written_to(self):
        self.assertEqual(eniplan("simulate", FITS, "-o", "/dev/null").returncode, 0)
        self.assertTrue(os.path.exists("/dev/null"))
        self.assertEqual(eniplan("simulate", FITS, "-o", self.folder).returncode, 2)

    def test_an_interruption_leaves_nothing_behind(self):
        big = b"capacity: [{instanceType: c5.large, count: 400000}]"
        run = subprocess.Popen([PROGRAM, "simulate", "-", "--format", "json", "-o", str(self.target)],
                               stdin=subprocess.PIPE)
        run.stdin.write(big)
        run.stdin.close()
        end = time.monotonic() + 120
        while not self.names() and run.poll() is None and time.monotonic() < end:
            time.sleep(0.001)
        run.send_signal(signal.SIGINT)
        self.assertEqual(run.wait(60), 130, "it ended before it could be interrupted")
        self.assertEqual(self.names(), [])


class Colour(unittest.TestCase):
    def in_terminal(self, *arguments, **variables):
        """What appears in a terminal."""
        controller, terminal = pty.openpty()
        try:
            run = subprocess.Popen([PROGRAM, "simulate", str(SEED), *arguments], stdout=terminal,
                                   env=environment(**{"TERM": "xterm", **variables}))
            os.close(terminal)
            seen = b""
            while select.select([controller], [], [], 60)[0]:
                try:
                    part = os.read(controller, 65536)
                except OSError:  # Linux: the other end was closed.
                    break
                if not part:
                    break
                seen += part
            run.wait(60)
        finally:
            os.close(controller)
        self.assertIn(b"cannot be placed", seen)
        return seen

    def test_only_a_terminal_gets_colour(self):
        self.assertIn(b"\x1b[", self.in_terminal())
        self.assertNotIn(b"\x1b[", eniplan("simulate", SEED, TERM="xterm").stdout)

    def test_the_environment_has_a_say(self):
        self.assertNotIn(b"\x1b[", self.in_terminal(NO_COLOR="1"))
        self.assertIn(b"\x1b[", self.in_terminal(NO_COLOR=""))
        self.assertNotIn(b"\x1b[", self.in_terminal(TERM="dumb"))
        self.assertIn(b"\x1b[", eniplan("simulate", SEED, CLICOLOR_FORCE="1").stdout)
        self.assertNotIn(b"\x1b[", eniplan("simulate", SEED, CLICOLOR_FORCE="1", NO_COLOR="1").stdout)
        self.assertNotIn(b"\x1b[", eniplan("simulate", SEED, CLICOLOR_FORCE="0").stdout)

    def test_the_command_line_has_the_last_word(self):
        self.assertIn(b"\x1b[", eniplan("simulate", SEED, "--color", "always", NO_COLOR="1").stdout)
        self.assertNotIn(b"\x1b[", self.in_terminal("--color", "never", CLICOLOR_FORCE="1"))

    def test_only_text_is_coloured(self):
        for form in ("json", "yaml", "csv", "markdown"):
            self.assertNotIn(b"\x1b[", eniplan("simulate", SEED, "--color", "always", "--format", form).stdout)


class Determinism(unittest.TestCase):
    def fleet(self):
        documents = []
        for k in range(24):
            documents.append(
                f"clusterName: c{k}\nseed: {k}\n"
                f"capacity: [{{instanceType: c5.large, count: {k % 5 + 1}, availabilityZones: [a, b]}}]\n"
                "taskDefinitions: [{family: web, networkMode: awsvpc, cpu: 300, memory: 200}]\n"
                f"services: [{{serviceName: web, taskDefinition: web, desiredCount: {k},\n"
                "            placementStrategy: [{type: random}]}]\n")
        return "---\n".join(documents).encode()

    def test_the_answer_does_not_depend_on_the_threads(self):
        runs = [eniplan("simulate", "-", "--format", "json", "--sequence", "-j", jobs, stdin=self.fleet())
                for jobs in (1, 4, 4, 16)]
        self.assertEqual([run.returncode for run in runs], [1] * 4)
        for run in runs[1:]:
            self.assertEqual(run.stdout, runs[0].stdout)
        names = [cluster["clusterName"] for cluster in json.loads(runs[0].stdout)["clusters"]]
        self.assertEqual(names, [f"c{k}" for k in range(24)])
        answer(self, "simulate", "-", "--sequence", stdin=self.fleet())

    def test_no_format_depends_on_the_threads(self):
        for form in ("text", "yaml", "csv", "markdown"):
            runs = [eniplan("simulate", "-", "--format", form, "--sequence", "-j", jobs, stdin=self.fleet())
                    for jobs in (1, 2, 8)]
            self.assertEqual(runs[0].returncode, 1)
            self.assertIn(b"c5.large", runs[0].stdout)
            self.assertEqual({run.stdout for run in runs}, {runs[0].stdout}, form)


class Schemas(unittest.TestCase):
    def test_the_command_holds_the_published_schemas(self):
        names = eniplan("schema").stdout.decode().split()
        self.assertEqual(names, sorted(path.stem for path in (SOURCE / "data/schema").glob("*.json")))
        for name in names:
            run = eniplan("schema", name)
            self.assertEqual(run.stdout, (SOURCE / f"data/schema/{name}.json").read_bytes())

    def test_answers_of_every_kind_are_left_for_validation(self):
        answer(self, "check", SEED, SOURCE / "tests/golden/cannot-roll.yaml")

    def test_types_compared_are_left_for_validation(self):
        compared = answer(self, "types", "--compare")["types"]
        prices = [t["perSlot"]["default"]["ondemandMicroUsdPerHour"] for t in compared
                  if t["taskLimit"]["trunking"]["value"] is None and t["perSlot"]["default"]
                  and t["perSlot"]["default"]["ondemandMicroUsdPerHour"] is not None]
        self.assertEqual(prices, sorted(prices))


class Explain(unittest.TestCase):
    def test_it_always_answers_with_status_0_and_bad_input_with_2(self):
        self.assertEqual(eniplan("explain", SEED).returncode, 0)
        self.assertEqual(eniplan("explain", SOURCE / "tests/golden/wrong.yaml").returncode, 2)
        self.assertEqual(eniplan("explain", SHOP, "--service", "nobody").returncode, 2)

    def test_the_answer_does_not_depend_on_threads(self):
        command = ("explain", SHOP, SEED, FERRY, SOURCE / "data/scenarios/shortage-or-pieces", "-q", "-j")
        self.assertEqual(eniplan(*command, 1).stdout, eniplan(*command, 8).stdout)

    def test_a_named_service_is_asked_about_in_the_clusters_that_have_it(self):
        clusters = answer(self, "explain", SHOP, SEED, "--service", "ecs-django-service")["clusters"]
        self.assertEqual([c["clusterName"] for c in clusters], ["t2-micro"])


class Headroom(unittest.TestCase):
    def test_it_always_answers_with_status_0_and_bad_input_with_2(self):
        self.assertEqual(eniplan("headroom", SEED).returncode, 0)
        self.assertEqual(eniplan("headroom", SOURCE / "tests/golden/wrong.yaml").returncode, 2)
        self.assertEqual(eniplan("headroom", SEED, "--upto", -1).returncode, 2)
        self.assertEqual(eniplan("headroom", SHOP, "--service", "nobody").returncode, 2)

    def test_curves_are_thinned_to_points_with_both_ends(self):
        service = answer(self, "headroom", SHOP, "--service", "jobs", "--upto", 5000)["clusters"][0]["services"][0]
        points = service["curve"]["points"]
        self.assertEqual(len(points), 1001)
        # 20 run and 16 more fit.
        self.assertEqual(points[0], {"wanted": 0, "placed": 0, "placedAllTrunked": 0})
        self.assertEqual(points[-1], {"wanted": 5000, "placed": 36, "placedAllTrunked": 36})
        self.assertEqual(points[1]["wanted"], 5)

    def test_the_answer_does_not_depend_on_threads(self):
        command = ("headroom", SHOP, SEED, FERRY, "--upto", 9, "-q", "-j")
        self.assertEqual(eniplan(*command, 1).stdout, eniplan(*command, 8).stdout)

    def test_every_form_says_where_and_when_the_prices_are_from(self):
        for form in ("text", "markdown", "json", "yaml"):
            out = eniplan("headroom", SHOP, "--format", form, "--no-rollout").stdout
            self.assertIn(b"us-east-1", out, form)
            self.assertIn(b"2026-07-20", out, form)
            self.assertNotIn(b"up to", out, form)

    def test_without_services_it_tells_what_is_stranded(self):
        document = b"capacity: [{instanceType: c5.large, count: 2}]"
        text = eniplan("headroom", "-", stdin=document).stdout.decode()
        self.assertIn("there is no replica service", text)
        self.assertIn("Nothing is stranded: 2 instances with ENI slots", text)


class Fix(unittest.TestCase):
    NOTHING_HELPS = (b"capacity: [{instanceType: c5.large, count: 1}]\n"
                     b"taskDefinitions: [{family: a, cpu: 128, memory: 128}]\n"
                     b"services: [{serviceName: a, taskDefinition: a, desiredCount: 1, placementConstraints: [\n"
                     b"  {type: memberOf, expression: 'attribute:x exists'},\n"
                     b"  {type: memberOf, expression: 'attribute:y exists'},\n"
                     b"  {type: memberOf, expression: 'attribute:z exists'}]}]\n")

    def test_1_only_when_there_are_refusals_and_nothing_helps(self):
        self.assertEqual(eniplan("fix", FITS).returncode, 0)
        self.assertEqual(eniplan("fix", SEED).returncode, 0)
        self.assertEqual(eniplan("fix", "-", stdin=self.NOTHING_HELPS).returncode, 1)
        self.assertEqual(eniplan("fix", "-", "--exit-zero", stdin=self.NOTHING_HELPS).returncode, 0)

    def test_a_rollout_that_is_stuck_needs_a_remedy_only_if_asked_for(self):
        self.assertFalse(answer(self, "fix", FITS)["clusters"][0]["needsRemedy"])
        rolled = answer(self, "fix", FITS, "--rollout")["clusters"][0]
        self.assertEqual(rolled["stuck"], ["ecs-django-service"])
        self.assertTrue(rolled["remedies"] and all(remedy["rolls"] for remedy in rolled["remedies"]))

    def test_each_cluster_is_asked_for_its_own_services(self):
        [cluster] = answer(self, "fix", SEED, BORROWED, "--service", "api")["clusters"]
        self.assertEqual(cluster["clusterName"], "borrowed-interfaces")

    def test_an_unknown_service_is_bad_usage_that_names_the_nearest(self):
        run = eniplan("fix", SEED, "--service", "ecs-djnago-service")
        self.assertEqual((run.returncode, run.stdout), (2, b""))
        self.assertIn(b'did you mean "ecs-django-service"?', run.stderr)

    def test_the_answer_does_not_depend_on_the_threads(self):
        runs = [eniplan("fix", SEED, BORROWED, FERRY, "--format", "json", "-j", jobs) for jobs in (1, 4)]
        self.assertEqual(runs[0].stdout, runs[1].stdout)


class Network(unittest.TestCase):
    FOLDER = SOURCE / "data/scenarios/nginx-and-gunicorn"

    def test_errors_end_with_status_1_unless_told_otherwise(self):
        self.assertEqual(eniplan("network", self.FOLDER / "awsvpc.yaml").returncode, 0)
        self.assertEqual(eniplan("network", self.FOLDER / "faulty.yaml").returncode, 1)
        self.assertEqual(eniplan("network", self.FOLDER / "faulty.yaml", "--exit-zero").returncode, 0)
        self.assertEqual(eniplan("simulate", self.FOLDER / "faulty.yaml").returncode, 2)

    def test_a_split_that_makes_no_sense_is_refused(self):
        for options in (("--split", "app"), ("--split", "=x"), ("--split", "nobody=x"), ("--desired", "x=1"),
                        ("--split", "gunicorn=app", "--desired", "app=-1"),
                        ("--split", "gunicorn=app", "--desired", "nobody=1")):
            self.assertEqual(eniplan("network", self.FOLDER / "awsvpc.yaml", *options).returncode, 2, options)
        self.assertEqual(eniplan("network", self.FOLDER / "faulty.yaml", "--split", "app=x").returncode, 2)

    def test_pictures_escape_names_and_are_xml(self):
        document = b"taskDefinitions: [{family: 'a<&\"', memory: 64, containerDefinitions: [{name: '</text>'}]}]"
        picture = eniplan("network", "-", "--format", "svg", stdin=document).stdout
        texts = [text.text for text in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("</text>", texts)
        self.assertIn('a<&":1 (bridge)', texts)
        graph = eniplan("network", "-", "--format", "dot", stdin=document).stdout.decode()
        self.assertIn('label="a<&\\":1 (bridge)"', graph)


class SortedTypes(unittest.TestCase):
    KEYS = {
        "tasks": lambda t: -t["taskLimit"]["default"]["value"],
        "trunked": lambda t: negative(t["taskLimit"]["trunking"]["value"]),
        "gain": lambda t: negative(t["trunkingGain"]),
        "price": lambda t: t["ondemandMicroUsdPerHour"],
        "slot-price": lambda t: of_slot(t, "default", "ondemandMicroUsdPerHour"),
        "trunked-slot-price": lambda t: of_slot(t, "trunking", "ondemandMicroUsdPerHour"),
        "memory-per-slot": lambda t: negative(of_slot(t, "default", "MEMORY")),
        "trunked-memory-per-slot": lambda t: negative(of_slot(t, "trunking", "MEMORY")),
        "name": lambda t: 0,
    }

    def test_every_order_has_what_lacks_the_figure_last_and_ties_by_name(self):
        for word, key in self.KEYS.items():
            with self.subTest(word):
                types = json.loads(eniplan("types", "--compare", "--format", "json", "--sort", word).stdout)["types"]
                self.assertGreater(len(types), 1000)
                keys = [(key(t) is None, key(t) or 0, t["instanceType"]) for t in types]
                self.assertEqual(keys, sorted(keys))

    def test_all_formats_are_in_the_same_order(self):
        command = ("types", "c5.*", "t3.*", "u-18tb1.metal", "--compare", "--sort", "gain", "--format")
        in_json = [t["instanceType"] for t in json.loads(eniplan(*command, "json").stdout)["types"]]
        self.assertEqual(in_json[-1], "t3.xlarge")
        for form, first_row, split in (("csv", 1, ","), ("text", 3, None)):
            lines = eniplan(*command, form).stdout.decode().splitlines()[first_row:]
            self.assertEqual([line.split(split)[0].strip() for line in lines], in_json, form)

    def test_the_gain_is_what_a_trunk_brings_or_takes(self):
        types = json.loads(eniplan("types", "c5.large", "t3.large", "u-18tb1.metal", "--compare", "--format", "json").stdout)
        # c5.large 10 - 2, u-18tb1.metal 12 - 14, t3.large has no trunk.
        self.assertEqual({t["instanceType"]: t["trunkingGain"] for t in types["types"]},
                         {"c5.large": 8, "t3.large": None, "u-18tb1.metal": -2})

    def test_an_unknown_order_names_the_nearest(self):
        run = eniplan("types", "--sort", "slotprice")
        self.assertEqual(run.returncode, 2)
        self.assertIn(b'did you mean "slot-price"?', run.stderr)


class Completion(unittest.TestCase):
    """In a real bash."""

    def complete(self, *words, folder="."):
        """What bash offers for the last of the words."""
        script = ('eval "$("$ENIPLAN_PROGRAM" completion bash)"\n'
                  'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))\n'
                  "_eniplan\n"
                  'printf "%s\\n" "${COMPREPLY[@]}"\n')
        run = subprocess.run(["bash", "--norc", "-c", script, "bash", "eniplan", *words], capture_output=True,
                             timeout=60, check=True, cwd=folder, env=environment(ENIPLAN_PROGRAM=PROGRAM))
        self.assertEqual(run.stderr, b"")
        return run.stdout.decode().split("\n")[:-1]

    def test_commands(self):
        self.assertEqual(self.complete("s"), ["simulate", "schema"])
        self.assertIn("--version", self.complete("--"))

    def test_options_and_their_values(self):
        self.assertEqual(self.complete("simulate", "--no"), ["--no-instances"])
        self.assertEqual(self.complete("simulate", "--format", ""), ["text", "json", "yaml", "csv", "markdown"])
        self.assertEqual(self.complete("convert", "a.yaml", "-f", "y"), ["yaml"])
        self.assertEqual(self.complete("simulate", "--format", "=", "m"), ["markdown"])
        self.assertEqual(self.complete("simulate", "--color", "="), ["auto", "always", "never"])
        self.assertEqual(self.complete("fit", "--network-mode", "b"), ["bridge"])
        self.assertEqual(self.complete("fit", "--cpu", ""), [""])

    def test_words_of_arguments(self):
        self.assertEqual(self.complete("completion", ""), ["bash", "zsh", "fish"])
        self.assertEqual(self.complete("schema", "r"), ["result", "rollout"])

    def test_files_also_with_spaces(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("my cluster.yaml", "types.json"):
                (pathlib.Path(folder) / name).touch()
            self.assertEqual(self.complete("simulate", "my", folder=folder), ["my cluster.yaml"])
            self.assertEqual(self.complete("fit", "--types-file", "t", folder=folder), ["types.json"])

    def test_every_option_of_the_help_is_offered(self):
        for command in self.complete(""):
            text = eniplan(command, "--help").stdout.decode()
            wanted = sorted({word.rstrip(",") for line in text.splitlines() if line.startswith("  -")
                             for word in line.split()[0].split(",")})
            self.assertEqual(sorted(self.complete(command, "-")), wanted, command)

    def test_the_scripts_for_other_shells_name_every_command(self):
        for shell in ("zsh", "fish"):
            script = eniplan("completion", shell).stdout.decode()
            for command in self.complete(""):
                self.assertIn(command, script)
            self.assertIn("markdown", script)


if __name__ == "__main__":
    unittest.main()
