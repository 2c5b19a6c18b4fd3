"""Reports: work that takes longer than an answer may."""

from learn.domain.lab.operation import Operation
from learn.domain.lab.reply import Refusal, Reply, forbidden, moved, not_found
from learn.domain.lab.run import Run
from learn.domain.lab.schema import Members, Text
from learn.domain.lab.shop import Job

JOB_SECONDS = 2.0
JOBS_AT_MOST = 100
KINDS = ("orders", "inventory", "broken")


class ReportOperation(Operation):
    """What operations on reports share: support and admins alone export them."""

    def allowed(self, run: Run) -> Refusal | None:
        if run.role in ("support", "admin"):
            return None
        return forbidden("only support and admins may export reports")


class OrderReport(ReportOperation):
    """Begins a report and answers with the job that makes it."""

    method, path = "POST", "/api/v1/reports"
    summary = "Ask for a report, which is made in the background"
    takes = Members({"type": Text(choices=KINDS, example="orders")})
    key = "optional"
    succeeds = (202,)
    also = (422,)

    def perform(self, run: Run) -> Reply:
        assert run.user_id is not None
        job = Job(
            jobId=f"job_{run.fresh()}",
            reportId=f"rep_{run.fresh()}",
            type=run.value["type"],
            userId=run.user_id,
            started=run.now,
        )
        jobs = run.shop.jobs
        jobs[job["jobId"]] = job
        for old in list(jobs)[:-JOBS_AT_MOST]:
            del jobs[old]
        status_url = f"{run.api}/reports/jobs/{job['jobId']}"
        shown = {"jobId": job["jobId"], "status": "queued", "statusUrl": status_url}
        return Reply.of(202, shown, [("Location", status_url), ("Retry-After", "1")])


class ReadJob(ReportOperation):
    """Answers with how far a report is; sends on to it once it is made."""

    method, path = "GET", "/api/v1/reports/jobs/{jobId}"
    summary = "Ask how far a report is"
    also = (303,)

    def allowed(self, run: Run) -> Refusal | None:
        return super().allowed(run) if run.params["jobId"] in run.shop.jobs else None

    def exists(self, run: Run) -> Refusal | None:
        job = run.shop.jobs.get(run.params["jobId"])
        if job is None:
            return not_found(f"there is no job {run.params['jobId']}")
        if job["type"] != "broken" and run.now - job["started"] >= JOB_SECONDS:
            return moved(303, f"{run.api}/reports/{job['reportId']}", because="the job is done")
        return None

    def perform(self, run: Run) -> Reply:
        job = run.shop.jobs[run.params["jobId"]]
        if run.now - job["started"] < JOB_SECONDS:
            return Reply.of(200, {"jobId": job["jobId"], "status": "running"}, [("Retry-After", "1")])
        error = {"error": "report_failed", "message": "the report could not be made"}
        return Reply.of(200, {"jobId": job["jobId"], "status": "failed", "error": error})


class ReadReport(ReportOperation):
    """Answers with a report that is made."""

    method, path = "GET", "/api/v1/reports/{reportId}"
    summary = "Read a finished report"

    def job(self, run: Run) -> Job | None:
        named = (job for job in run.shop.jobs.values() if job["reportId"] == run.params["reportId"])
        return next((job for job in named if job["type"] != "broken" and run.now - job["started"] >= JOB_SECONDS), None)

    def allowed(self, run: Run) -> Refusal | None:
        return super().allowed(run) if self.job(run) is not None else None

    def exists(self, run: Run) -> Refusal | None:
        return None if self.job(run) else not_found(f"there is no report {run.params['reportId']} yet")

    def perform(self, run: Run) -> Reply:
        job = self.job(run)
        assert job is not None
        shop = run.shop
        if job["type"] == "orders":
            rows = [
                {"orderId": order["orderId"], "status": order["status"], "total": order["total"]}
                for order in shop.orders.values()
                if not order["damaged"] and (not order["hidden"] or run.role == "admin")
            ]
        else:
            rows = [{"sku": p["sku"], "stock": p["stock"]} for p in shop.products.values() if not p["withdrawn"]]
        return Reply.of(200, {"reportId": job["reportId"], "type": job["type"], "rows": rows})


OPERATIONS = (OrderReport(), ReadJob(), ReadReport())
