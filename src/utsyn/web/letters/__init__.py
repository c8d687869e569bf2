"""Letters by e-mail, and the days of rounds in people's own calendars: queued with the decision, sent once."""
