"""How the encoder was made: annotations kept stand-off, fitted with torch, exported to ONNX."""
