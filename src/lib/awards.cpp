// Definitions of module awards.
