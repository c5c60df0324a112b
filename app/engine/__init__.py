"""Networks, the two programs of the forward pass, and the cells that every operation reads and writes.

Pure NumPy and standard library, without pages, addresses or the web. Indices count from 0, except layers, which count
from 1 (l = 1 … L): W1 is a name and A[0] is X.
"""
