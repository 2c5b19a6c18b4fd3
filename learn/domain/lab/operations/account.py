"""Logging in and out, sessions, users, preferences, billing records."""

from hmac import compare_digest

from learn.domain.lab.operation import Operation
from learn.domain.lab.reply import Refusal, Reply, forbidden, not_found
from learn.domain.lab.run import Run
from learn.domain.lab.schema import Flag, Members, Text

CHALLENGE = 'Bearer realm="checkout-lab"'
TOKEN_SECONDS = 3600
TOKENS_AT_MOST = 100


class Login(Operation):
    """Answers with a token for the right e-mail address and password."""

    method, path = "POST", "/api/v1/login"
    summary = "Log in with e-mail address and password"
    open = True
    takes = Members(
        {
            "email": Text(1, 200, example="asha@example.test"),
            "password": Text(1, 200, example="correct-horse"),
        }
    )
    limit = (5, 10)
    also = (401, 429)

    def limited(self, run: Run) -> str:
        return "everybody"

    def perform(self, run: Run) -> Reply | Refusal:
        email, password = run.value["email"].encode(errors="replace"), run.value["password"].encode(errors="replace")
        for user in run.shop.users.values():
            known = user["email"] and compare_digest(user["email"].encode(), email)
            if known and compare_digest(user["password"].encode(), password):
                return self._logged_in(run, user["userId"])
        message = "this e-mail address and password don't belong together"
        fields = [("WWW-Authenticate", CHALLENGE)]
        return Refusal(401, "auth/L401", "", "invalid_credentials", message, fields, known={"a3": "yes"})

    def _logged_in(self, run: Run, user_id: str) -> Reply:
        tokens = run.shop.tokens
        token = f"tok_{run.fresh()}{run.fresh()}"
        tokens[token] = user_id
        # The five of day one stay; of the others the oldest go.
        for old in list(tokens)[5 : len(tokens) - TOKENS_AT_MOST]:
            del tokens[old]
        shown = {"token": token, "tokenType": "Bearer", "userId": user_id, "expiresIn": TOKEN_SECONDS}
        return Reply.of(200, shown)


class Logout(Operation):
    """Makes the token that was sent worthless."""

    method, path = "POST", "/api/v1/logout"
    summary = "Log out: the token used is dead"
    checks_accept = False
    succeeds = (204,)

    def perform(self, run: Run) -> Reply:
        token = (run.request.header("Authorization") or "").strip().rpartition(" ")[2]
        run.shop.tokens.pop(token, None)
        return Reply(204)


class EndSession(Operation):
    """Ends a session of the caller's own."""

    method, path = "DELETE", "/api/v1/sessions/{sessionId}"
    summary = "End a session"
    checks_accept = False
    succeeds = (204,)

    def allowed(self, run: Run) -> Refusal | None:
        owner = run.shop.sessions.get(run.params["sessionId"])
        return None if owner in (None, run.user_id) else forbidden("this session is somebody else's")

    def exists(self, run: Run) -> Refusal | None:
        known = run.params["sessionId"] in run.shop.sessions
        return None if known else not_found(f"there is no session {run.params['sessionId']}")

    def perform(self, run: Run) -> Reply:
        del run.shop.sessions[run.params["sessionId"]]
        return Reply(204)


class ChangeUser(Operation):
    """Changes how a user is called: the user's own name, or anybody's for an admin."""

    method, path = "PATCH", "/api/v1/users/{userId}"
    summary = "Change how a user is called"
    takes = Members({"displayName": Text(1, 60, printable=True, example="Asha")})

    def allowed(self, run: Run) -> Refusal | None:
        user_id = run.params["userId"]
        if user_id not in run.shop.users or user_id == run.user_id or run.role == "admin":
            return None
        return forbidden("only the user or an admin may change this")

    def exists(self, run: Run) -> Refusal | None:
        known = run.params["userId"] in run.shop.users
        return None if known else not_found(f"there is no user {run.params['userId']}")

    def perform(self, run: Run) -> Reply:
        user = run.shop.users[run.params["userId"]]
        user["displayName"] = run.value["displayName"]
        return Reply.of(200, {"userId": user["userId"], "displayName": user["displayName"]})


class PutPreferences(Operation):
    """Replaces the caller's own preferences."""

    method, path = "PUT", "/api/v1/preferences/{userId}"
    summary = "Replace one's preferences"
    takes = Members({"newsletter": Flag()})
    succeeds = (204,)

    def allowed(self, run: Run) -> Refusal | None:
        user_id = run.params["userId"]
        if user_id not in run.shop.users or user_id == run.user_id:
            return None
        return forbidden("these preferences are somebody else's")

    def exists(self, run: Run) -> Refusal | None:
        known = run.params["userId"] in run.shop.users
        return None if known else not_found(f"there is no user {run.params['userId']}")

    def perform(self, run: Run) -> Reply:
        run.shop.users[run.params["userId"]]["newsletter"] = run.value["newsletter"]
        return Reply(204)


class DeleteBillingRecord(Operation):
    """Deletes a billing record, for admins alone."""

    method, path = "DELETE", "/api/v1/billing/records/{recordId}"
    summary = "Delete a billing record"
    checks_accept = False
    succeeds = (204,)

    def allowed(self, run: Run) -> Refusal | None:
        if run.role == "admin" or run.params["recordId"] not in run.shop.billing:
            return None
        return forbidden("only an admin may delete billing records")

    def exists(self, run: Run) -> Refusal | None:
        known = run.params["recordId"] in run.shop.billing
        return None if known else not_found(f"there is no billing record {run.params['recordId']}")

    def perform(self, run: Run) -> Reply:
        del run.shop.billing[run.params["recordId"]]
        return Reply(204)


OPERATIONS = (Login(), Logout(), EndSession(), ChangeUser(), PutPreferences(), DeleteBillingRecord())
