"""Parts of the township generator: one module a kind of file."""
