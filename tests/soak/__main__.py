"""`python -m tests.soak`: see tests/soak/running.py. Every sender reads this file again, so it imports nothing."""

if __name__ == "__main__":
    import sys

    from tests.soak.running import main

    sys.exit(main())
