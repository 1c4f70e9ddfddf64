"""Forms that are filled again and again."""
