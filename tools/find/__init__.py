"""Find: words to targets, ranked; what is equally good is reported as ambiguous, not guessed."""

from .finder import Found, find, find_phrase
from .phrase import Phrase, Relation, parse_phrase

__all__ = ["Found", "Phrase", "Relation", "find", "find_phrase", "parse_phrase"]
