"""Puts the starter benchmark's grammar on the path: `import starter_grammar` before `from grammar import ...`."""

import sys
from pathlib import Path

STARTER_CODER = Path(__file__).resolve().parent.parent / "starter-coder"
if str(STARTER_CODER) not in sys.path:
    sys.path.append(str(STARTER_CODER))
