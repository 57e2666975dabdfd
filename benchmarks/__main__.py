"""`make bench`: how we compare, as ratios, with today's figures: what and against what stands in each row."""

from itertools import chain

from benchmarks import commands, delivery, feeds, pages, planning, sweep


def main() -> None:
    """Print each row as it is found."""
    for row in chain(planning.rows(), sweep.rows(), delivery.rows(), feeds.rows(), commands.rows(), pages.rows()):
        print(row, flush=True)


if __name__ == "__main__":
    main()
