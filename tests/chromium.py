"""The browser of the tests, the benchmark and the pictures: Debian's, which asks nobody for anything."""

import os
from shutil import which

# Without a window to draw a page costs a third; where Debian's headless shell is missing, the whole browser does.
PROGRAM = os.environ.get("CHROMIUM") or which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
