"""DjangoAdmin: Django's own admin over a newsroom, and what its database holds afterwards."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from .press.serve import AUTHORS, TAGS, TOPICS
from .serving import Served

