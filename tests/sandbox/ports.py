"""A TCP and a UDP socket on the same port."""

from __future__ import annotations

import errno
import socket


def one_port(host: str) -> tuple[socket.socket, socket.socket]:
    """Both are bound, the first one listens. Anybody beside this, such as a browser, may hold the port for UDP: then another is
    drawn."""
    while True:
        tcp = socket.create_server((host, 0))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            udp.bind(tcp.getsockname())
        except OSError as error:
            tcp.close()
            udp.close()
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            return tcp, udp
