"""The whole reform in one picture, and each system by itself."""
