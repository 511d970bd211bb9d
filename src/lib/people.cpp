// Definitions of module people.
