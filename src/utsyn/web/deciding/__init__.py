"""How a round is decided: faculties' orders, the panel, the routes, the approval, the list that is sent, the minutes."""
