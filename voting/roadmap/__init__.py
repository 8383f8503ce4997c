"""The public roadmap, the team's console, snapshots."""
