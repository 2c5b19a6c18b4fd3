"""A roster is read as people have it, and compared with who is in the class already."""

import csv
import io

import pytest

from learn.domain.spreadsheet import table
from learn.domain.teach.roster import BadLine, Entry, Place, Roster, compare, is_email, tidy
from learn.domain.teach.roster_table import BYTES, LINES, Unreadable, decode, read_roster

TWO = (Entry(2, "Ann Lee", "ann@x.example", "Blue"), Entry(3, "Bo O'Neill", "bo@x.example", "Red"))


def people(text):
    roster = read_roster(text)
    assert not roster.bad, roster.bad
    return [(entry.name, entry.email, entry.group) for entry in roster.entries]


def told(text):
    return [(bad.line, bad.reason) for bad in read_roster(text).bad]


# Reading


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_any_delimiter_line_end_mark_and_quotes(delimiter, end, mark, quote):
    rows = [["Name", "E-mail", "Group"], *([entry.name, entry.email, entry.group] for entry in TWO)]
    lines = [delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in rows]

    assert read_roster(mark + end.join(lines)) == Roster(TWO)
    assert read_roster(mark + end.join(lines) + end) == Roster(TWO)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_letters_are_read_in_each_encoding(encoding):
    text = "Name;Mail\nJosé Müller;jose@x.example\n"

    assert people(decode(text.encode(encoding))) == [("José Müller", "jose@x.example", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_any_script_is_read(encoding):
    names = ["Женя Ёлкина", "小林 さくら", "محمد", "नेहा", "🦊"]
    assert [name for name, _, _ in people(decode("\n".join(names).encode(encoding)))] == names


def test_typographic_quotes_of_old_windows_files_are_read():
    assert people(decode("Name\nO\x92Neill\n".encode("latin-1"))) == [("O’Neill", "", "")]


@pytest.mark.parametrize("head", ["Name", "NAME", "Full name", "full_name", "Student", "Student Name", "Learner"])
@pytest.mark.parametrize("mail", ["E-mail", "email", "Mail", "E-Mail Address", "e_mail"])
@pytest.mark.parametrize("group", ["Group", "Section", "TEAM"])
def test_heads_have_synonyms(head, mail, group):
    text = f"{group},ID,{mail},{head}\nBlue,17,a@x.example,Ann\n"

    assert people(text) == [("Ann", "a@x.example", "Blue")]


@pytest.mark.parametrize(("first", "last"), [("First name", "Last name"), ("Given Name", "Surname"), ("first", "last")])
def test_first_and_last_names_are_put_together(first, last):
    assert people(f"{last},{first}\nLee,Ann\nCher,\n") == [("Ann Lee", "", ""), ("Cher", "", "")]


def test_beside_a_head_that_is_known_the_first_words_are_names():
    text = "Nr,Naam,E-mail,Group\n1,Ann Lee,a@x.example,Blue\n2,Bo,,Red\n"

    assert people(text) == [("Ann Lee", "a@x.example", "Blue"), ("Bo", "", "Red")]
    assert people("E-mail\nann@x.example\n") == [("ann", "ann@x.example", "")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Nombre;Correo electrónico\nAna Ruiz;a@x.example\n", ("Ana Ruiz", "a@x.example", "")),
        ("Nombre y apellidos;Correo electrónico;Grupo\nAna Ruiz;a@x.example;A\n", ("Ana Ruiz", "a@x.example", "A")),
        ("Nom;Prénom;Adresse e-mail\nDupont;Jean;j@x.example\n", ("Jean Dupont", "j@x.example", "")),
        ("Nom;Pre\u0301nom;Courriel;Groupe\nDupont;Jean;j@x.example;G1\n", ("Jean Dupont", "j@x.example", "G1")),
        ("Nome;Cognome;E-mail\nLia;Rossi;l@x.example\n", ("Lia Rossi", "l@x.example", "")),
        ("Nome;Sobrenome;Endereço de e-mail;Turma\nLia;Sá;l@x.example;B\n", ("Lia Sá", "l@x.example", "B")),
        ("Voornaam;Achternaam;E-mailadres;Klas\nJan;Vries;j@x.example;3\n", ("Jan Vries", "j@x.example", "3")),
        ("Vorname;Nachname;E-Mail-Adresse;Gruppen\nIda;Ott;i@x.example;A\n", ("Ida Ott", "i@x.example", "A")),
        ("Name;Vorname;E-Mail\nOtt;Ida;i@x.example\n", ("Ida Ott", "i@x.example", "")),
        ("Naam;Voornaam\nVries;Jan\n", ("Jan Vries", "", "")),
        ("Name;First name\nAnn Lee;Ann\n", ("Ann Lee", "", "")),
        ("Name,Given Name,Family Name,E-mail 1 - Value\nAnn Lee,Ann,Lee,a@x.example\n", ("Ann Lee", "a@x.example", "")),
        ("Student Name,School email\nAnn Lee,a@x.example\n", ("Ann Lee", "a@x.example", "")),
        ('Student,SIS Login ID,Section\n"Lee, Ann",a@x.example,S1\n', ("Lee, Ann", "a@x.example", "S1")),
        ("Name,Email,Contact\nAnn Lee,,a@x.example\n", ("Ann Lee", "a@x.example", "")),
        ("Name,Email,Parent email\nAnn Lee,a@x.example,p@x.example\n", ("Ann Lee", "a@x.example", "")),
    ],
)
def test_heads_of_other_languages_and_programs(text, read):
    assert people(text) == [read]


def test_a_column_of_addresses_is_that_of_addresses_with_one_mistyped():
    lines = [f"Ann {number},a{number}@x.example" for number in range(9)]
    roster = read_roster("Name,Kontakt\n" + "\n".join([*lines, "Bo,bo@x"]))

    assert (len(roster.entries), [bad.reason for bad in roster.bad]) == (9, ["“bo@x” isn't an e-mail address."])
    assert people("Name,Kontakt\nAnn,a@x.example\nBo,later\n") == [("Ann", "", ""), ("Bo", "", "")]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Matriculation,Name,Email,Parent email,\n1,Ann,a@x.example,p@x.example,\n", ("Matriculation", "Parent email")),
        ("Name,,Email\nAnn,what,a@x.example\n", ("column 2",)),
        ("Name,Email,Empty\nAnn,a@x.example,\n", ()),
        ("1;Ann Lee;a@x.example\n", ("column 1",)),
        ("Ann Lee;a@x.example\n", ()),
    ],
)
def test_columns_that_are_not_read_are_told(text, columns):
    assert read_roster(text).unread == columns


