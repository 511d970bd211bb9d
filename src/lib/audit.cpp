// Definitions of module audit.
