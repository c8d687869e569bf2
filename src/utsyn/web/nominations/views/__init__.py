"""The pages of one nomination, and the forms that are sent from them."""