@pytest.mark.parametrize("between", [", ", "; ", ";\n", ",\n"])
def test_mailboxes_on_one_line_are_as_many_people(between):
    read = people(between.join(["Ann Lee <a@x.example>", "Bob Ray <b@x.example>", '"Cy Dee" <c@x.example>']))

    assert read == [("Ann Lee", "a@x.example", ""), ("Bob Ray", "b@x.example", ""), ("Cy Dee", "c@x.example", "")]


def test_mailboxes_on_one_line_count_as_lines():
    with pytest.raises(Unreadable, match="1,001 lines; at most 1,000"):
        read_roster(", ".join(f"Ann {number} <a{number}@x.example>" for number in range(LINES + 1)))


def test_a_head_of_one_column_is_a_head():
    assert people("Name\nAnn\n") == [("Ann", "", "")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ann Lee\nBo\n", [("Ann Lee", "", ""), ("Bo", "", "")]),
        ("Ann Lee;a@x.example\nBo;b@x.example", [("Ann Lee", "a@x.example", ""), ("Bo", "b@x.example", "")]),
        ("a@x.example, Ann Lee, Blue", [("Ann Lee", "a@x.example", "Blue")]),
        ("a.lee@x.example\nb@x.example", [("a.lee", "a.lee@x.example", ""), ("b", "b@x.example", "")]),
        ("Ann Lee <a@x.example>", [("Ann Lee", "a@x.example", "")]),
        ('"Ann Lee" <a@x.example>\n<b@x.example>', [("Ann Lee", "a@x.example", ""), ("b", "b@x.example", "")]),
        ("Lee, Ann\nvan Dam, Bo\nCho, Cy", [("Ann Lee", "", ""), ("Bo van Dam", "", ""), ("Cy Cho", "", "")]),
        (
            "Ann\tLee\ta@x.example\nBo\tDam\tb@x.example",
            [("Ann Lee", "a@x.example", ""), ("Bo Dam", "b@x.example", "")],
        ),
        ("Ann Lee, Blue\nBo Dam, Red\n", [("Ann Lee", "", "Blue"), ("Bo Dam", "", "Red")]),
        ("Ann, Group 1\nBo, Group 2\n", [("Ann", "", "Group 1"), ("Bo", "", "Group 2")]),
        ("1,Ann Lee\n2,Bo Dam\n", [("Ann Lee", "", ""), ("Bo Dam", "", "")]),
        (
            "| Ann Lee | a@x.example |\n| Bo | b@x.example |",
            [("Ann Lee", "a@x.example", ""), ("Bo", "b@x.example", "")],
        ),
        ('Ann "Annie" Lee\nBo', [('Ann "Annie" Lee', "", ""), ("Bo", "", "")]),
    ],
)
def test_without_heads_columns_are_guessed(text, read):
    assert people(text) == read


