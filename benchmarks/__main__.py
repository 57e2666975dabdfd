"""`make bench`: how we compare, as ratios, with today's figures: what and against what stands in each row."""

from itertools import chain

from benchmarks import commands, delivery, feeds, pages, planning, readings, round_cost, today


def main() -> None:
    """Print each row as it is found."""
    rooms = (planning, round_cost, delivery, feeds, commands, pages, readings, today)
    for row in chain.from_iterable(room.rows() for room in rooms):
        print(row, flush=True)


if __name__ == "__main__":
    main()
