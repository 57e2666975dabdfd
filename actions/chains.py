"""The chains that the house declares, a file each under flows/chains/, which imports nothing but the reckoning."""

import flows.chains
from planning.chain import Chain
from planning.library import chains_in


def declared() -> dict[str, Chain]:
    """Return the chains by name. Raises BadChain."""
    return chains_in(flows.chains)
