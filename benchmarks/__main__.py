"""`make bench`: how we compare, as ratios, with today's figures: what and against what stands in each row."""

from itertools import chain

from benchmarks import delivery, feeds, planning


def main() -> None:
    """Print each row as it is found."""
    for row in chain(planning.rows(), delivery.rows(), feeds.rows()):
        print(row, flush=True)


if __name__ == "__main__":
    main()
