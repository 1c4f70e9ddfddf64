"""`python -m shop --port 8000` opens the shop until Ctrl-C."""

import argparse
import threading
from contextlib import suppress

from .server import running


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m shop", description="A small shop to try UI tests on.")
    parser.add_argument("--port", type=int, default=0, help="any free one unless said")
    asked = parser.parse_args()
    with suppress(KeyboardInterrupt), running(asked.port) as url:
        print(f"{url}/  (Ctrl-C ends it)", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
