"""World Bank, Worldwide Governance Indicators: how an economy is governed, with its error."""
