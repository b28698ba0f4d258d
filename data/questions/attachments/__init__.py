"""What an attached file is and carries, by its kind. In a worker alone: nothing here opens a file in the server.

`looking` begins, `office`, `pdf`, `pictures` and `plain` know their kinds, `markup` parses XML; each raises `unsafe.Unsafe`.
"""
