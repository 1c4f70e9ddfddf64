"""DemoSite: a small members' club on loopback, HTTP/1.1 with kept connections; by hand: `python -m handeye.tasks.demo.site`."""

from __future__ import annotations

import argparse
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

from ...tools.errors import BadInput
from .members import FormName, Members, Submissions
from .routes import Routes
from .server import Server


class DemoSite:
    """`with DemoSite(folder) as site:` serves at `site.url`; its members are kept in that folder."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Any free port where 0."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.members = Members(folder / "members.sqlite")
        try:
            self._server = Server(("127.0.0.1", port), Routes(self.members))
        except OSError as error:
            self.members.close()
            raise BadInput(f"port {port} cannot be had ({error.strerror}); choose another, or 0 for any") from error
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> DemoSite:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()
        self.members.close()

    @property
    def submissions(self) -> dict[FormName, Submissions]:
        """How many POSTs came for each form and how many were stored, since the folder was new."""
        return self.members.submissions()

    @property
    def requests(self) -> int:
        return self._server.requests

    @property
    def connections(self) -> int:
        """Fewer than the requests, since they are kept open."""
        return self._server.connections


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m handeye.tasks.demo.site", description="A members' club to try handeye on.")
    parser.add_argument("--port", type=int, default=0, help="any free one unless said")
    parser.add_argument("--folder", type=Path, help="where its members are kept; nowhere for longer unless said")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(TemporaryDirectory(prefix="handeye-demo-")))
        try:
            site = stack.enter_context(DemoSite(folder, asked.port))
        except BadInput as error:
            parser.error(str(error))
        print(f"{site.url}/join  (Ctrl-C ends it)", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
