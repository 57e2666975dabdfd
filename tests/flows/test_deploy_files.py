"""The files of deploy/ name programs, folders and settings that there are; nginx and systemd read theirs."""

import importlib.util
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import yaml

from cli.main import council
from flows import project_file
from record.settings import NAMES

ROOT = project_file.FILE.parent
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
UNITS = sorted((DEPLOY / "systemd").iterdir())


def programs() -> Iterator[list[str]]:
    """Yield the words of each program that a service begins."""
    for service in SERVICES.values():
        words = service.get("command", [])
        script = words[2] if words[:2] == ["sh", "-c"] else shlex.join(words)
        yield from (shlex.split(part) for part in script.split(" && ") if part)


def test_every_program_of_compose_is_there() -> None:
    for words in programs():
        if words[:3] == ["python", "-P", "-m"]:
            assert importlib.util.find_spec(words[3]), words
        elif words[0] == "council":
            inner = council.get_command(click.Context(council), words[1])
            assert inner is not None, words
        else:
            assert words[0] == "prefect", words


def test_what_a_service_waits_for_and_mounts_is_there() -> None:
    files = {"./htpasswd"}  # the operator's own
    for name, service in SERVICES.items():
        assert SERVICES.keys() >= set(service.get("depends_on", ())), name
        mounted = {volume.partition(":")[0] for volume in service.get("volumes", ()) if volume.startswith("./")}
        assert all((DEPLOY / file).exists() for file in mounted - files), name


def test_every_setting_of_ours_is_one() -> None:
    settings = set(
        re.findall(r"\bCOUNCIL_[A-Z_]+", "".join(path.read_text() for path in DEPLOY.rglob("*") if path.is_file()))
    )
    assert settings <= {f"COUNCIL_{name}" for name in NAMES}
    assert "COUNCIL_DATABASE_URL" in settings


def test_the_image_is_made_of_what_is_there() -> None:
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    assert "COPY requirements.cluster.lock ./" in lines
    assert (ROOT / "requirements.cluster.lock").exists()
    assert 'ENTRYPOINT ["/council/deploy/begin"]' in lines
    assert (DEPLOY / "begin").stat().st_mode & 0o111
    assert "USER council" in lines


def test_nginx_reads_the_proxy(tmp_path: Path) -> None:
    site = (DEPLOY / "proxy.conf.template").read_text(encoding="utf-8")
    site = re.sub(r"server (?:web|api)-\d:(\d+);", r"server 127.0.0.1:\1;", site).replace("${PREFECT_LOGIN}", "YTpi")
    (tmp_path / "htpasswd").write_text("a:b\n")
    site = site.replace("/etc/nginx/htpasswd", str(tmp_path / "htpasswd"))
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{site}\n}}\n")
    done = subprocess.run(
        ["/usr/sbin/nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_systemd_reads_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/council/.venv/bin/council", "/bin/true")
        (tmp_path / unit.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
