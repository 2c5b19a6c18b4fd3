import shutil
from itertools import pairwise

import pytest
from django.conf import settings

from learn.domain.content import ContentErrors
from learn.domain.library import CHART_ORDER, files, read_library


@pytest.fixture
def root(tmp_path):
    return shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")


def problems(root):
    with pytest.raises(ContentErrors) as told:
        read_library(root)
    return [str(error) for error in told.value.errors]


def test_lessons_stand_in_the_order_of_the_course(library):
    assert [lesson.slug for lesson in library.order] == list(library.course.lessons)
    assert [library.position(lesson.slug) for lesson in library.order] == list(range(1, len(library.order) + 1))


def test_each_lesson_knows_the_ones_before_and_after(library):
    for before, after in pairwise(library.order):
        assert library.neighbours(before.slug)[1] == after
        assert library.neighbours(after.slug)[0] == before
    assert library.neighbours(library.order[0].slug)[0] is None
    assert library.neighbours(library.order[-1].slug)[1] is None


def test_charts_stand_in_the_order_of_the_course_of_a_request(library):
    assert list(library.charts) == list(CHART_ORDER)
    assert library.backend.name == "backend"


def test_lesson_about_a_code_alone_comes_first(library):
    for status in library.registry:
        lessons = library.lessons_about(status.code)
        assert [len(lesson.codes) for lesson in lessons] == sorted(len(lesson.codes) for lesson in lessons)
        assert all(status.code in lesson.codes for lesson in lessons)
    assert library.lessons_about(409)[0].slug == "409-conflict"


def test_each_taught_code_has_a_lesson_and_a_box(library):
    for status in library.registry:
        if status.tier == "core":
            assert library.lessons_about(status.code), status
            assert library.boxes_of(status.code), status


def test_each_box_of_the_diagram_has_a_lesson(library):
    assert [box for box in library.backend.nodes if not library.lessons_at(box)] == []


def test_boxes_of_a_code_are_leaves_that_answer_it_backend_first(library):
    boxes = library.boxes_of(404)

    assert (boxes[0][0].name, boxes[0][1].id) == ("backend", "K")
    assert all(404 in node.codes for _, node in boxes)


def test_fine_print_about_a_code_names_it(library):
    for status in library.registry:
        assert all(status.code in entry.codes for entry in library.fine_print_about(status.code))
    assert library.fine_print_about(401)


def test_version_changes_with_any_file_and_only_then(root, library):
    assert read_library(root).version == library.version
    kinds = {(path.parent, path.suffix): path for path in files(root)}
    for path in [*kinds.values(), root / "codes.toml", root / "course.toml"]:
        before = path.read_text()
        path.write_text(before + "\n")
        assert read_library(root).version != library.version, path
        path.write_text(before)
    assert read_library(root).version == library.version


def test_all_mistakes_are_told_together(root):
    (root / "lessons" / "409-conflict.md").write_text("no front matter")
    (root / "charts" / "auth.toml").write_text("title = ")
    (root / "questions" / "five-classes.toml").write_text("[[question]]\n")

    told = problems(root)

    assert len(told) == 3
    assert [
        name for name in ("409-conflict.md:1:", "auth.toml:1:", "five-classes.toml:1:") if name in "".join(told)
    ] == [
        "409-conflict.md:1:",
        "auth.toml:1:",
        "five-classes.toml:1:",
    ]


@pytest.mark.parametrize(
    "name",
    ["codes.toml", "fine_print.toml", "problems.toml", "course.toml", "references.toml", "charts/backend.toml"],
)
def test_missing_file_is_told_by_name(root, name):
    (root / name).unlink()

    assert [problem for problem in problems(root) if problem.endswith(f"{name}:1: there is no such file")]


@pytest.mark.parametrize(
    "name", ["codes.toml", "charts/auth.toml", "lessons/409-conflict.md", "questions/what-next.toml"]
)
def test_file_that_is_not_text_is_told_by_name(root, name):
    (root / name).write_bytes(b"\xff\xfe\x00")

    assert problems(root) == [f"{root / name}:1: not UTF-8: invalid start byte"]
