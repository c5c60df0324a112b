"""The numbers: networks, the two programs that run them, and what every operation reads and writes.

Pure NumPy and standard library. Knows nothing of pages, addresses or the web.
Everything here counts from 0, except layers: layer l = 1 … L, because W1 is a name and A[0] is X.
"""
