"""Rules for a change: how each kind is evaluated, tried against the past, and told when the store moves.

`asked.py` is what a kind is given; then a file a kind; `evaluating` knows them all, `keeping` begins and changes rules,
`telling` is what the server does by itself.
"""
