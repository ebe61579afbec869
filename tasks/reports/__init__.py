"""The performance pack in every medium: one model (warehouse.pack), rendered here."""
