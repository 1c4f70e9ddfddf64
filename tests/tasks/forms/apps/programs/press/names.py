"""What articles choose from: names that differ by a letter that looks like another."""

from __future__ import annotations

AUTHORS = ("Ada Lovelace", "Élodie Brûlé", "Il Ill", "Jürgen Groß", "Ll Ill", "O'Neil, Shaun", "王小明", "Žofie Dvořáková")
TAGS = ("0-day", "analysis", "façade", "I10n", "interview", "l10n", "modern", "modem", "O-day", "opinion", "R&D", "science")
TOPICS = (
    "Arts", "Books", "Business", "Climate", "Cycling", "Energy", "Film", "Food & drink", "Health", "History", "Law",
    "Music", "Ocean", "Physics", "Politics", "Science", "Science fiction", "Space", "Sport", "Théâtre", "Travel", "日本語",
)  # fmt: skip
