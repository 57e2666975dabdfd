"""Pages of the desk as hand-outs: a year, a cycle, a session, the follow-up of resolutions, and the table of a reading.

A cycle and a session fill A4, a year A3 or A4; follow-up lies broad. What they show is what their pages show.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from kernel import hand_out
from kernel.hand_out import HandOut, Part
from planning.basis import Basis
from web.desk import words
from web.desk.render import HEADERS
from web.desk.visits import Visit
from web.desk.words import say

PDF = "pdf"  # `?as=pdf`
LEGEND = ("set", "proposed", "done", "late")
YEAR_ROOM = {"a3": 205, "a4": 130}  # millimetres, of the rows of a year together
YEAR_LOW, YEAR_HIGH = 7.6, 13.0  # of one of them
STEP_ROW = 9.2
BESIDE = 40  # hundredths: a label as wide has its days beside it, a slimmer one beneath it


def is_asked(visit: Visit) -> bool:
    """Return whether a page is asked for as a hand-out."""
    return visit.request.query_params.get("as") == PDF


def file(visit: Visit, name: str, made: HandOut) -> Response:
    """Return a hand-out as a file of that name."""
    office = visit.settings.office
    foot = say("hand_out_foot", office=office, at=words.instant(visit.now))
    data = hand_out.as_pdf(made, office=office, foot=foot, made_at=visit.now)
    headers = HEADERS | {"content-disposition": f'inline; filename="{name}.pdf"'}
    return Response(data, media_type="application/pdf", headers=headers)


def year(visit: Visit, drawn: Mapping[str, Any], title: str, under: str = "") -> HandOut:
    """Return a year, or a term, on A3 or, if asked, A4: its axis, and what has no date yet.

    `drawn` is what its page is made of.
    """
    paper = "a4" if visit.request.query_params.get("paper") == "a4" else "a3"
    groups = [
        {"heading": words.named("mark", kind), "rows": [_year_row(visit, kind, row) for row in rows]}
        for kind, rows in drawn["kinds"].items()
    ]
    number = sum(len(group["rows"]) + 1 for group in groups)
    height = min(YEAR_HIGH, max(YEAR_LOW, YEAR_ROOM[paper] / max(1, number)))
    parts = [_axis(groups, drawn["lines"], drawn["today"], 30, height)] if groups else []
    undated = [{"main": what, "aside": [" · ".join(filter(None, more))]} for what, *more in drawn["undated"]]
    return HandOut(
        title, [*parts, *([hand_out.lines(undated, say("not_dated"))] if undated else [])], under, paper, True
    )


def _axis(
    groups: Sequence[Mapping[str, Any]], lines: Iterable[Any], today: float | None, label: int, height: float
) -> Part:
    return {
        "kind": "axis", "groups": groups, "lines": [{"x": line.x, "said": line.said} for line in lines],
        "today": today, "label": label, "height": height,
        "beside": label > BESIDE, "legend": [[key, say(f"key_{key}")] for key in LEGEND],
    }  # fmt: skip


def _year_row(visit: Visit, kind: str, row: Any) -> dict[str, Any]:
    title = visit.names.cycle(row.mark.name) if kind == "cycle" else visit.names.said(row.mark.what)
    body = visit.names.actor(row.mark.body) if row.mark.body and kind != "body" else ""
    aside = " · ".join(filter(None, (row.days, body, visit.names.plain(row.mark.how or ""))))
    ticks = [{"x": tick.x, "state": tick.state} for tick in row.ticks]
    return {"title": title, "aside": aside, "start": row.start, "end": row.start + row.width, "hand": None, "bar": True,
            "ticks": ticks}  # fmt: skip


def cycle(visit: Visit, drawn: Mapping[str, Any]) -> HandOut:
    """Return a cycle on A4: its timeline, and its steps."""
    view, drawing = drawn["view"], drawn["drawing"]
    parts: list[Part] = []
    if drawing:
        rows = [
            {"title": lane.title, "aside": lane.said, "start": lane.start, "end": lane.end, "hand": lane.hand,
             "bar": lane.is_long, "ticks": [{"x": lane.end, "state": lane.state}]}
            for lane in drawing.lanes
        ]  # fmt: skip
        parts = [_axis([{"heading": "", "rows": rows}], drawing.months, drawing.today, 48, STEP_ROW)]
    heads = [say(f"col_{key}") for key in ("step", "date", "standing", "hand", "who")]
    steps = [
        [
            {"main": row.deadline.title, "aside": [row.proof] if row.proof else []},
            {"main": row.due, "aside": [visit.names.plain(each) for each in _of_date(row)]},
            {"main": row.standing, "late": row.deadline.standing == "overdue"},
            say("days", number=row.deadline.float_days) if _has_hand(row) else "",
            row.who,
        ]
        for row in drawn["rows"]
    ]
    parts.append(hand_out.table(heads, steps, heading=say("steps"), widths=[34, 26, 13, 9, 15]))
    return HandOut(visit.names.cycle(view.name), parts, view.mandate or "")


def _of_date(row: Any) -> list[str]:
    return [each for each in (row.rests_on, row.opens, row.is_read) if each]


def _has_hand(row: Any) -> bool:
    return row.deadline.float_days is not None and row.deadline.is_open and row.deadline.basis is not Basis.AWAITED


def session(visit: Visit, drawn: Mapping[str, Any]) -> HandOut:
    """Return the file of a session on A4: its key dates, documents, contributions and decisions."""
    meeting, file = drawn["meeting"], drawn["file"]
    under = " · ".join(
        filter(None, (words.days_of(meeting), meeting.place, words.named("meeting_status", meeting.status)))
    )
    parts = [_key_dates(visit, file.key_dates)] if file.key_dates else []
    documents = [row for group in drawn["groups"] for row in _group(visit, group)]
    if documents:
        heads = [say(f"col_{key}") for key in ("what", "document", "from_whom", "due", "standing")]
        parts.append(hand_out.table(heads, documents, heading=say("documents"), widths=[34, 13, 20, 19, 30]))
    if drawn["contributions"]:
        rows = [_document(visit, row) for row in drawn["contributions"]]
        heads = [say(f"col_{key}") for key in ("what", "document", "from_whom", "due", "standing")]
        parts.append(hand_out.table(heads, rows, heading=say("contributions"), widths=[34, 13, 20, 19, 30]))
    if file.decisions and drawn["may_act"]:
        rows = [_decision(visit, each) for each in file.decisions]
        heads = [say("decisions"), say("col_document"), say("col_standing")]
        parts.append(hand_out.table(heads, rows, heading=say("decisions"), widths=[60, 20, 30]))
    return HandOut(meeting.title, parts, under)


def _key_dates(visit: Visit, dates: Iterable[Any]) -> Part:
    heads = [say(f"col_{key}") for key in ("what", "rule", "practice", "set", "read")]
    rows = []
    for each in dates:
        days = [words.day(on) if on else "" for on in (each.rule, each.practice, each.set, each.issued)]
        known = days if any(days) else [{"main": "", "aside": [say("awaited")]}, *days[1:]]
        rows.append([{"main": each.title, "aside": [visit.names.actor(each.by)]}, *known])
    return hand_out.table(heads, rows, heading=say("key_dates"), widths=[44, 18, 18, 18, 18])


def _group(visit: Visit, group: Any) -> Iterable[list[Any]]:
    """Yield an item of the agenda, and the documents under it."""
    yield [{"main": f"{group.number} {group.title}".strip(), "head": True}, "", "", "", ""]
    yield from (_document(visit, row, of_item=False) for row in group.rows)


def _document(visit: Visit, row: Any, *, of_item: bool = True) -> list[Any]:
    view = row.view
    on = view.received or view.submit.due
    posted = ", ".join(name for name, state in row.languages if state == "posted")
    standing = {
        "main": visit.names.plain(row.standing),
        "late": view.is_undecided or (view.is_late and view.is_awaited),
    }
    return [
        {"main": view.title, "aside": [view.item] if view.item and of_item else []}, view.symbol or "",
        view.whose or visit.names.actor(view.unit), words.day(on) if on else "",
        standing | {"aside": [posted] if posted else []},
    ]  # fmt: skip


def _decision(visit: Visit, each: Any) -> list[Any]:
    details = [visit.names.plain(each.details)] if each.details else []
    return [each.text, f"{each.document or ''} {each.paragraph}".strip(),
            {"main": words.named("decided", each.outcome), "aside": details}]  # fmt: skip


def follow_up(visit: Visit, drawn: Mapping[str, Any]) -> HandOut:
    """Return the follow-up of resolutions, lying broad: clauses by years, who leads, and what was reported."""
    signs, years = drawn["signs"], drawn["years"]
    legend = {"kind": "signs", "signs": [[sign, each.name.lower(), str(each)] for each, sign in signs.items() if sign]}
    heads = [say("col_clause"), *map(str, years), say("col_lead"), say("col_reported")]
    widths = [50, *(7 for _ in years), 18, 40]
    tables = [
        hand_out.table(
            heads, [_clause(visit, each, signs) for each in clauses], heading=name, widths=widths,
            centred=list(range(1, len(years) + 1)),
        )
        for name, clauses in drawn["resolutions"]
    ]  # fmt: skip
    meeting = drawn["meeting"]
    under = visit.names.meetings.get(meeting, meeting) if meeting else str(drawn["year"])
    return HandOut(say("place_follow_up"), [legend, *tables] if tables else [], under, is_broad=True)


def _clause(visit: Visit, each: Any, signs: Mapping[Any, str]) -> list[Any]:
    view = each.view
    cells: list[Any] = [
        {"sign": signs[judged.cell.judgement], "state": judged.cell.judgement.name.lower()} if judged else ""
        for judged in each.cells
    ]
    reported = [view.report or "", words.day(view.reported) if view.reported else "", *view.documents]
    return [
        {"main": visit.names.said(view.what), "aside": [visit.names.said(view.reference)]}, *cells,
        {"main": visit.names.actor(view.unit) if view.unit else "", "aside": [words.day(view.due)] if view.due else []},
        {"main": words.named("progress", view.progress) if view.progress else "",
         "aside": [visit.names.plain(line) for line in reported if line]},
    ]  # fmt: skip
