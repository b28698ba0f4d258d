"""How often something was done lately, by whom; each process counts for itself."""

import time
from collections import OrderedDict, deque
from threading import Lock


class Counts:
    """So many times in a window of so many seconds by one key, of the `most` keys that were seen last."""

    def __init__(self, limit: int, window: float, most: int):
        self.limit, self.window, self.most = limit, window, most
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def add(self, key: str) -> int:
        """Count once more; 0, or the seconds after which the key may try again: then it was not counted."""
        with self._lock:
            if wait := self._wait(key):
                return wait
            self._times.setdefault(key, deque()).append(time.monotonic())
            self._times.move_to_end(key)
            if len(self._times) > self.most:
                self._times.popitem(last=False)
            return 0

    def over(self, key: str) -> int:
        """As `add`, without counting."""
        with self._lock:
            return self._wait(key)

    def knows(self, key: str) -> bool:
        """Whether the key was counted and is still among those seen last."""
        with self._lock:
            return key in self._times

    def _wait(self, key: str) -> int:
        now, times = time.monotonic(), self._times.get(key, deque())
        while times and times[0] <= now - self.window:
            times.popleft()
        return max(1, round(times[0] + self.window - now)) if len(times) >= self.limit else 0
