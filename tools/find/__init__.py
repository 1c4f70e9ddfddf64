"""Find: words to targets, ranked; what is equally good is reported as ambiguous, not guessed."""
