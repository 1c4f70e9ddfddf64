"""Forms that are filled again and again: learned once, filled by what is known, and worked out anew only where they changed."""
