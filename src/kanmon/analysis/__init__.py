"""Pure functions from tables to findings; nothing here opens a file or a socket."""
