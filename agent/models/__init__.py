"""Models: what answers in words about pictures, behind one door: servers, weights in this process, and scripts."""
