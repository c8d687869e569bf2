"""Evidence: open data kept as vintages, tables with promised columns, indicators written once for every engine, causes of change."""
