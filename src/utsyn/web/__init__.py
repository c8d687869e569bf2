"""What people see and do: one Django app, a folder for each subject."""
