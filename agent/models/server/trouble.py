"""Trouble: what a server's refusals and silences mean, each in one line with the way out."""

from __future__ import annotations

import email.utils
import re
import time
from collections.abc import Mapping

from ....tools.errors import ModelError

MAY_PASS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
MOST_QUOTED = 300
WAY_OUT_OF_NO_SERVER = "give the address of an OpenAI-compatible API, which mostly ends in /v1"

_BLIND = re.compile(
    r"mmproj|not (?:a )?multi-?modal|at most 0 image|no endpoints found that support image"
    r"|(?:image|vision|multi-?modal)[^.]{0,60}(?:not supported|unsupported|not allowed|not available)"
    r"|(?:does(?:n't| not)|cannot|can't|not) (?:support|accept|process|handle)[^.]{0,40}(?:image|vision|multi-?modal)"
    r"|missing data required for image|only 'text' content",
    re.IGNORECASE,
)
_TOO_MANY = re.compile(r"at most (\d+) image", re.IGNORECASE)
_TOO_LONG = re.compile(
    r"context (?:length|size|window)|exceed_context|maximum model length|max_model_len|prompt is too long|n_ctx", re.IGNORECASE
)
_NO_WAY = re.compile(r"no endpoints found that can handle", re.IGNORECASE)
_NO_MODEL = re.compile(r"model\b.{0,80}(?:not found|does not exist|not exist|unknown|not a valid)", re.IGNORECASE | re.DOTALL)


class MayPass(ModelError):
    """Asked again a little later, it may go well."""

    def __init__(self, said: str, after_s: float | None = None) -> None:
        super().__init__(said)
        self.after_s = after_s
        """How long the server asked to be left alone."""


class Refused(ModelError):
    """The server takes the question, but not in this form."""


class NoModel(ModelError):
    """There is none of that name."""


def trouble_of(
    status: int, headers: Mapping[str, str], body: str, *, where: str, model: str, blind: str, seeing: bool
) -> ModelError:
    """`where` is the server's address, `blind` how it is made to see, `seeing` whether pictures were sent."""
    said = quoted_words(body)
    if status in (401, 403):
        return ModelError(f"{where} refuses the key ({status}): give it the right API key")
    if 300 <= status < 400:
        to = headers.get("location", "elsewhere")
        return ModelError(f"{where} has moved to {to[:MOST_QUOTED]}: pictures are sent to no other address than the one given")
    if seeing and _BLIND.search(said):
        return blind_line(where, model, blind)
    if many := _TOO_MANY.search(said):
        return ModelError(
            f"{where} takes only {many[1]} pictures at once, and more are needed: start vLLM with "
            """--limit-mm-per-prompt '{"image":8,"video":0}'"""
        )
    if _TOO_LONG.search(said):
        return ModelError(
            f"the question is too long for {model} at {where}: give it a longer context "
            f"(vLLM --max-model-len, SGLang --context-length, llama-server -c, OLLAMA_CONTEXT_LENGTH); it says: {said}"
        )
    if status == 413:
        return ModelError(f"{where} takes no requests of this size: raise the limit of the server before it")
    if status == 404 and _NO_WAY.search(said):
        return Refused(f"{where} has nobody who takes the question in this form: {said}")
    if status == 404 or (status == 400 and _NO_MODEL.search(said)):
        return NoModel(f"{where} has no model {model!r}")
    if status in MAY_PASS:
        return MayPass(f"{where} answered {status}: {said or 'nothing more'}", retry_after_s(headers))
    if status in (400, 422, 501):
        return Refused(f"{where} refuses the question ({status}): {said or 'it does not say why'}")
    return ModelError(f"{where} answered {status}: {said or 'nothing more'}")


def blind_line(where: str, model: str, blind: str) -> ModelError:
    return ModelError(f"{model} at {where} takes no pictures: serve a model that sees, such as Qwen3-VL{blind}")


def no_server_line(where: str) -> ModelError:
    return ModelError(f"{where} is no model server: {WAY_OUT_OF_NO_SERVER}")


def quoted_words(body: str) -> str:
    """What a server said of itself, in one line that a terminal may show."""
    found = re.search(r'"(?:message|detail|error)"\s*:\s*"((?:[^"\\]|\\.)*)"', body)
    words = found[1].replace("\\n", " ").replace('\\"', '"') if found else re.sub(r"<[^>]*>", " ", body)
    return one_line(words)


def one_line(words: str) -> str:
    """Of what others wrote, with nothing in it that steers a terminal."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())[:MOST_QUOTED]


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds, or a date."""
    said = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", said):
        return float(said)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
