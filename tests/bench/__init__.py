"""What the cockpit promises about speed, measured: every figure is a ratio of two things timed in one run."""
