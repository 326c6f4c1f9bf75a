"""The embedded reference pack: compiled figures under open licences, and their recipe."""
