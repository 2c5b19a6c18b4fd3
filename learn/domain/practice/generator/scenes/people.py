"""Logging in and out, sessions, users, billing, reports and pages: good requests."""

from random import Random

from learn.domain.lab.shop import Job, Shop
from learn.domain.practice.generator.scene import NOW, OWNERS, Base
from learn.domain.practice.generator.scenes.orders import API, CUSTOMERS, OTHER

PASSWORDS = (("asha@example.test", "correct-horse"), ("ben@example.test", "battery-staple"))
STAFF = ("support", "admin")
REPORTS_RULE = "Support and administrators work with reports."


def login(rng: Random) -> Base:
    """Return a good request that logs in."""
    email, password = rng.choice(PASSWORDS)
    told = (("thing", f"Everybody may try to log in. `{password}` is the password of {email}."),)
    return Base("login", "POST", f"{API}/login", value={"email": email, "password": password}, told=told)


def logout(rng: Random) -> Base:
    """Return a good request that logs out."""
    told = (("thing", "This ends the use of the token that is sent."),)
    return Base("logout", "POST", f"{API}/logout", rng.choice(tuple(OWNERS)), told=told)


def end_session(rng: Random) -> Base:
    """Return a good request that ends a session."""
    caller, session = rng.choice(CUSTOMERS), f"s_{rng.randrange(100, 999)}"

    def sets(shop: Shop) -> None:
        shop.sessions[session] = OWNERS[caller]

    return Base(
        "end session",
        "DELETE",
        f"{API}/sessions/{session}",
        caller,
        told=(("thing", f"Session {session} is that of {OWNERS[caller]}, and only its owner may end it."),),
        sets=sets,
        ids={"session": session},
        strangers=(OTHER[caller], "support", "admin"),
    )


def change_user(rng: Random) -> Base:
    """Return a good request that changes how a user is called."""
    owner = rng.choice(CUSTOMERS)
    name = rng.choice(("Asha R.", "Ben", "A. Rao", "Benjamin", "Captain"))
    return Base(
        "change user",
        "PATCH",
        f"{API}/users/{OWNERS[owner]}",
        rng.choice((owner, owner, "admin")),
        value={"displayName": name},
        told=(("thing", f"The name of {OWNERS[owner]} may be changed by this user and by administrators."),),
        ids={"user": OWNERS[owner]},
        strangers=(OTHER[owner], "support"),
    )


def put_preferences(rng: Random) -> Base:
    """Return a good request that replaces preferences."""
    caller = rng.choice(CUSTOMERS)
    return Base(
        "put preferences",
        "PUT",
        f"{API}/preferences/{OWNERS[caller]}",
        caller,
        value={"newsletter": rng.choice((True, False))},
        told=(("thing", "Preferences are set by the user they belong to; nothing comes back."),),
        ids={"user": OWNERS[caller]},
        strangers=(OTHER[caller], "admin"),
    )


def delete_record(rng: Random) -> Base:
    """Return a good request that deletes a billing record."""
    record, owner = f"b_{rng.randrange(10, 99)}", rng.choice(("u_42", "u_77"))

    def sets(shop: Shop) -> None:
        shop.billing[record] = owner

    return Base(
        "delete record",
        "DELETE",
        f"{API}/billing/records/{record}",
        "admin",
        told=(("thing", f"Billing record {record} is about {owner}. Only administrators delete such records."),),
        sets=sets,
        ids={"record": record},
        strangers=("support", "customer", "other"),
    )


def order_report(rng: Random) -> Base:
    """Return a good request that asks for a report."""
    return Base(
        "order report",
        "POST",
        f"{API}/reports",
        rng.choice(STAFF),
        value={"type": rng.choice(("orders", "inventory"))},
        fields=(("Idempotency-Key", f"rep-{rng.randrange(100, 999)}"),) if rng.randrange(2) else (),
        told=(("thing", f"Reports are made in the background. {REPORTS_RULE}"),),
        strangers=CUSTOMERS,
    )


def _job(rng: Random, name: str, path: str, told: str, *, kind: str, seconds: int) -> Base:
    """``path`` and ``told`` have places for the job's and the report's ids."""
    number = rng.randrange(100, 999)
    job_id, report_id, caller = f"job_{number}", f"rep_{number}", rng.choice(STAFF)

    def sets(shop: Shop) -> None:
        shop.jobs[job_id] = Job(
            jobId=job_id, reportId=report_id, type=kind, userId=OWNERS[caller], started=NOW - seconds
        )  # fmt: skip

    return Base(
        name,
        rng.choice(("GET", "GET", "HEAD")),
        API + path.format(job=job_id, report=report_id),
        caller,
        told=(("thing", f"{told.format(job=job_id, report=report_id)} {REPORTS_RULE}"),),
        sets=sets,
        ids={name.rpartition(" ")[2]: job_id if "job" in name else report_id, "working": job_id},
        strangers=CUSTOMERS,
    )


def running_job(rng: Random) -> Base:
    """Return a good request that asks for a job that is running."""
    told = "Job {job} is still running."
    return _job(rng, "ask running job", "/reports/jobs/{job}", told, kind="orders", seconds=1)


def failed_job(rng: Random) -> Base:
    """Return a good request that asks for a job that has failed."""
    told = "Job {job} has ended, and its report could not be made."
    return _job(rng, "ask failed job", "/reports/jobs/{job}", told, kind="broken", seconds=rng.randrange(3, 90))


def read_report(rng: Random) -> Base:
    """Return a good request that reads a report."""
    kind = rng.choice(("orders", "inventory"))
    told = "Report {report} was finished by job {job}."
    return _job(rng, "read report", "/reports/{report}", told, kind=kind, seconds=rng.randrange(3, 90))


def account_page(rng: Random) -> Base:
    """Return a good request for the account page."""
    told = "This page shows people their account; browsers without a login are sent to the form."
    method, caller = rng.choice(("GET", "GET", "HEAD")), rng.choice(tuple(OWNERS))
    return Base("account page", method, "/shop/account", caller, told=(("thing", told),))


def login_page(rng: Random) -> Base:
    """Return a good request for the login page."""
    told = (("thing", "This page for browsers is open to everybody."),)
    return Base("login page", rng.choice(("GET", "HEAD")), "/shop/login", told=told)


SCENES = (
    login, logout, end_session, change_user, put_preferences, delete_record,
    order_report, running_job, failed_job, read_report, account_page, login_page,
)  # fmt: skip
