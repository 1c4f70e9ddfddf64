"""Hub: a model's folder on this machine; what is not there yet is downloaded, and that is said first."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ....tools.errors import BadInput
from .source import Source

Tell = Callable[[str], None]
Allow = Callable[[dict[str, Any], int], None]
"""Sees a model's configuration and how many bytes its weights have; raises where it cannot be run here."""

WANTED = ["*.json", "*.safetensors", "*.jinja", "*.txt", "*.model"]
"""Of a model on the hub; no pictures, no second copies of the weights, no code."""
_WAY_OUT = "download it where there is a network and give its folder, or give the address of a server"


@dataclass(frozen=True, slots=True)
class Hub:
    endpoint: str | None = None
    """None: the usual one, or what HF_ENDPOINT says."""
    cache: Path | None = None
    """Where it keeps what it downloaded; None: where the hub's other programs do."""

    def find(self, source: Source) -> Path | None:
        """Where a model's files lie on this machine, all of them; None where some have to be downloaded."""
        import huggingface_hub
        from huggingface_hub.errors import LocalEntryNotFoundError

        if source.folder is not None:
            return source.folder
        get = cast(Any, huggingface_hub).snapshot_download
        try:
            folder = Path(get(source.hub_id, local_files_only=True, allow_patterns=WANTED, cache_dir=self.cache))
        except LocalEntryNotFoundError:
            return None
        return None if _missing(folder) else folder

    def download(self, source: Source, tell: Tell, allow: Allow) -> Path:
        from huggingface_hub import HfApi, errors
        from huggingface_hub.errors import GatedRepoError, HFValidationError, OfflineModeIsEnabled, RepositoryNotFoundError

        hub, name = cast(Any, HfApi(endpoint=self.endpoint)), source.hub_id
        # Its own errors are of this kind, and so are those of the connection, which it lets through.
        http_error = cast(Any, errors).HTTPError
        try:
            files: list[Any] = hub.model_info(name, files_metadata=True).siblings
            weights = sum(int(file.size or 0) for file in files if file.rfilename.endswith(".safetensors"))
            if not weights:
                raise BadInput(f"{name} has no weights as safetensors: it cannot be run in this process")
            config = Path(hub.hf_hub_download(name, "config.json", cache_dir=self.cache))
            allow(json.loads(config.read_text(encoding="utf-8")), weights)
            tell(f"{name} is not on this machine yet: {weights / 1e9:.1f} GB are downloaded once from {hub.endpoint}")
            return Path(hub.snapshot_download(name, allow_patterns=WANTED, cache_dir=self.cache))
        except GatedRepoError as error:
            raise BadInput(f"{name} asks for an agreement first: accept it on its page, then `hf auth login`") from error
        except (RepositoryNotFoundError, HFValidationError) as error:
            raise BadInput(f'the hub has no model "{name}", or only for those who log in (`hf auth login`)') from error
        except OfflineModeIsEnabled as error:
            raise BadInput(f"{name} is not here and HF_HUB_OFFLINE is set: {_WAY_OUT}") from error
        except (OSError, http_error) as error:
            raise BadInput(f"{name} is not here and could not be downloaded ({_why(error)}): {_WAY_OUT}") from error


def check_folder(folder: Path) -> None:
    for name in ("config.json", "preprocessor_config.json", "tokenizer_config.json"):
        if not (folder / name).exists():
            raise BadInput(f"{folder} is no whole model: {name} is missing")
    if missing := _missing(folder):
        raise BadInput(f"{folder} is no whole model: {missing} is missing")


def _missing(folder: Path) -> str:
    """The first of its weights that is not there."""
    index = folder / "model.safetensors.index.json"
    if not index.exists():
        return "" if any(folder.glob("*.safetensors")) else "model.safetensors"
    names: set[str] = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
    return next((name for name in sorted(names) if not (folder / name).exists()), "")


def _why(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
