"""`make bench`: how we compare, as ratios, with today's figures: what and against what stands in each row."""

from benchmarks import feeds, planning, sweep


def main() -> None:
    """Print each row as it is found."""
    for row in (*planning.rows(), *feeds.rows(), *sweep.rows()):
        print(row, flush=True)


if __name__ == "__main__":
    main()
