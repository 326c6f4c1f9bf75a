"""The consultation view of the workspace on a node: what a person sees and may do."""
