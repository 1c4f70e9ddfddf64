"""Where it happens: places to run a screen in, taken away again afterwards."""
