from learn.models.feedback import Feedback
from learn.models.lab import Capture, LabTrace, Sandbox
from learn.models.learner import Learner
from learn.models.progress import CheckAnswer, LessonProgress, ObtainedCode, WalkedEdge
from learn.models.user import User

__all__ = [
    "Capture",
    "CheckAnswer",
    "Feedback",
    "LabTrace",
    "Learner",
    "LessonProgress",
    "ObtainedCode",
    "Sandbox",
    "User",
    "WalkedEdge",
]
