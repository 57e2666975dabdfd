"""Every word that a page asks for by name stands in its catalog, also where no story comes by."""

import re
import tomllib
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
ASKED = {
    "languages/en.toml": (r"\bsay\.(\w+)", "templates/*.j2"),
    "languages/personal.en.toml": (r'\bsays\(\s*"(\w+)"(?!\s*~)', "templates/*.j2", "*.py"),
    "desk/languages/en.toml": (r'\bsay\(\s*"(\w+)"(?!\s*~)', "desk/templates/*.j2", "desk/*.py"),
}
"""How pages ask for the words of each catalog, and the files that do."""


@pytest.mark.parametrize("catalog", ASKED)
def test_every_word_that_a_page_asks_for_is_in_its_catalog(catalog: str) -> None:
    pattern, *globs = ASKED[catalog]
    words = tomllib.loads((WEB / catalog).read_text(encoding="utf-8"))
    words = words.get("page", words)
    files = [file for glob in globs for file in WEB.glob(glob)]
    asked = {(file.name, key) for file in files for key in re.findall(pattern, file.read_text(encoding="utf-8"))}
    assert len(asked) > 40
    lacking = sorted(f"{key} of {file}" for file, key in asked if key not in words)
    assert not lacking, f"web/{catalog} lacks {', '.join(lacking)}"
