"""The printed timelines: read as facts, and converted into the files that `council load` takes."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FACTS = Path(__file__).with_name("printed.yaml")


@dataclass(frozen=True)
class Printed:
    """One timeline as its source prints it; every value is the text that stands there."""

    name: str
    facts: dict[str, Any]

    @property
    def cycle(self) -> str:
        return self.facts["cycle"]

    @property
    def steps(self) -> list[dict[str, str]]:
        return self.facts["steps"]

    @property
    def put_off(self) -> list[dict[str, str]]:
        """The steps that were given more time after they had been published."""
        return [step for step in self.steps if "original" in step]

    def as_loaded(self) -> str:
        """Return the file to load: what was published first, before anything was put off."""
        kept = {
            name: self.facts[name] for name in ("cycle", "title", "zone", "place", "document") if name in self.facts
        }
        entry = kept | {"reason": f"as printed: {self.facts['source']}", "anchors": self._anchors()}
        return yaml.safe_dump({"timelines": [entry | {"deadlines": [_deadline(step) for step in self.steps]}]})

    def _anchors(self) -> dict[str, str]:
        return {
            held["anchor"]: "/".join(filter(None, [held["opens"], held.get("closes")]))
            for held in self.facts["meetings"]
        }

    def dates(self) -> dict[str, tuple[object, ...]]:
        """Return by step, as printed: first day, last day, precision, opening day, hour, zone, basis."""
        return {step["key"]: _dates(step) for step in self.steps}


def _dates(step: dict[str, str]) -> tuple[object, ...]:
    basis = "outside" if "outside" in step else "proposed" if "rule" in step else "agreed"
    return (
        date.fromisoformat(step.get("earliest", step["date"])),
        date.fromisoformat(step["date"]),
        step.get("precision", "day"),
        step.get("opens"),
        step.get("time"),
        step.get("zone"),
        basis,
    )


def _deadline(step: dict[str, str]) -> dict[str, str]:
    """Return one deadline of the file. What another body sets hangs from its anchor, and is not stated again."""
    facts = {"step": step["key"]} | {name: step[name] for name in ("title", "by", "to", "opens") if name in step}
    if "after" in step:
        facts["follows"] = step["after"]
    if "outside" not in step:
        facts["due"] = " ".join([step.get("words") or first_published(step), *_hour(step)])
    return facts


def first_published(step: dict[str, str]) -> str:
    """Return the day that was published before the step was put off."""
    return step.get("original", step["date"])


def _hour(step: dict[str, str]) -> list[str]:
    return [step["time"], step["zone"]] if "time" in step else []


def read() -> dict[str, Printed]:
    """Return the printed timelines by name."""
    facts = yaml.load(FACTS.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {name: Printed(name, item) for name, item in facts.items()}
