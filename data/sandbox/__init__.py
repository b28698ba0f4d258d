"""Where bytes from outside are opened: a process of its own for each file, with its memory and its time limited.

`run` (in `pool`) is what the rest calls; `forking` is the process that waits with everything loaded and forks a worker
for each file; `worker` is what happens in that one; `wire` is what may come back.
"""
