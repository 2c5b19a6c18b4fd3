from learn.models.assignment import Assignment, Exemption, Part
from learn.models.classroom import Classroom, Invitation, Look, Member, Round, Vote
from learn.models.console import HintOpened, Sending, SharedExchange, SolvedChallenge, Solving
from learn.models.feedback import Feedback
from learn.models.lab import Capture, Exchange, LabTrace, Sandbox
from learn.models.learner import Learner
from learn.models.practice import Card, PracticeAnswer, PracticeDay, Sitting
from learn.models.progress import Again, CheckAnswer, LessonProgress, ObtainedCode, WalkedEdge
from learn.models.user import User

__all__ = [
    "Again",
    "Assignment",
    "Capture",
    "Card",
    "CheckAnswer",
    "Classroom",
    "Exchange",
    "Exemption",
    "Feedback",
    "HintOpened",
    "Invitation",
    "LabTrace",
    "Learner",
    "LessonProgress",
    "Look",
    "Member",
    "ObtainedCode",
    "Part",
    "PracticeAnswer",
    "PracticeDay",
    "Round",
    "Sandbox",
    "Sending",
    "SharedExchange",
    "Sitting",
    "SolvedChallenge",
    "Solving",
    "User",
    "Vote",
    "WalkedEdge",
]
