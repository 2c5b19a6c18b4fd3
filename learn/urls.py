"""The site map, grouped by object."""

from django.urls import include, path

from learn.views import accounts, codes, flowcharts, health, lab_pages, lessons, progress, site, wizards

lesson_urls = [
    path("", lessons.course, name="course"),
    path("<slug:slug>/", lessons.lesson, name="lesson"),
    path("<slug:slug>/reading/", lessons.reading, name="reading"),
    path("<slug:slug>/feedback/", lessons.feedback, name="feedback"),
    path("<slug:slug>/checks/<slug:item_id>/", lessons.check, name="check"),
]

code_urls = [
    path("", codes.codes, name="codes"),
    path("<str:code>/", codes.code, name="code"),
]

flowchart_urls = [
    path("", flowcharts.flowchart, name="backend_flowchart"),
    path("<slug:name>.mmd", flowcharts.as_mermaid, name="mermaid"),
    path("<slug:name>.json", flowcharts.as_json, name="flowchart_json"),
    path("<slug:name>/", flowcharts.flowchart, name="flowchart"),
]

wizard_urls = [
    path("", wizards.wizards, name="wizards"),
    path("<slug:name>/", wizards.wizard, name="wizard"),
    path("<slug:name>/walked/", wizards.walked, name="walked"),
]

lab_urls = [
    path("", lab_pages.lab, name="lab"),
    path("docs/", lab_pages.docs, name="lab_docs"),
    path("openapi.json", lab_pages.openapi_json, name="openapi"),
]

account_urls = [
    path("", accounts.account, name="account"),
    path("sign-up/", accounts.sign_up, name="sign_up"),
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("add-work/", accounts.add_work, name="add_work"),
    path("password/", accounts.change_password, name="change_password"),
    path("export/", accounts.export, name="export"),
    path("delete/", accounts.delete, name="delete_account"),
    path("reset-password/", accounts.ResetPassword.as_view(), name="reset_password"),
    path("reset-password/sent/", accounts.reset_password_sent, name="reset_password_sent"),
    path("reset-password/<uidb64>/<token>/", accounts.ChooseNewPassword.as_view(), name="choose_new_password"),
]

urlpatterns = [
    path("", site.home, name="home"),
    path("lessons/", include(lesson_urls)),
    path("codes/", include(code_urls)),
    path("flowchart/", include(flowchart_urls)),
    path("wizard/", include(wizard_urls)),
    path("lab/", include(lab_urls)),
    path("own-sandbox/", lab_pages.own_sandbox, name="own_sandbox"),
    path("problems/", lab_pages.problems, name="problems"),
    path("problems/<slug:error>", lab_pages.problem, name="problem"),
    path("progress/", progress.progress, name="progress"),
    path("account/", include(account_urls)),
    path("search/", site.search, name="search"),
    path("comfort/", site.comfort, name="comfort"),
    path("series/", site.series, name="series"),
    path("privacy/", site.privacy, name="privacy"),
    path("feed.atom", site.feed, name="feed"),
    path("sitemap.xml", site.sitemap, name="sitemap"),
    path("robots.txt", site.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
