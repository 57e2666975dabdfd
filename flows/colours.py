"""The colours and marks of our pictures, by standing; each has a mark and words too, never colour alone."""

from collections.abc import Mapping

from planning.standing import Standing

LIGHT = {
    "paper": "#ffffff", "ink": "#1b2430", "soft": "#5d6878", "grid": "#e4e8ee", "link": "#b3bcc9",
    "green": "#1a7f4b", "blue": "#2160d3", "amber": "#a85508", "red": "#c2261c", "grey": "#6b7685",
}  # fmt: skip
DARK = {
    "paper": "#171c24", "ink": "#e8edf4", "soft": "#9aa7b8", "grid": "#2b3440", "link": "#556274",
    "green": "#46c285", "blue": "#78aeff", "amber": "#f2ae3d", "red": "#ff8076", "grey": "#94a1b2",
}  # fmt: skip
COLOURS: Mapping[Standing, str] = {
    Standing.UNDATED: "grey",
    Standing.PROPOSED: "grey",
    Standing.OPEN: "blue",
    Standing.DUE_SOON: "amber",
    Standing.OVERDUE: "red",
    Standing.CLOSED: "grey",
    Standing.MET: "green",
    Standing.MET_LATE: "green",
    Standing.WAIVED: "grey",
}
CHECK, EXCLAMATION, STROKE = "M-3.5 0l2.6 2.8l4.6-5.4", "M0-4v4.6M0 3.4v.8", "M-4 4l8-8"
CLOCK_HANDS, BAR = "M0-4v4h3", "M-3 0h6"
MARKS: Mapping[Standing, str] = {
    Standing.MET: CHECK,
    Standing.MET_LATE: CHECK,
    Standing.OVERDUE: EXCLAMATION,
    Standing.WAIVED: STROKE,
    Standing.DUE_SOON: CLOCK_HANDS,
    Standing.CLOSED: BAR,
}


def _palette(colours: Mapping[str, str]) -> str:
    return ":root{" + "".join(f"--{name}:{colour};" for name, colour in colours.items()) + "}"


STYLE = (
    _palette(LIGHT)
    + f"@media (prefers-color-scheme:dark){{{_palette(DARK)}}}"
    + "text{font:12px system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;fill:var(--ink)}"
    "text.head{font-size:19px;font-weight:650}text.step{font-size:13px;font-weight:550}"
    "text.soft{fill:var(--soft);font-size:11.5px}text.year{font-size:11.5px;font-weight:600}text.slant{font-style:italic}text.middle{text-anchor:middle}"
    "text.beside{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}"
    "text.now{fill:var(--red);font-weight:600}text.bad{fill:var(--red)}"
    ".day{font-weight:600}.standing{fill:var(--at)}"
    ".paper{fill:var(--paper)}.grid{stroke:var(--grid);fill:none}"
    ".today{stroke:var(--red);stroke-width:1.5;stroke-dasharray:2 4;fill:none}"
    ".link{stroke:var(--link);stroke-width:1.5;fill:none}.bad-link{stroke:var(--red)}"
    ".anchor{fill:var(--soft)}.bar{fill:var(--at);opacity:.28}"
    ".dot{fill:var(--at);stroke:var(--paper);stroke-width:2}"
    ".hollow{fill:var(--paper);stroke:var(--at);stroke-dasharray:3 2}"
    ".mark{fill:none;stroke:var(--paper);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}"
    ".waived .mark{stroke:var(--at)}"
    + "".join(f".{standing}{{--at:var(--{colour})}}" for standing, colour in COLOURS.items())
)
