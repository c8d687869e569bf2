"""How people come in: through their institution, or with a password and a second factor; and how they go out."""
