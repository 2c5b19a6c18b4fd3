"""The site map, grouped by object."""

from django.urls import URLPattern, include, path

from learn.views import (
    accounts,
    assigned,
    challenges,
    codes,
    console,
    exchanges,
    flowcharts,
    health,
    lab_pages,
    lessons,
    practice,
    practice_things,
    progress,
    site,
    wizards,
)
from learn.views.teach import (
    assignments,
    classes,
    confusion,
    gradebook,
    invitations,
    joining,
    looks,
    overview,
    people,
    preview,
    questions,
    rounds,
    work,
)
from learn.views.teach import map as class_map

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
    path("", console.console, name="lab"),
    path("draft/", console.draft, name="draft"),
    path("send/", console.send, name="send"),
    path("compare/", exchanges.compare, name="compare"),
    path("exchanges/<slug:request_id>/share/", exchanges.share, name="share"),
    path("challenges/", challenges.challenges, name="challenges"),
    path("challenges/<slug:slug>/", challenges.challenge, name="challenge"),
    path("challenges/<slug:slug>/hints/", challenges.hint, name="hint"),
    path("docs/", lab_pages.docs, name="lab_docs"),
    path("openapi.json", lab_pages.openapi_json, name="openapi"),
]

practice_urls = [
    path("", practice.practice, name="practice"),
    path("begin/", practice.begin, name="begin"),
    path("settings/", practice_things.settings, name="practice_settings"),
    path("take/<str:what>", practice_things.take, name="take"),
    path("sittings/<int:number>/", practice.sitting, name="sitting"),
    path("sittings/<int:number>/answer/", practice.answer, name="answer"),
]

# What instructors see of their classes, each below /teach/.
teach_urls: list[URLPattern] = [
    path("", classes.teach, name="teach"),
    path("open/", classes.open_one, name="open_class"),
    path("<int:number>/settings/", classes.class_settings, name="class_settings"),
    path("<int:number>/archive/", classes.archive, name="archive_class"),
    path("<int:number>/copy/", classes.copy, name="copy_class"),
    path("<int:number>/joining/", classes.joining, name="class_joining"),
    path("<int:number>/people/", people.people, name="people"),
    path("<int:number>/people/import/", invitations.import_roster, name="import_roster"),
    path("<int:number>/people/instructors/", people.add, name="add_instructor"),
    path("<int:number>/people/<int:member>/", people.member, name="change_member"),
    path("<int:number>/people/<int:member>/remove/", people.remove, name="remove_member"),
    path("<int:number>/invitations/<int:invitation>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("<int:number>/assignments/", assignments.assignments, name="assignments"),
    path("<int:number>/assignments/order/", assignments.order, name="order_assignments"),
    path("<int:number>/assignments/new/", assignments.new, name="new_assignment"),
    path("<int:number>/assignments/<int:assignment_id>/", assignments.assignment, name="assignment"),
    path("<int:number>/assignments/<int:assignment_id>/parts/", assignments.parts, name="change_parts"),
    path("<int:number>/assignments/<int:assignment_id>/exemptions/", assignments.exemptions, name="exempt"),
    path("<int:number>/assignments/<int:assignment_id>/publish/", assignments.publication, name="publish"),
    path("<int:number>/assignments/<int:assignment_id>/delete/", assignments.delete, name="delete_assignment"),
    path("<int:number>/", overview.overview, name="classroom"),
    path("<int:number>/gradebook/", gradebook.gradebook_page, name="gradebook"),
    path("<int:number>/gradebook/<str:cell>", gradebook.gradebook_cell, name="gradebook_cell"),
    path("<int:number>/gradebook.csv", gradebook.gradebook_csv, name="gradebook_csv"),
    path("<int:number>/members/<int:member>/", work.member_work, name="member_work"),
    path("<int:number>/members/<int:member>/assignments/<int:assignment>/", work.work, name="work"),
    path("<int:number>/questions/", questions.class_questions, name="class_questions"),
    path("<int:number>/confusion/", confusion.class_confusion, name="class_confusion"),
    path("<int:number>/confusion/assign/", confusion.assign_mixed_up, name="assign_pair"),
    path("<int:number>/map/", class_map.class_map, name="class_map"),
    path("<int:number>/map/live/", class_map.class_map_live, name="class_map_live"),
    path("<int:number>/preview/", preview.preview, name="preview"),
    path("<int:number>/rounds/begin/", rounds.begin, name="begin_round"),
    path("<int:number>/rounds/<int:round_id>/", rounds.lead, name="round"),
    path("<int:number>/rounds/<int:round_id>/step/", rounds.step, name="step_round"),
    path("<int:number>/rounds/<int:round_id>/live/", rounds.lead_live, name="round_live"),
]

# What learners see of theirs, each below /classes/; and the ways into a class.
class_urls: list[URLPattern] = [
    path("", joining.my_classes, name="my_classes"),
    path("looks/", looks.own_looks, name="looks"),
    path("<int:number>/", joining.my_class, name="class"),
    path("<int:number>/leave/", joining.leave, name="leave_class"),
    path("<int:number>/calendar/", assigned.calendar_address, name="calendar_address"),
    path("<int:number>/assignments/<int:assignment_id>/", assigned.assigned, name="assigned"),
    path("<int:number>/rounds/<int:round_id>/", rounds.take_part, name="class_round"),
    path("<int:number>/rounds/<int:round_id>/vote/", rounds.predict, name="vote"),
    path("<int:number>/rounds/<int:round_id>/live/", rounds.part_live, name="class_round_live"),
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
    path("shared/<slug:token>/", exchanges.shared, name="shared"),
    path("shared/<slug:token>/withdraw/", exchanges.stop_sharing, name="stop_sharing"),
    path("problems/", lab_pages.problems, name="problems"),
    path("problems/<slug:error>", lab_pages.problem, name="problem"),
    path("practice/", include(practice_urls)),
    path("progress/", progress.progress, name="progress"),
    path("progress/answers/", progress.answers, name="progress_answers"),
    path("teach/", include(teach_urls)),
    path("classes/", include(class_urls)),
    path("join/", joining.join, name="join"),
    path("join/<str:code>/", joining.joining, name="joining"),
    path("invited/<slug:token>/", joining.invited, name="invited"),
    path("calendar/<slug:token>.ics", assigned.feed, name="calendar"),
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
