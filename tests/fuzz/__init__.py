"""The fuzzer of the readers: `python -m tests.fuzz FORM --seconds 600`; the suite runs a short form of it."""
