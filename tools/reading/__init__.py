"""Reading: pixels to lines of text with boxes, incremental; and whether a text is shown in a place."""
