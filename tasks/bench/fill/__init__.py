"""Fill: jobs held to their promise: each row stored once whatever is killed, and little slower than a script for that form."""
