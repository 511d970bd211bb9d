// Definitions of module market.
