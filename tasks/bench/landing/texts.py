"""Random texts that are hard to type."""

from __future__ import annotations

import random

WORDS = (
    "ocean", "letter", "window", "garden", "silver", "twelve", "button", "reading", "yellow", "market", "thunder", "paper",
    "violin", "castle", "orange", "river", "Ada", "Lin", "Zoë", "René", "Łódź", "Ærø", "naïve", "façade",
)  # fmt: skip

_PIECES = (
    "Ada", "O'Neil", '"quoted"', "“quotes” ‘single’", "100 €", "a<b>&amp;c", "\\path\\n", "x=1; y--", "{[(!)]}", "#@%^&*~`|",
    "Zażółć gęślą jaźń", "Æble Øl Å", "naïve façade", "ÿŸß", "e\u0301a\u0308o\u0302", "Z\u0351a\u0352l\u0353g\u0354o",
    "你好，世界", "日本語テキスト", "한국어", "𠮷野家", "ｆｕｌｌ", "😀", "👩‍💻", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇵🇱🇯🇵", "1️⃣",
    "שלום עולם", "مرحبا بالعالم", "हिन्दी", "ไทย", "Привет", "Ελληνικά", "ﬁn", "½ ² ™ …", "l1I|O0", "—–-", "क्\u200dष", "µ∑∞",
)  # fmt: skip
"""ASCII with every shifted sign, accents, combining marks, CJK beyond the first plane, emoji of several
code points, scripts from right to left, look-alikes."""


def sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(words))


def text_to_type(rng: random.Random, *, lines: bool) -> str:
    """Mostly short; one in ten so long that it is put in at once. Newlines only where a field takes them."""
    length = rng.choice((1, 2, 2, 3, 4, 5)) if rng.random() < 0.9 else 60
    parts = [rng.choice((rng.choice(_PIECES), sentence(rng, 1))) for _ in range(length)]
    text = parts[0]
    for part in parts[1:]:
        text += (rng.choice((" ", " ", "", "\n", "\n\n")) if lines else rng.choice((" ", " ", ""))) + part
    return text
