"""Columnwise under load, as it is really served: on this computer only, bounded in number and time."""
