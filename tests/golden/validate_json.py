#!/usr/bin/env python3
"""Validates answers against the published schemas: validate_json.py SCHEMAS_FOLDER ANSWERS_FOLDER

Stricter than the schemas are for readers: a member that no schema describes is an error here. Needs python3-jsonschema.
"""

import json
import pathlib
import sys

import jsonschema


def closed(schema):
    """The schema without room for members that it does not describe."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    if isinstance(result.get("properties"), dict) and result.get("type") == "object":
        result.setdefault("additionalProperties", False)
    return result


def main():
    schemas, answers = (pathlib.Path(argument) for argument in sys.argv[1:3])
    validators = {}
    for path in sorted(schemas.glob("*.json")):
        schema = json.loads(path.read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[path.stem] = jsonschema.Draft202012Validator(closed(schema))
    seen, bad = {}, 0
    for path in sorted(answers.rglob("*.json")):
        answer = json.loads(path.read_text())
        name = answer["schema"].removeprefix("eniplan.").partition("/")[0]
        seen[name] = seen.get(name, 0) + 1
        for error in validators[name].iter_errors(answer):
            bad += 1
            print(f"{path.name}: {error.json_path}: {error.message[:300]}")
    print("validated:", ", ".join(f"{count} {name}" for name, count in sorted(seen.items())))
    missing = set(validators) - set(seen) - {"scenario"}
    if missing:
        print("no answer seen for:", ", ".join(sorted(missing)))
    return 1 if bad or missing else 0


if __name__ == "__main__":
    sys.exit(main())
