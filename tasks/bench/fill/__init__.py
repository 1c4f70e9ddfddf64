"""Fill: jobs held to what they promise: each row stored once whatever is killed, and little slower than a script made for the form."""
