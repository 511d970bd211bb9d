"""Checks wumei ledgers and proofs: the second verifier, written from the format document alone.

It shares no code with wumei nor with `verify.py`, and needs nothing but Python's own library."""
