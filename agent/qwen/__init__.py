"""The Qwen3-VL brain: Thinking plans, Instruct grounds, acts, reads and judges, in the dialect they were trained on."""
