"""How a check ends: the classes and their exit codes, and the one exception that ends it."""

WITNESSED, UNWITNESSED = "witnessed", "unwitnessed"
FAILED, UNCHECKED, STALE, EQUIVOCATION = "failed", "could not check", "stale", "equivocation"
EXIT = {WITNESSED: 0, UNWITNESSED: 0, FAILED: 6, UNCHECKED: 7, STALE: 8, EQUIVOCATION: 9}


class Broken(Exception):
    """Ends the check. `law` is a number of src/README.md, or a word for what is not a law."""

    def __init__(self, law, what, verdict=FAILED, evidence=()):
        super().__init__(f"law {law}: {what}" if isinstance(law, int) else f"{law}: {what}")
        self.verdict, self.evidence = verdict, evidence


def need(true, law, what, verdict=FAILED):
    if not true:
        raise Broken(law, what, verdict)
