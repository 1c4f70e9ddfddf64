"""UI: how many planted bugs a suite of UI tests finds, how few harmless changes it takes for bugs, how fast and steady it is.

proxy   -> stands between the tests and the app: puts a script into every page, and acts on POSTs
script/ -> the script: finds places for bugs, keeps one bug in its place, or changes a page so that it stays as good as it was
"""
