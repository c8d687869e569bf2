"""The room of evidence: figures computed from open data, the works and affiliations behind them, partners, and what was loaded."""
