"""Refusals to run Prefect on this machine: one class for each fact, with one sentence for people."""

from pathlib import Path

from planning.errors import CouncilError


class PortTaken(CouncilError):
    """Whoever holds the port would answer in our server's place."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(f"port {port} is already in use; stop the program that holds it, or name another port")


class HomeTaken(CouncilError):
    """Two servers on one home would crash each other's runs as stale."""

    def __init__(self, home: Path) -> None:
        self.home = home
        super().__init__(f"another Prefect server of ours runs on {home}; stop it, or name another data folder")


class ServerSilent(CouncilError):
    """The server ended, or did not answer in time."""

    def __init__(self, log: Path) -> None:
        self.log = log
        super().__init__(f"the Prefect server did not start; the reason is at the end of {log}")


class HomeNewer(CouncilError):
    """A later Prefect has changed the tables of its database, and there is no way back."""

    def __init__(self, database: Path) -> None:
        self.database = database
        super().__init__(
            f"{database} was made by a later Prefect; delete it and, where they are, its -wal and -shm, "
            "and a new one is made: it holds what ran, and no reminder"
        )


class ProgramFell(CouncilError):
    """One of the programs ended by itself; whoever started them starts them all again."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        super().__init__(f"{name} ended by itself; the reason is at the end of {log}, then start again")


class BadPassword(CouncilError):
    """Prefect compares passwords as ASCII, and takes an empty one for none at all: its API would be open."""

    def __init__(self, source: str) -> None:
        super().__init__(f"{source} holds no password that Prefect can use; write USER:PASSWORD in plain ASCII")


class BadPagesAddress(CouncilError):
    """What the pages are reached by, behind a proxy, is an origin: scheme, host and port."""

    def __init__(self, address: str) -> None:
        super().__init__(f"PREFECT_UI_URL={address} is not where pages can be; write https://HOST, with no path")
