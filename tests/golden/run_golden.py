#!/usr/bin/env python3
"""Compares what the command prints with what the pages say it prints.

    run_golden.py --program build/dev/lib/cli/eniplan PAGE...             compare
    run_golden.py --program build/dev/lib/cli/eniplan --update PAGE...    write the pages anew

A page is a Markdown file. In its blocks fenced as ```console, a line that starts with "$ " is a command for sh, run in
the folder of the page with eniplan on the path; the lines up to the next command are all that it prints, on standard
output and standard error. `$?` is the status of the command before. In the folder `output` beside a page, NAME.json is
what `eniplan simulate --format json` says of NAME.yaml, or of the folder NAME.

With --json-dir, every answer in JSON is kept in that folder, for validate_json.py.
"""

import argparse
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Shell:
    """Runs commands as a user would type them, one after the other."""

    def __init__(self, program, folder, json_dir, name):
        self.folder, self.json_dir, self.name = folder, json_dir, name
        self.status, self.kept = 0, 0
        self.bin = tempfile.TemporaryDirectory()
        os.symlink(os.path.abspath(program), os.path.join(self.bin.name, "eniplan"))
        self.environment = {
            "PATH": self.bin.name + os.pathsep + os.environ.get("PATH", "/usr/bin:/bin"),
            "LC_ALL": "C.UTF-8",
        }
        # Sanitizers are told by these how to end the program.
        for variable in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if variable in os.environ:
                self.environment[variable] = os.environ[variable]

    def run(self, command):
        run = subprocess.run(
            ["sh", "-c", f"(exit {self.status}); {command}"],
            cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False)
        self.status = run.returncode
        output = run.stdout.decode()
        self.keep_answer(output)
        return output

    def keep_answer(self, output):
        if self.json_dir is None or not output.startswith("{"):
            return
        try:
            answer = json.loads(output)
        except ValueError:
            return  # several documents, or JSON with something after it
        if not str(answer.get("schema", "")).startswith("eniplan."):
            return
        self.kept += 1
        (self.json_dir / f"{self.name}-{self.kept}.json").write_text(output)


def commands_of(block):
    """The lines of each command of a block; a backslash at the end continues one."""
    commands = []
    for line in block.splitlines():
        if line.startswith("$ "):
            commands.append([line])
        elif commands and commands[-1][-1].endswith("\\"):
            commands[-1].append(line)
    return commands


def run_block(shell, block):
    lines = []
    for command in commands_of(block):
        lines += command
        output = shell.run("\n".join([command[0][2:]] + command[1:]))
        lines += output.splitlines()
    return "".join(line + "\n" for line in lines)


def actual_page(shell, text):
    return BLOCK.sub(lambda match: "```console\n" + run_block(shell, match.group(1)) + "```", text)


def expected_results(page):
    """Pairs of a file with a result and the input it belongs to."""
    for result in sorted((page.parent / "output").glob("*.json")):
        folder, document = page.parent / result.stem, page.parent / f"{result.stem}.yaml"
        yield result, (folder if folder.is_dir() else document).name


def compare(path, expected, actual, update):
    """Whether they are equal; says how they differ, or makes them equal."""
    if expected == actual:
        return True
    if update:
        path.write_text(actual)
        print(f"wrote {path}")
        return True
    sys.stdout.writelines(difflib.unified_diff(
        expected.splitlines(keepends=True), actual.splitlines(keepends=True), f"{path} (expected)", "what it prints"))
    return False


def check_page(page, options):
    name = re.sub(r"\W+", "-", str(page.parent.name + "-" + page.stem))
    shell = Shell(options.program, page.parent, options.json_dir, name)
    text = page.read_text()
    if not BLOCK.search(text):
        print(f"{page}: no block of commands")
        return False
    good = compare(page, text, actual_page(shell, text), options.update)
    for result, source in expected_results(page):
        actual = shell.run(f"eniplan simulate {source} --format json")
        good = compare(result, result.read_text(), actual, options.update) and good
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--json-dir", type=pathlib.Path)
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    if options.json_dir is not None:
        options.json_dir.mkdir(parents=True, exist_ok=True)
    return 0 if all([check_page(page.resolve(), options) for page in options.pages]) else 1


if __name__ == "__main__":
    sys.exit(main())
