"""UI tests: a pytest plugin that looks: tests in plain words or in Python, judged by sight, with evidence."""
