"""Detector: how the weights of tools/widgets/detector.onnx are made, from yardstick screens alone. It needs torch."""
