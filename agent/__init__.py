"""The loop: look, plan, act, guard, do, verify."""
