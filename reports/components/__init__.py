"""How the components of the design system are drawn."""
