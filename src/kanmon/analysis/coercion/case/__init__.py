"""Case files of measures: what happened, was said and is known, each fact with its source."""
