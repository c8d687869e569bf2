"""The room of units: founded, renamed, moved, merged and ended, and shown as they stood on any day."""
