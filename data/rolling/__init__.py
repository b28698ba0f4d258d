"""The whole rollup made by an engine that can be exchanged, and published as of one revision: `publishing.roll`."""
