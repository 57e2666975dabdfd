"""`make bench`: the table of docs/performance.md with today's figures."""

from benchmarks import feeds, planning


def main() -> None:
    """Print each row as it is found."""
    for row in (*planning.rows(), *feeds.rows()):
        print(row, flush=True)


if __name__ == "__main__":
    main()
