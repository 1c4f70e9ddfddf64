"""Bridge: carries one connection between standard input and output and a port on loopback.

    python -I -S bridge.py PORT

A program of its own, started by QEMU for each connection of a guest, with nothing but the standard library.
"""

from __future__ import annotations

import os
import select
import socket
import sys

CHUNK = 1 << 16


def main(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as proxy:
        ways = {0: proxy.fileno(), proxy.fileno(): 1}
        while ways:
            for source in select.select(list(ways), [], [])[0]:
                data = os.read(source, CHUNK)
                if data:
                    _write(ways[source], data)
                elif ways.pop(source) == 1:
                    return  # the proxy has said all it had to say
                else:
                    proxy.shutdown(socket.SHUT_WR)


def _write(to: int, data: bytes) -> None:
    while data:
        data = data[os.write(to, data) :]


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]))
    except OSError:  # one end went away: so does this
        sys.exit(1)
