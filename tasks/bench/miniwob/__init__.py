"""MiniWoB++: small pages with a goal in words, served from its own wheel; done is what the page and handeye both call done."""
