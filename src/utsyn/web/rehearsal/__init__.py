"""An invented university and a round in progress, to look into and to learn by: all of it made by the actions people use."""
