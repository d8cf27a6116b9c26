"""Speed and memory as ratios to a peer in the same run: never absolute times, which are the machine's, not ours."""
