"""Lists of parties as their publishers give them: sanctions, export controls, end users."""
