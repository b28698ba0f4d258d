"""Why a file is not taken: a reason of `kinds.REFUSALS`."""


class Unsafe(Exception):
    """A file that cannot be made safe, or is not what it says."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)
