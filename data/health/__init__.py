"""Whether all is well with an installation: one check a function, one subject a file. `looking.look` makes them all."""
