"""The variables of a process that belongs to a Prefect server of ours, and what each of them prevents."""

from collections.abc import Sequence
from pathlib import Path

HOST = "127.0.0.1"


def surroundings(home: Path, port: int, *, password: str, origins: Sequence[str]) -> dict[str, str]:
    """Return the variables for the server on this home and port, its children, and clients that talk to it."""
    return {
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://{HOST}:{port}/api",
        "PREFECT_API_AUTH_STRING": password,
        "PREFECT_SERVER_API_AUTH_STRING": password,
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        # Its default tells browsers that every host's pages may read the API. flows.guard refuses all others.
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": ",".join(origins),
        # Relative, so that the pages call the address under which they were opened: localhost, or a proxy's.
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{home / 'prefect.db'}",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # No block is used: Apprise carries our mail. Registering their types costs a start of the server a second.
        "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
        "DO_NOT_TRACK": "1",
        # Prefect's own lines are as ours: JSON, or text, without secrets.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_CLASS": "record.logs.Stderr",
        # One write for many tasks. With one write each, a run created meanwhile is answered 503 (SQLite,
        # BUSY_SNAPSHOT) and tried again after 2 s: 4 of 8 runs in a row, so 1 of 24. Whole seconds: 0.5 becomes 0
        # and the server spins on a processor.
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
        "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
        # A run started by hand begins within 2 s, not 12.
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        # The least that Prefect allows; the zombie automation counts on it.
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    }
