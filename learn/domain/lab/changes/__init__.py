"""What would have to change: the smallest changes to a request that carry it one box further."""

from learn.domain.lab.changes.change import Change, Changes, Edit
from learn.domain.lab.changes.search import smallest_changes

__all__ = ["Change", "Changes", "Edit", "smallest_changes"]
