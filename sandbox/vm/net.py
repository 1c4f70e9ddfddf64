"""Net: a guest's one way out, an address in a network of its own behind which our proxy is.

The guest gets 10.0.2.15 and finds a proxy at 10.0.2.100:3128; nothing else answers it, no name server either.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

PROXY = "http://10.0.2.100:3128"
"""What the guest's programs must be told."""

_BRIDGE = Path(__file__).with_name("bridge.py")


def netdev(port: int) -> str:
    """QEMU's words for it; each connection of the guest gets a program that carries it to the proxy on this port."""
    line = shlex.join((sys.executable, "-I", "-S", str(_BRIDGE), str(port)))
    return f"user,restrict=on,guestfwd=tcp:10.0.2.100:3128-cmd:{line.replace(',', ',,')}"
