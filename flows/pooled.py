"""Many machines: `python -P -m flows.pooled POOL` hands our deployments to a work pool, whose workers run them."""

import sys

from actions import privacy
from flows.deployments import deployments


def main(pool: str) -> None:
    """Register every deployment with the pool, at PREFECT_API_URL; done again, it brings them up to date."""
    privacy.begin()
    for each in deployments():
        each.apply(work_pool_name=pool)
        print(each.full_name)


if __name__ == "__main__":
    main(sys.argv[1])
