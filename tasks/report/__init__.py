"""Report: what a run did and why it ended so, as one file that opens offline."""
