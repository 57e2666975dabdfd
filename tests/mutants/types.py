"""`python -m tests.mutants.types mypy`: what mypy says of the mutants, as mutmut reads it.

mutmut writes each mutant as a function of its own beside the others. A mutant that mypy refuses cannot be committed, so
no test is run for it. What mypy says of the unchanged copy too, or of lines outside, is no fault of a mutant.
"""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from mypy import api

FUNCTION = re.compile(r"\s*(?:async )?def (\S+?)\(")
OPTIONS = ["-p", "planning", "--output", "json", "--no-warn-unused-ignores"]


def main() -> None:
    """Print the errors of mutants alone, one JSON object a line."""
    errors = [json.loads(line) for line in api.run(OPTIONS)[0].splitlines() if line.startswith("{")]
    named = [(_function(error), error) for error in errors if error["severity"] == "error"]
    unchanged = defaultdict(set)
    for name, error in named:
        if name.endswith("__mutmut_orig"):
            unchanged[error["file"], _stem(name)].add(error["message"])
    for name, error in named:
        is_mutant = "__mutmut_" in name and not name.endswith("__mutmut_orig")
        if is_mutant and error["message"] not in unchanged[error["file"], _stem(name)]:
            print(json.dumps(error))


def _function(error: dict[str, Any]) -> str:
    """Return the name of the function in which the error lies; an empty one outside."""
    for line in reversed(Path(error["file"]).read_text(encoding="utf-8").splitlines()[: error["line"]]):
        if match := FUNCTION.match(line):
            return match[1]
    return ""


def _stem(name: str) -> str:
    return name.partition("__mutmut_")[0]


if __name__ == "__main__":
    main()
