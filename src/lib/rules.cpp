// Definitions of module rules.
