"""`python -m dashboard.cli` is the command `companion`."""

from dashboard.cli import main

if __name__ == "__main__":
    main()
