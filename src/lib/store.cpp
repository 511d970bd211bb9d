// Definitions of module store.
