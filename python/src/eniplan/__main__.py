"""``python -m eniplan``: what takes Python. Everything else is the command ``eniplan``."""

import sys

from ._snapshot import command


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["snapshot"]:
        return command.run(arguments[1:])
    print("usage: python -m eniplan snapshot --cluster NAME -o FOLDER   (--help says more)", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
