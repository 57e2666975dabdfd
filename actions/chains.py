"""The chains that the house declares, a file each under flows/chains/: found by being there, and imported by nobody."""

from importlib import import_module

from planning.chain import Chain
from planning.library import chains_in

WHERE = "flows.chains"  # a folder of declarations, which import nothing but the reckoning


def declared() -> dict[str, Chain]:
    """Return the chains by name. Raises BadChain."""
    return chains_in(import_module(WHERE))
