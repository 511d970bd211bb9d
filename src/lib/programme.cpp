// Definitions of module programme.
