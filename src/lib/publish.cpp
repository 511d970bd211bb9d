// Definitions of module publish.
