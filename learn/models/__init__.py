from learn.models.feedback import Feedback
from learn.models.learner import Learner
from learn.models.progress import CheckAnswer, LessonProgress, WalkedEdge
from learn.models.user import User

__all__ = ["CheckAnswer", "Feedback", "Learner", "LessonProgress", "User", "WalkedEdge"]
