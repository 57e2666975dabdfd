"""Tables as files for spreadsheets, in which nothing is a formula."""

from collections.abc import Iterable, Sequence

from starlette.responses import Response

from kernel.shown import Column, Row
from kernel.spreadsheet import as_csv
from web.desk import cells
from web.desk.render import HEADERS


def file(name: str, columns: Sequence[Column], rows: Iterable[Row]) -> Response:
    """Return a table as a file of that name."""
    headers = HEADERS | {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(as_csv(columns, rows, cells.text), media_type="text/csv; charset=utf-8", headers=headers)
