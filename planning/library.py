"""The library of chains: one module each, with the chain's name; a file that cannot be used stops no other.

A file that was mended is read again when chains are next asked for; one that was read stays as it was in this process.
"""

import importlib
import pkgutil
from collections.abc import Collection, Mapping
from pathlib import PurePath
from traceback import walk_tb
from types import ModuleType

from planning.chain import SLUG, Chain
from planning.errors import BadChainFile, CouncilError, NoSuchChain
from planning.roles import misspelt

FIELDS = "; docs/chains.md lists the fields, and what each may be"
MENDS = {
    NameError: "; write the word in quotes, or import its name",
    TypeError: FIELDS,
    AttributeError: FIELDS,
}
"""How the slips are mended that Python names without a remedy."""


class Library(dict[str, Chain]):
    """The chains of a package that can be used, by name, and why each other file cannot."""

    def __init__(self, chains: Mapping[str, Chain], broken: Collection[BadChainFile] = ()) -> None:
        super().__init__(chains)
        self.broken = tuple(broken)


def chains_in(package: ModuleType, taken: Collection[str] = ()) -> Library:
    """Return the chains of a package, and the files that cannot be used; no chain may have a name that is taken."""
    chains: dict[str, Chain] = {}
    broken: list[BadChainFile] = []
    for info in pkgutil.iter_modules(package.__path__):
        try:
            name = f"{package.__name__}.{info.name}"
            chain = _read(name)
            _check(chain, name, taken)
            chains[chain.slug] = chain
        except BadChainFile as why:
            broken.append(why)
    return Library(dict(sorted(chains.items())), broken)


def find(chains: Mapping[str, Chain], name: str) -> Chain:
    """Return the chain of that name. Raises NoSuchChain, BadChainFile where its file cannot be used."""
    if (chain := declared(chains, name)) is None:
        raise NoSuchChain(name, chains)
    return chain


def declared(chains: Mapping[str, Chain], name: str) -> Chain | None:
    """Return the chain of that name, None where no file declares it. Raises BadChainFile if its file cannot be used."""
    broken = chains.broken if isinstance(chains, Library) else ()
    if name not in chains and (why := next((each for each in broken if each.chain == name), None)):
        raise why
    return chains.get(name)


def _read(name: str) -> Chain:
    """Return the chain of a module. Raises BadChainFile, with the line, for whatever goes wrong while it is read."""
    try:
        module = importlib.import_module(name)
    except (Exception, SystemExit) as why:  # a file of the office's own, whatever it does as it is imported
        raise _unusable(name, _reason(why), _find_line(why, f"{name.rpartition('.')[2]}.py")) from None
    chain = getattr(module, "CHAIN", None)
    if not isinstance(chain, Chain):
        raise _unusable(name, "it declares no CHAIN")
    return chain


def _check(chain: Chain, name: str, taken: Collection[str]) -> None:
    """Refuse a field that holds what it cannot, a name that is none, not the file's or taken, and a slip of a role."""
    for why in chain.misfits:
        raise _unusable(name, why)
    if not SLUG.fullmatch(chain.slug):
        raise _unusable(name, f"{chain.slug!r} is not a name; write small letters, digits and hyphens, 200 at most")
    file = chain.slug.replace("-", "_")
    if file != name.rpartition(".")[2]:
        raise _unusable(name, f"it declares {chain.slug!r}; call the file {file}.py, or the procedure as the file")
    if chain.slug in taken:
        raise _unusable(name, f"{chain.slug!r} is the name of an act, a reading or a command; call it otherwise")
    for step in chain.steps:
        for word in filter(None, (step.by, step.to, step.via)):
            if near := misspelt(word):
                raise _unusable(name, f"nobody is called {word!r}, as {step.slug!r} has it; did you mean {near!r}?")


def _unusable(name: str, why: str, line: int | None = None) -> BadChainFile:
    place = f"{name.replace('.', '/')}.py"
    return BadChainFile(_slug(name), f"{place}, line {line}," if line else place, why)


def _slug(name: str) -> str:
    """Return the name that the chain of a module must have: `flows.chains.annual_report` holds `annual-report`."""
    return name.rpartition(".")[2].replace("_", "-")


def _reason(why: BaseException) -> str:
    """Return what went wrong, without the paths of this machine."""
    if isinstance(why, CouncilError):
        return why.sentence
    if isinstance(why, SyntaxError):
        return f"it is no Python: {why.msg}"
    if isinstance(why, ImportError):
        return str(why).partition(" (")[0]
    mend = next((mend for kind, mend in MENDS.items() if isinstance(why, kind)), "")
    return f"{type(why).__name__}: {why}{mend}"


def _find_line(why: BaseException, file: str) -> int | None:
    """Return the line of the file at which it went wrong, None where that is not known."""
    if isinstance(why, SyntaxError) and why.filename and PurePath(why.filename).name == file:
        return why.lineno
    frames = walk_tb(why.__traceback__)
    lines = [line for frame, line in frames if PurePath(frame.f_code.co_filename).name == file]
    return lines[-1] if lines else None
