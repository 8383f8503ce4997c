"""`python -m tests.demo_at MOMENT`: the demo world as it is told at a moment, so that what is read of it stays the same."""

from __future__ import annotations

import sys
from datetime import datetime

from kernel import clock
from kernel.commands import main
from run import house

if __name__ == "__main__":
    with clock.at(datetime.fromisoformat(sys.argv[1])):
        sys.exit(main(house(), ["demo"]))