def test_lines_are_told_as_an_editor_counts_them():
    text = "Name\n\nAnn\n\n,\nBo\n"

    assert [entry.line for entry in read_roster(text).entries] == [3, 6]


def test_two_people_in_one_name_are_a_bad_line():
    found = told("Name;Mail\nAnn Lee <a@x.example>, Bob Ray <b@x.example>\nCy;c@x.example\n")

    assert [line for line, _ in found] == [2]
    assert found[0][1].startswith("An address stands in the name: write one person a line")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",a@x", "There is no name."),
        (" , ", ""),
        ("Ann,not an address", "“not an address” isn't an e-mail address."),
        ("Ann,a@x", "“a@x” isn't an e-mail address."),
        ("Ann,a@x.example b@x.example", "“a@x.example b@x.example” isn't an e-mail address."),
        ("x" * 121 + ",", "The name has 121 characters; at most 120 are kept."),
        ("Ann,," + "g" * 61, "The group has 61 characters; at most 60 are kept."),
        ('"Ann\nBo",', "The quotation mark that opens in this line isn't closed in it."),
        ('"Ann', "The quotation mark that opens in this line isn't closed in it."),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_reason(line, reason):
    text = f"Name,Mail,Group\nOk,ok@x.example,\n{line}\nCy,,\n"

    assert told(text) == ([(3, reason)] if reason else [])
    assert read_roster(text).entries[0] == Entry(2, "Ok", "ok@x.example")


@pytest.mark.parametrize("length", [1, 119, 120])
def test_long_names_are_kept_up_to_120_characters(length):
    assert people("Name\n" + "é" * length) == [("é" * length, "", "")]


@pytest.mark.parametrize(
    "name", ["=1+1", "+49", "-Ann", "@Ann", '=HYPERLINK("http://x","y")', "'=x", "<script>alert(1)</script>"]
)
def test_names_stay_as_they_are_even_as_formulas_or_markup(name):
    text = "Name,Mail\n" + next(iter(csv_line([name, "a@x.example"])))

    assert people(text)[0][0] == name.removeprefix("'")


def csv_line(cells):
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    yield written.getvalue()


@pytest.mark.parametrize("name", ["=1+1", "Bo O'Neill", "-x", "Ann; Lee", 'A "B" C', "محمد"])
def test_what_our_own_tables_write_is_read_back(name):
    text = table(["Name", "E-mail", "Group"], [[name, "a@x.example", "+1"]], bom=True)

    assert people(decode(text.encode())) == [(name, "a@x.example", "+1")]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", ",,,\n", "\ufeff", "Name,Mail\n"])
def test_nobody_on_a_roster_is_told(text):
    with pytest.raises(Unreadable, match="Nobody is on this roster"):
        read_roster(text)


@pytest.mark.parametrize(("lines", "fits"), [(LINES, True), (LINES + 1, False)])
def test_a_roster_has_at_most_a_thousand_lines(lines, fits):
    text = "Name\n" + "\n".join(f"Ann {number}" for number in range(lines))
    if fits:
        assert len(people(text)) == lines
    else:
        with pytest.raises(Unreadable, match="1,001 lines; at most 1,000"):
            read_roster(text)


