"""Memory: what a model will need and what is free, before anything is loaded."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from .source import Numbers

ROOM_TOKENS = 16_384
"""So long a conversation should fit beside the weights."""
SPARE = 1.15
"""What is needed while answering, as a share of the weights."""
BITS: dict[Numbers, float] = {"8bit": 9, "4bit": 5.2, "fp8": 8.5, "bf16": 16, "fp32": 32}
"""Per weight, with what is kept beside it and what stays whole."""
STORED_BITS = {"float32": 32, "bfloat16": 16, "float16": 16, "fp8": 8}


def stored_bits(config: dict[str, Any]) -> int:
    """Bits per weight on disk."""
    packed: dict[str, Any] = config.get("quantization_config") or {}
    if packed.get("quant_method") == "fp8":
        return STORED_BITS["fp8"]
    text: dict[str, Any] = config.get("text_config") or {}
    named = config.get("dtype") or config.get("torch_dtype") or text.get("dtype") or text.get("torch_dtype")
    return STORED_BITS.get(str(named), 16)


def weights_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.safetensors"))


def needed_bytes(on_disk: int, config: dict[str, Any], numbers: Numbers) -> int:
    """With the room for a conversation."""
    weights = on_disk * BITS[numbers] / stored_bits(config)
    text: dict[str, Any] = config.get("text_config") or {}
    heads = text.get("num_key_value_heads", 8) * text.get("head_dim", 128)
    number_bytes = 4 if numbers == "fp32" else 2
    per_token = text.get("num_hidden_layers", 36) * heads * 2 * number_bytes
    return int(weights * SPARE + per_token * min(ROOM_TOKENS, text.get("max_position_embeddings", ROOM_TOKENS)))


def free_bytes(device: str) -> int | None:
    """None where nobody can tell."""
    import torch

    if device.startswith("cuda"):
        return torch.cuda.mem_get_info(device)[0]
    return _free_ram_bytes()


def _free_ram_bytes() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration):
        names = os.sysconf_names if hasattr(os, "sysconf") else {}
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if "SC_PHYS_PAGES" in names else None
    return min(free, _free_of_group_bytes() or free)


def _free_of_group_bytes() -> int | None:
    """In a container less may be had than the machine has free."""
    group = Path("/sys/fs/cgroup")
    try:
        most, used = (group / "memory.max").read_text().strip(), int((group / "memory.current").read_text())
        lines = (group / "memory.stat").read_text().splitlines()
        cached = next(int(line.split()[1]) for line in lines if line.startswith("inactive_file"))
        return int(most) - used + cached
    except (OSError, ValueError, StopIteration):
        return None


def read_config(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "config.json").read_text(encoding="utf-8"))
