"""Load: weights, tokenizer and the way pictures are cut up, from a folder onto the device that suits them."""

from __future__ import annotations

import importlib.util
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ....tools.errors import BadInput, ModelError
from .hub import Tell
from .memory import read_config, stored_bits
from .quiet import quiet
from .source import Numbers, Source

FAMILIES = ("qwen3_vl", "qwen3_vl_moe")
NEEDED = ("torch", "transformers", "accelerate", "llguidance")


@dataclass(frozen=True)
class Loaded:
    name: str
    model: Any
    tokenizer: Any
    image_processor: Any
    template: str
    """How a conversation is written down, in Jinja."""
    seems_to_think: bool = False
    """By its name."""


def check_extra() -> None:
    if missing := [name for name in NEEDED if importlib.util.find_spec(name) is None]:
        raise BadInput(f'a model in this process needs {", ".join(missing)} too: pip install "handeye[qwen]"')


def best_device() -> str:
    """The GPU with most memory free, or the CPU."""
    import torch

    if torch.cuda.is_available():
        return f"cuda:{max(range(torch.cuda.device_count()), key=lambda n: torch.cuda.mem_get_info(n)[0])}"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def load(source: Source, folder: Path, device: str, numbers: Numbers, tell: Tell) -> Loaded:
    import transformers
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    library = cast(Any, transformers)
    how = _how(source, read_config(folder), numbers, tell)
    began_s = time.monotonic()
    tell(f"loading {source.name} onto {device}")
    try:
        with quiet():
            model = library.AutoModelForImageTextToText.from_pretrained(
                folder, local_files_only=True, device_map={"": device}, **how
            )
            tokenizer = library.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            # The one for PIL, which unlike the other needs no torchvision.
            pictures = cast(Any, Qwen2VLImageProcessorPil).from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        raise ModelError(f"{source.name} could not be loaded: {str(error).strip().splitlines()[0]}") from error
    tell(f"{source.name} is loaded ({time.monotonic() - began_s:.0f} s)")
    return Loaded(source.name, model.eval(), tokenizer, pictures, find_template(folder, tokenizer), source.seems_to_think)


def check_family(source: Source, config: dict[str, Any]) -> None:
    if (family := config.get("model_type")) not in FAMILIES:
        raise BadInput(
            f"{source.name} is a {family}: only Qwen3-VL and what was tuned from it runs in this process; serve it, and give "
            "the server's address"
        )


def find_template(folder: Path, tokenizer: Any) -> str:
    """The one that knows of pictures; in some folders the tokenizer's own does not."""
    beside = folder / "chat_template.json"
    template = json.loads(beside.read_text(encoding="utf-8"))["chat_template"] if beside.exists() else tokenizer.chat_template
    if not isinstance(template, str):
        raise BadInput(f"{folder} is no whole model: it has no chat template")
    return template


def decide_numbers(source: Source, config: dict[str, Any], device: str) -> Numbers:
    """What its weights become on this device."""
    import torch

    stored = stored_bits(config)
    if source.precision:
        return source.precision
    if stored == 8:
        able = device.startswith("cuda") and torch.cuda.get_device_capability(device) >= (8, 9)
        return "fp8" if able and importlib.util.find_spec("kernels") else "bf16"
    return "bf16" if stored < 32 and (device != "cpu" or halves_are_fast()) else "fp32"


def _how(source: Source, config: dict[str, Any], numbers: Numbers, tell: Tell) -> dict[str, Any]:
    import torch
    from transformers import FineGrainedFP8Config

    how: dict[str, Any] = {"dtype": torch.float32 if numbers == "fp32" else torch.bfloat16}
    if numbers in ("4bit", "8bit"):
        how["quantization_config"] = _in_few_bits(source)
    elif numbers == "fp8":
        tell(f"{source.name} computes in FP8: transformers fetches the program for that from the hub once")
    elif stored_bits(config) == 8:
        tell(f"{source.name} is stored in FP8 and becomes {numbers} here; FP8 needs a newer GPU and `pip install kernels`")
        kept = config["quantization_config"].get("modules_to_not_convert")
        how["quantization_config"] = FineGrainedFP8Config(dequantize=True, modules_to_not_convert=kept)
    return how


def _in_few_bits(source: Source) -> Any:
    if importlib.util.find_spec("bitsandbytes") is None:
        raise BadInput(f"{source.name} needs bitsandbytes: pip install bitsandbytes, or take it without :{source.precision}")
    import torch
    from transformers import BitsAndBytesConfig

    skipped = ["visual", "lm_head"]
    if source.precision == "8bit":
        return BitsAndBytesConfig(load_in_8bit=True, llm_int8_skip_modules=skipped)
    return BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16, llm_int8_skip_modules=skipped
    )


def halves_are_fast() -> bool:
    """Whether this CPU multiplies bf16 about as fast as fp32; some only pretend to know it."""
    import torch

    def seconds(dtype: torch.dtype) -> float:
        one = torch.ones((512, 512), dtype=dtype)
        torch.mm(one, one)
        began_s = time.perf_counter()
        torch.mm(one, one)
        return time.perf_counter() - began_s

    return seconds(torch.bfloat16) < 2 * seconds(torch.float32)
