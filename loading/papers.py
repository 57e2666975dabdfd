"""The papers of a load, each kind after those that it names: resolutions, documents, submissions, and what is dated."""

from datetime import datetime

from sqlalchemy.orm import Session

from loading import documents, yearly_data
from loading.bodies import Bodies
from loading.documents import Submissions
from loading.file_entries import Entries
from loading.resolutions import Resolutions
from loading.result import Tally


def papers(session: Session, files: Entries, bodies: Bodies, tally: Tally, *, now: datetime, by: str) -> None:
    """Apply resolutions, documents, submissions, circulars, roles and reporting windows. Raises LoadRefused."""
    _texts(session, files, bodies, tally, now=now, by=by)
    for circular in files.circulars:
        yearly_data.take_circular(session, circular, tally, now=now, by=by)
    for line in files.action_lines:
        yearly_data.take_line(session, line, tally, now=now, by=by)
    for window in files.reporting_windows:
        yearly_data.take_window(session, window, tally, now=now, by=by)


def _texts(session: Session, files: Entries, bodies: Bodies, tally: Tally, *, now: datetime, by: str) -> None:
    if files.resolutions:
        resolutions = Resolutions(session, bodies, now, by)
        for resolution in files.resolutions:
            resolutions.take(resolution, tally)
    for document in files.documents:
        documents.take_document(session, document, tally, now=now, by=by)
    if files.submissions:
        submissions = Submissions(session, bodies, now, by)
        for submission in files.submissions:
            submissions.take(submission, tally)
