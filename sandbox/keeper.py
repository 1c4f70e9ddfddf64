"""Keeps one command and everything it starts, and ends all of it once its owner is gone.

    python -I keeper.py [--remove FOLDER]… -- command argument…

A program of its own, with nothing but the standard library: whatever happens to the owner, `kill -9`
included, the pipe on this program's standard input closes, and that is the sign. The command's exit
code is passed on (128 + n where signal n ended it); each FOLDER is removed when everything has ended.
"""

from __future__ import annotations

import ctypes
import errno
import os
import select
import signal
import sys
import time

PATIENCE_S = 2.0
"""From the polite TERM to the KILL that nothing survives."""

_DEAF_TO = (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)
"""Ctrl-C is for the owner to understand; its end is ours."""

_WOKEN_BY = (signal.SIGCHLD, signal.SIGTERM)

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def main(arguments: list[str]) -> int:
    split = arguments.index("--")
    options, command = arguments[:split], arguments[split + 1 :]
    for number in _DEAF_TO:
        signal.signal(number, signal.SIG_IGN)
    # What is orphaned below comes to us, not to init: nothing that was started here gets away.
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    wake = _wake_on_signals()
    child = _start(command)
    os.closerange(3, wake.fileno())  # pipes meant for the command: its end alone must close them
    try:
        return _keep(child, wake)
    finally:
        _end_all(wake)
        if options:
            import shutil

            for folder in options[1::2]:
                shutil.rmtree(folder, ignore_errors=True)


class _Wake:
    """A pipe that becomes readable when a child ended or somebody asked us to stop."""

    def __init__(self) -> None:
        read, write = os.pipe()
        # High numbers, so that everything below them can be closed at once.
        self._read, self._write = (os.dup2(fd, to, inheritable=False) for fd, to in ((read, 200), (write, 201)))
        os.close(read)
        os.close(write)
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)

    def fileno(self) -> int:
        return self._read

    def drain(self) -> bytes:
        try:
            return os.read(self._read, 4096)
        except BlockingIOError:
            return b""


def _wake_on_signals() -> _Wake:
    wake = _Wake()
    for number in _WOKEN_BY:
        signal.signal(number, lambda _number, _frame: None)
    return wake


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def _start(command: list[str]) -> int:
    keeper = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != keeper:  # the keeper was killed before the line above
            os._exit(1)
        for changed in (*_DEAF_TO, *_WOKEN_BY, signal.SIGPIPE, signal.SIGXFSZ):  # the last two by Python
            signal.signal(changed, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.execvp(command[0], command)
    except OSError as error:
        print(f"cannot start {command[0]}: {error.strerror}", file=sys.stderr, flush=True)
        os._exit(126 if error.errno == errno.EACCES else 127)
    finally:
        os._exit(1)


def _keep(child: int, wake: _Wake) -> int:
    """Until the command ends (its exit code), or the owner does or asks (143)."""
    poll = select.poll()
    poll.register(0, select.POLLIN | select.POLLHUP)
    poll.register(wake.fileno(), select.POLLIN)
    while True:
        if (status := _reap().get(child)) is not None:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
        for fd, _ in poll.poll():
            if fd == 0 and not os.read(0, 4096):
                return 128 + signal.SIGTERM
            if fd == wake.fileno() and signal.SIGTERM in wake.drain():
                return 128 + signal.SIGTERM


def _reap() -> dict[int, int]:
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended[pid] = status


def _end_all(wake: _Wake) -> None:
    poll = select.poll()
    poll.register(wake.fileno(), select.POLLIN)
    until_s = time.monotonic() + PATIENCE_S
    asked: set[int] = set()
    beyond: set[int] = set()
    while left := _descendants() - beyond:
        patient = time.monotonic() < until_s
        for pid in left - asked if patient else left:
            try:
                os.kill(pid, signal.SIGTERM if patient else signal.SIGKILL)
            except ProcessLookupError:
                continue
            except PermissionError:  # it made itself somebody else's
                beyond.add(pid)
        asked |= left
        # Their end wakes us; the limit is for what starts more of itself meanwhile, or does not listen.
        poll.poll(max(50.0, min(until_s - time.monotonic(), 0.25) * 1000))
        wake.drain()
        _reap()


def _descendants() -> set[int]:
    parents: dict[int, int] = {}
    for process in os.scandir("/proc"):
        if process.name.isdigit():
            try:
                with open(f"{process.path}/stat", "rb") as stat:  # noqa: PTH123 - pathlib is slower to load than all of this
                    # "pid (any name, even with brackets) state parent …"; Z has ended and waits to be reaped
                    state, parent = stat.read().rpartition(b")")[2].split()[:2]
            except OSError:
                continue
            if state != b"Z" or int(parent) != os.getpid():
                parents[int(process.name)] = int(parent)
    found, before = {os.getpid()}, 0
    while len(found) != before:
        before = len(found)
        found |= {pid for pid, parent in parents.items() if parent in found}
    return found - {os.getpid()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
