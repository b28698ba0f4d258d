"""Documents of words that people give to be looked at: what stands in them and where (`reading`), and the same document with
remarks at what was said (`marking`). In a worker alone: nothing here opens a file in the server."""
