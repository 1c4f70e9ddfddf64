"""Recording: what a person does in a browser, written down as a UI test in plain words."""
