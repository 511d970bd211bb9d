// Definitions of module scoring.
