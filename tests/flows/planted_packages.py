"""A folder in which somebody has put packages under the names that our programs import."""

from pathlib import Path

from tests import ROOMS

HOUSE = (*ROOMS, "migrations")
OTHERS = ("prefect", "sqlalchemy", "json", "runpy", "uvicorn", "sitecustomize", "usercustomize")


def plant(folder: Path) -> Path:
    """Make the folder; each package in it leaves a mark beside itself when it is imported."""
    for name in (*HOUSE, *OTHERS):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(f"open({str(folder / f'ran-{name}')!r}, 'w')\n")
    return folder


def ran(folder: Path) -> list[str]:
    """Return the names of the packages that were imported from there."""
    return sorted(path.name.removeprefix("ran-") for path in folder.glob("ran-*"))
