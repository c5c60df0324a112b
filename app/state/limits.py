"""How long what a visitor sends may be, in characters.

A web server takes some 8,190 bytes as one line, which is a request's method, its address and its protocol.
"""

MAX_VALUE = 60
"""One value of the address, except own numbers. The longest that means anything names activations."""
MAX_NUMBERS = 1_900
"""The part of the address that decides the numbers, so that the whole stays below 2,000."""
MAX_QUERY = 2_100
"""The query of a board; every address that is canonical is below."""

MAX_ENTRY = 40
"""What is typed into a field of a form: a number, a size, the name of an activation."""
MAX_PASTED = 7_000
"""A matrix as text."""
MAX_PASTE_ADDRESS = 8_100
"""The address that sends a pasted matrix."""
MAX_VISIT = 8_000
"""The query of a visit to the race, with the saved races that it carries."""
MAX_FORM_QUERY = 8_150
"""A query that carries a text beside the state: a pasted matrix, saved races, the address of a board."""
