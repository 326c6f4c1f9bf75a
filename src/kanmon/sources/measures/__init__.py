"""The user's own measures, in the layout of the register."""
