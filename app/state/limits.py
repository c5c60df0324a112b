"""The largest lengths of requests and their parts, in characters.

Web servers accept a request line (method, address, protocol) of about 8,190 bytes.
"""

MAX_VALUE = 60
"""One value of the address other than a matrix. The longest valid one lists activations."""
MAX_NUMBERS = 1_900
"""The part of the address that decides the numbers; the whole address then stays below 2,000."""
MAX_QUERY = 2_100
"""The query of a board. Every canonical one is shorter."""

MAX_ENTRY = 40
"""The text of one form field: a number, a size, the key of an activation."""
MAX_PASTED = 30_000
"""The text of a pasted matrix."""
MAX_BODY = 300_000
"""The body of a request in bytes: a pasted matrix, of which a browser sends a letter as at most nine bytes."""
MAX_VISIT = 8_000
"""The query of a race, with the text of saved races."""
MAX_FORM_QUERY = 8_150
"""A query with a state and a long text: saved races, the address of a board."""
