"""Whether recorded exchanges solve a challenge, clause by clause, and in words what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from learn.domain.lab.challenges.challenge import Challenge, Clause
from learn.domain.lab.challenges.conditions import ADDRESS, line
from learn.domain.lab.challenges.exchange import Exchange
from learn.domain.lab.challenges.relations import nth
from learn.domain.lab.challenges.search import Choice, Wish, both_ways, choose
from learn.domain.lab.challenges.whole import EXCHANGES_AT_MOST, Session
from learn.domain.lab.shop import Shop
from learn.domain.lab.trace import Trace


@dataclass(frozen=True, slots=True)
class ClauseState:
    """``request_id`` is of the exchange that meets the clause, empty where none does or none is meant."""

    says: str
    met: bool
    expected: str
    actual: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a challenge is solved, and how each clause of it stands."""

    solved: bool
    clauses: tuple[ClauseState, ...]


def judge(
    challenge: Challenge, exchanges: Sequence[Trace], shop: Shop, captures: Sequence[tuple[str, int]], base: str
) -> Verdict:
    """Return how far the exchanges go. The last 50 count, in the order in which they were sent.

    ``captures`` has an order and an amount for each payment that the provider has taken since day one; ``base`` is
    the address of the sandbox, ``/lab/{sandbox}``. Without an exchange nothing is solved.
    """
    last = sorted(exchanges, key=lambda trace: trace.at)[-EXCHANGES_AT_MOST:]
    seen = [Exchange(trace, base, number) for number, trace in enumerate(last)]
    session = Session(seen, shop, captures, challenge.phrases)
    judged = _Judged(challenge.clauses, session)
    states = tuple(judged.state(number) for number in range(len(challenge.clauses)))
    return Verdict(bool(seen) and all(state.met for state in states), states)


class _Judged:
    """The clauses with the exchanges that were chosen for them."""

    def __init__(self, clauses: Sequence[Clause], session: Session) -> None:
        self.clauses, self.session = clauses, session
        self.tables = {r: r.table(session.exchanges) for clause in clauses for r in clause.relations}
        self.choice: Choice = choose([self._wish(n) for n, clause in enumerate(clauses) if not clause.whole])

    def _slot(self, number: int) -> int:
        """Return the clause that searches for the exchange that this one is about."""
        of = self.clauses[number].of
        return number if of is None else self._slot(of)

    def _wish(self, number: int) -> Wish:
        clause, exchanges = self.clauses[number], self.session.exchanges
        fitting = [e for e in exchanges if all(condition.met(e) for condition in clause.conditions)]
        links = [
            link
            for relation in clause.relations
            for link in both_ways(self._slot(relation.clause), self._slot(number), self.tables[relation])
        ]
        bits = sum(1 << exchange.number for exchange in fitting)
        return Wish(number, self._slot(number), bits, frozenset(clause.refers_to), tuple(links))

    def _chosen(self, number: int) -> Exchange | None:
        """Return the exchange of a clause, if one is chosen for it."""
        chosen = self.choice.slots.get(self._slot(number))
        return None if chosen is None else self.session.exchanges[chosen]

    def state(self, number: int) -> ClauseState:
        clause = self.clauses[number]
        if clause.whole:
            return self._state_of_all(clause)
        if number in self.choice.met:
            found = self._chosen(number)
            assert found is not None
            told = line(found, self.session.phrases)
            return ClauseState(clause.says, True, _expected(clause), told, found.trace.request_id)
        closest = self._closest(clause) if clause.of is None else self._chosen(clause.of)
        if closest is None:
            return ClauseState(clause.says, False, _expected(clause), self._nothing(clause))
        return self._missed(clause, closest)

    def _state_of_all(self, clause: Clause) -> ClauseState:
        missed = tuple(whole for whole in clause.whole if not whole.met(self.session))
        told = missed or clause.whole
        expected, actual = [each.expected for each in told], [each.actual(self.session) for each in told]
        return ClauseState(clause.says, not missed, ", ".join(expected), "; ".join(actual))

    def _closest(self, clause: Clause) -> Exchange | None:
        """Return the exchange that lacks the least among those sent to the clause's address, the last of equals."""
        address = [condition for condition in clause.conditions if condition.about in ADDRESS]
        sent = [e for e in self.session.exchanges if all(condition.met(e) for condition in address)]
        return min(sent, key=lambda e: (*self._lacks(clause, e), -e.number), default=None)

    def _lacks(self, clause: Clause, exchange: Exchange) -> tuple[int, int]:
        conditions = sum(not condition.met(exchange) for condition in clause.conditions)
        return conditions, len(self._unrelated(clause, exchange))

    def _unrelated(self, clause: Clause, exchange: Exchange) -> list[tuple[str, str]]:
        """Return what is expected and what came, for each relation in which the exchange doesn't stand."""
        missed = []
        for relation in clause.relations:
            earlier = self._chosen(relation.clause) if relation.clause in self.choice.met else None
            related = 0 if earlier is None else self.tables[relation][earlier.number]
            if not related >> exchange.number & 1:
                missed.append((relation.expected, relation.actual(earlier, exchange)))
        return missed

    def _missed(self, clause: Clause, closest: Exchange) -> ClauseState:
        missed = [(c.expected, c.actual(closest)) for c in clause.conditions if not c.met(closest)]
        missed = missed or self._unrelated(clause, closest)
        expected = ", ".join(words for words, _ in missed) or _expected(clause)
        # What two conditions say is told once.
        told = dict.fromkeys([line(closest, self.session.phrases), *(words for _, words in missed if words)])
        return ClauseState(clause.says, False, expected, "; ".join(told))

    def _nothing(self, clause: Clause) -> str:
        if clause.of is not None:
            return f"{nth(clause.of)} isn't met yet"
        address = next((c for c in clause.conditions if c.about in ADDRESS), None)
        return "no request yet" if address is None else address.expected.replace("a request", "no request", 1) + " yet"


def _expected(clause: Clause) -> str:
    asked = [condition.expected for condition in clause.conditions]
    return ", ".join([*asked, *(relation.expected for relation in clause.relations)])
