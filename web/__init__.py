"""What HTTP speaks beside the pages: the gate, signing in, the interface for programs."""
