"""Database clients that keep transactions safe under cancellation and writers."""
