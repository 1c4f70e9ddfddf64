"""A port of loopback that is taken before the app behind it is made: some must be told their own address."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from cheroot.wsgi import Server

App = Callable[..., Any]


def serve(make: Callable[[str], App], threads: int = 8) -> None:
    """Makes the app for its address, prints that, and serves it until the end; the port may be said on the command line."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    server = Server(("127.0.0.1", port), lambda *_: [], numthreads=threads, timeout=60)
    server.prepare()
    url = f"http://127.0.0.1:{server.bind_addr[1]}"
    try:
        server.wsgi_app = make(url)
        print(url, flush=True)
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()  # its threads would outlive an app that could not be made
