"""Serves the pages of the miniwob wheel on loopback, begins each episode with its seed, and is told the goal and the reward."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from ....tools.errors import BadInput

EPISODE_MS = 600_000
"""A page's own limit is for machines that do not look; the budget of a run is the one that counts."""

BEGIN = """<script>
addEventListener('load', () => {
  const asked = new URLSearchParams(location.search), tell = (what, more) => fetch('/told/' + what, {
    method: 'POST', keepalive: true, body: JSON.stringify({episode: asked.get('episode'), ...more})});
  let over = false;
  core.EPISODE_MAX_TIME = EPISODE_MS;
  Math.seedrandom(asked.get('seed'));
  core.endEpisode = (reward) => {
    if (over || core.EP_TIMER === null) return;
    over = true;
    clearTimeout(core.EP_TIMER);
    core.EP_TIMER = null;
    core.clearTimer();
    WOB_DONE_GLOBAL = true;
    document.body.innerHTML = '<h3>episode over</h3>';
    tell('reward', {reward});
  };
  core.startEpisodeReal();
  for (const id of ['reward-display', 'click-canvas']) {
    const shown = document.getElementById(id);
    if (shown) shown.style.visibility = 'hidden';
  }
  tell('goal', {goal: core.getUtterance()});
});
</script></body>""".replace("EPISODE_MS", str(EPISODE_MS))


def pages() -> Path:
    """The folder of the wheel; it is served, never imported."""
    try:
        folder = Path(str(distribution("miniwob").locate_file("miniwob/html")))
    except PackageNotFoundError:
        raise BadInput("the pages of MiniWoB++ are not there; get them with: pip install --no-deps miniwob") from None
    if not (folder / "miniwob").is_dir():
        raise BadInput(f"there are no pages of MiniWoB++ in {folder}; get them with: pip install --no-deps miniwob")
    return folder


class Episodes:
    """`with Episodes() as episodes:` and each has a URL, then a goal, and in the end perhaps a reward."""

    def __init__(self) -> None:
        self._folder = pages()
        self._goals: dict[str, str] = {}
        self._rewards: dict[str, float] = {}
        self._told = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self, directory=str(self._folder)))
        self._server.daemon_threads = True

    def __enter__(self) -> Episodes:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def names(self) -> list[str]:
        return sorted(path.stem for path in (self._folder / "miniwob").glob("*.html"))

    def url(self, name: str, seed: str, episode: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/miniwob/{name}.html?seed={seed}&episode={episode}"

    def goal(self, episode: str, within_s: float = 30.0) -> str:
        with self._told:
            self._told.wait_for(lambda: episode in self._goals, within_s)
            return self._goals.get(episode, "")

    def reward(self, episode: str, within_s: float = 2.0) -> float | None:
        """None where the episode has not ended."""
        with self._told:
            self._told.wait_for(lambda: episode in self._rewards, within_s)
            return self._rewards.get(episode)

    def tell(self, what: str, said: dict[str, Any]) -> None:
        with self._told:
            if what == "goal":
                self._goals[said["episode"]] = said["goal"]
            elif said["episode"] not in self._rewards:
                self._rewards[said["episode"]] = float(said["reward"])
            self._told.notify_all()

    def begun(self, path: str) -> bytes | None:
        """A page that begins an episode; None for all other files."""
        asked = urlsplit(path)
        page = (self._folder / asked.path.lstrip("/")).resolve()
        if "episode=" not in asked.query or page.suffix != ".html" or (self._folder / "miniwob") not in page.parents:
            return None
        return page.read_text(encoding="utf-8").replace("</body>", BEGIN).encode() if page.is_file() else None


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, episodes: Episodes, *given: Any, **named: Any) -> None:
        self._episodes = episodes
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        page = self._episodes.begun(self.path)
        if page is None:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def do_POST(self) -> None:
        said = cast("dict[str, Any]", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._episodes.tell(self.path.rpartition("/")[2], said)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Says nothing."""
