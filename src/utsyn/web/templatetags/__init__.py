"""How templates say things."""
