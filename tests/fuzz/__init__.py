"""Requests that nobody should make, sent to the server as it is run. `python -m tests.fuzz --help` is the long form."""
