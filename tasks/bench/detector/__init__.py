"""Detector: how the weights of detector.onnx and closer.onnx are made, from yardstick screens alone. It needs torch."""
