"""World Bank, World Development Indicators: gross domestic product in current US dollars."""
