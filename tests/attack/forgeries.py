"""What laws.py forges: every module that tells a part of the story adds its own."""

FORGERIES = []  # (name, kind of the entry, laws, change)


def forgery(kind, *laws):
    """Registers a change of the last entry of that kind, and the laws that it may break; "format"
    is what verify_full.py says of facts that the kind does not have."""
    def add(change):
        FORGERIES.append((change.__name__, kind, laws, change))
        return change
    return add
