"""One file a family of indicators: each recipe written once for every engine, and once more, slowly, in plain Python."""
