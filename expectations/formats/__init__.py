"""How files arrive: one module for each way, all giving the same `Sheet`s."""
