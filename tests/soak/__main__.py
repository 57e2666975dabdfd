"""`python -m tests.soak`: see tests/soak/command.py. Every sender reads this file again, so it imports nothing."""

if __name__ == "__main__":
    import sys

    from tests.soak.command import main

    sys.exit(main())