@pytest.mark.parametrize(("size", "fits"), [(BYTES, True), (BYTES + 1, False)])
def test_a_roster_has_at_most_200_kilobytes(size, fits):
    text = ("Ann Lee\n" * (size // 800) + "\n" * size)[:size]
    for read in (lambda: decode(text.encode()), lambda: read_roster(text)):
        if fits:
            assert read()
        else:
            with pytest.raises(Unreadable, match="200,001 bytes; at most 200,000"):
                read()


def test_bytes_are_counted_as_utf_8():
    with pytest.raises(Unreadable, match="bytes"):
        read_roster("é" * (BYTES // 2 + 1))


@pytest.mark.parametrize("content", [b"PK\x03\x04xlsx", b"\xd0\xcf\x11\xe0xls", b"Name\n" + b"x" * 300 + b"\0"])
def test_what_isnt_text_is_told(content):
    with pytest.raises(Unreadable, match="Save"):
        decode(content)


def test_a_cell_without_end_is_told():
    with pytest.raises(Unreadable, match="can't be read as CSV"):
        read_roster('Name\n"' + "x" * 150_000)


# Names and addresses


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Ann \t Lee\n", "Ann Lee"),
        ("Ann\u00a0Lee", "Ann Lee"),
        ("Ann\x00\x07Lee", "AnnLee"),
        ("\u202eAnn", "Ann"),
        ("\u2067Ann\u2069", "Ann"),
        ("نام\u200cخانوادگی", "نام\u200cخانوادگی"),
        ("O'Neill", "O'Neill"),
        ("\u200fמשה", "\u200fמשה"),
        ("\ud800", ""),
        ("\u200b\u200d", ""),
        ("\u3164 \u2060\u00ad", ""),
    ],
)
def test_a_name_is_one_line_without_turning_marks(text, name):
    assert tidy(text) == name


@pytest.mark.parametrize("email", ["a@x.example", "a.b+c@x-y.co.uk", "ä@ü.example", "o'neill@x.example"])
def test_addresses(email):
    assert is_email(email)


@pytest.mark.parametrize(
    "email", ["", "a", "a@b", "a@b.", "@b.c", "a b@c.d", "a@b.c\nBcc: d@e.f", "<a@b.c>", "a@b@c.d", "x" * 250 + "@b.cd"]
)
def test_what_isnt_an_address(email):
    assert not is_email(email)


# Comparing


def compared(entries, *places):
    result = compare(Roster(tuple(entries)), places)
    return (
        [entry.line for entry in result.new],
        [row.entry.line for row in (*result.known, *result.repeated)],
        [(row.entry.line, row.reason) for row in result.doubtful],
        [(bad.line, bad.reason) for bad in result.bad],
    )


def test_everybody_is_new_in_an_empty_class():
    assert compared(TWO) == ([2, 3], [], [], [])


@pytest.mark.parametrize(
    "place",
    [
        Place("Ann Lee", "ann@x.example"),
        Place("Somebody else", "ANN@X.example"),
        Place("Ann Lee"),
        Place("ann  LEE"),
        Place("Ａnn Lee"),
    ],
)
def test_who_is_in_by_address_or_name_is_known(place):
    assert compared(TWO, place) == ([3], [2], [], [])


def test_without_an_address_a_name_is_enough_to_be_known():
    assert compared([Entry(1, "Ann Lee")], Place("Ann Lee", "ann@x.example")) == ([], [1], [], [])


def test_the_same_name_at_another_address_is_doubtful():
    reason = "Somebody with this name is in already, with the address other@x.example."

    assert compared(TWO, Place("Ann Lee", "other@x.example")) == ([3], [], [(2, reason)], [])


def test_the_same_name_twice_is_doubtful_the_second_time():
    entries = [Entry(1, "Ann", "a@x.example"), Entry(2, "ann", "b@x.example"), Entry(3, "Ann")]

    reasons = [(2, "Line 1 has the same name."), (3, "Line 1 has the same name.")]
    assert compared(entries) == ([1], [], reasons, [])


def test_the_same_line_twice_is_known_the_second_time():
    entries = [Entry(1, "Ann", "a@x.example"), Entry(2, "Ann", "A@x.example")]

    assert compared(entries) == ([1], [2], [], [])


def test_one_address_with_two_names_is_a_bad_line():
    entries = [Entry(1, "Ann", "a@x.example"), Entry(2, "Bo", "a@x.example")]

    assert compared(entries) == ([1], [], [], [(2, "Line 1 has this address, with another name.")])


def test_bad_lines_are_kept_in_order():
    bad = (BadLine(9, "x", "There is no name."),)
    entries = (Entry(1, "Ann", "a@x.example"), Entry(2, "Bo", "a@x.example"))

    assert [row.line for row in compare(Roster(entries, bad), []).bad] == [2, 9]


@pytest.mark.parametrize("ticked", [False, True])
@pytest.mark.parametrize(
    "lines",
    [
        ["Ann,a@x.example", "Ann,b@x.example", "Ann,"],
        ["Ann,", "Ann,b@x.example"],
        ["Ann,b@x.example", "Ann,"],
        ["Ann,", "Ann,", "Ann,"],
        ["Ann,a@x.example", "Bo,a@x.example", "Bo,"],
    ],
)
def test_a_roster_that_was_invited_has_nobody_new(lines, ticked):
    roster = read_roster("Name,Mail\n" + "\n".join(lines))
    first = compare(roster, [])
    entries = first.new + [row.entry for row in first.doubtful if ticked]

    again = compare(roster, [Place(entry.name, entry.email) for entry in entries])

    assert again.new == []
    assert bool(again.doubtful) is (bool(first.doubtful) and not ticked)


def test_a_thousand_against_a_thousand_is_sorted_at_once():
    entries = [Entry(number, f"Ann {number}", f"a{number}@x.example") for number in range(1000)]
    places = [Place(f"Ann {number}", f"a{number}@x.example") for number in range(500, 1500)]

    new, known, doubtful, bad = compared(entries, *places)

    assert (len(new), len(known), doubtful, bad) == (500, 500, [], [])
