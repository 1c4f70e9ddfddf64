"""Server: how each of the OpenAI-compatible servers wants to be asked, and how it answers."""
