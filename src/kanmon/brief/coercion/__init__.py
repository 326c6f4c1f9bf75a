"""The dossier of a measure: graded evidence, science, timeline, what would change it, in words."""
