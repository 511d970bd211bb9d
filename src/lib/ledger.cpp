// Definitions of module ledger.
