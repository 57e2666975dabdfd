"""What stands in the way of running Prefect here, one class per fact, one sentence for people."""

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


class ProgramFell(CouncilError):
    """One of the programs ended by itself; whoever started them starts them all again."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        super().__init__(f"{name} ended by itself; the reason is at the end of {log}, then start again")
