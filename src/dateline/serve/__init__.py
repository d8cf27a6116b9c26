"""An archive enters, an HTTP API over it leaves: what `dateline serve` runs. It needs the extra `serve`."""
