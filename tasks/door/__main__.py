"""`python -m handeye`, the same as `handeye`."""

from handeye.tasks.cli import main

if __name__ == "__main__":
    main()
