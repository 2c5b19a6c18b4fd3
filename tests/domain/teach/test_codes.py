from secrets import choice

from learn.domain.teach.codes import ALPHABET, LENGTH, make_code, normal, shown


def test_alphabet_has_31_characters_without_look_alikes():
    assert len({*ALPHABET}) == len(ALPHABET) == 31
    assert not {*"ILO01"} & {*ALPHABET}


def test_code_is_too_long_to_be_guessed():
    assert len(ALPHABET) ** LENGTH > 2**40


def test_each_character_is_chosen_from_the_whole_alphabet():
    offered = []

    def last(characters):
        offered.append(characters)
        return characters[-1]

    assert make_code(last) == "ZZZZZZZZZ"
    assert offered == [ALPHABET] * 9


def test_code_survives_being_shown_and_typed():
    code = make_code(choice)
    for typed in (code, shown(code), code.lower(), f" {shown(code).replace(' ', '-').lower()}\n"):
        assert normal(typed) == code


def test_code_is_shown_in_threes():
    assert shown("ABCDEFGHJ") == "ABC DEF GHJ"


def test_what_people_type_is_put_right():
    assert normal("abc–def_ghj") == "ABCDEFGHJ"
    assert normal("ＡＢＣ\u00a0def\u200bGHJ") == "ABCDEFGHJ"
    assert normal(" - ") == ""
