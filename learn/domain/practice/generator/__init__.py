"""Practice scenarios made from a seed: endless, and checked by the lab's engine."""

from learn.domain.practice.generator.generate import Scenario, decided_at, generate, is_question, regenerate, scenario
from learn.domain.practice.generator.sitting import alike, generate_several

__all__ = ["Scenario", "alike", "decided_at", "generate", "generate_several", "is_question", "regenerate", "scenario"]
