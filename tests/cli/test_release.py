"""What a release says of itself: its version, its licence, and the list of what it is made of."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_the_version_is_one_line_and_that_of_the_project(council):
    printed = council("--version")
    assert (printed.code, printed.err) == (0, "")
    python = ".".join(map(str, sys.version_info[:3]))
    assert re.fullmatch(rf"council {re.escape(PROJECT['version'])} \(Python {python}, Prefect [\d.]+\)\n", printed.out)


def test_the_licence_is_the_text_that_the_project_names():
    assert PROJECT["license"] == "Apache-2.0"
    assert all((ROOT / name).is_file() for name in PROJECT["license-files"])
    assert "Apache License" in (ROOT / "LICENSE").read_text()


@pytest.mark.slow
def test_the_list_of_packages_is_that_of_the_lock_and_names_no_index_and_no_machine():
    subprocess.run(["make", "sbom"], cwd=ROOT, check=True, capture_output=True)
    text = (ROOT / "out" / "sbom.cdx.json").read_text()
    facts = json.loads(text)
    locked = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert sorted(component["name"] for component in facts["components"]) == sorted(locked)
    assert facts["metadata"]["component"]["version"] == PROJECT["version"]
    assert "/simple/" not in text
    assert str(ROOT) not in text
