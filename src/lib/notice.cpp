// Definitions of module notice.
