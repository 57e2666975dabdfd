"""Finding chains: each module of a package, or each file of a folder, that holds a CHAIN."""

import importlib
import pkgutil
from collections.abc import Mapping
from types import ModuleType

from planning.chain import Chain
from planning.errors import BadChain, NoSuchChain


def chains_in(package: ModuleType) -> dict[str, Chain]:
    """Return the chains of a package by name. Raises BadChain for a module without one, or a name taken twice."""
    found: dict[str, Chain] = {}
    for info in pkgutil.iter_modules(package.__path__):
        chain = _chain_of(importlib.import_module(f"{package.__name__}.{info.name}"))
        if chain.slug in found:
            raise BadChain(chain.slug, f"two files declare it, one of them {info.name}.py")
        found[chain.slug] = chain
    return dict(sorted(found.items()))


def _chain_of(module: ModuleType) -> Chain:
    chain = getattr(module, "CHAIN", None)
    if not isinstance(chain, Chain):
        raise BadChain(module.__name__, "its file holds no CHAIN = Chain(…)")
    return chain


def find(chains: Mapping[str, Chain], name: str) -> Chain:
    """Return the chain of that name. Raises NoSuchChain."""
    if name not in chains:
        raise NoSuchChain(name, chains)
    return chains[name]
