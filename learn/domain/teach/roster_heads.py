"""The words at the head of a roster's columns, in the languages that schools and their programs write them in."""

from collections.abc import Sequence
from unicodedata import combining, normalize

from learn.domain.teach.roster import is_email

# Without accents, spaces, hyphens and the like.
HEADS = {
    "name": (
        "name fullname student studentname learner learnername displayname participant participants pupil pupilname "
        "person names students anzeigename vollstandigername schuler schulerin teilnehmer teilnehmerin studierende "
        "nombrecompleto nombreyapellidos apellidosynombre alumno alumna estudiante nomcomplet nometprenom nomprenom "
        "prenometnom eleve etudiant nominativo nomecompleto nomeecognome cognomeenome studente alunno nomeesobrenome "
        "aluno estudante naam volledigenaam leerling"
    ),
    "first": (
        "first firstname given givenname givennames forename vorname vornamen rufname prenom prenoms nombre nombres "
        "nome primeironome nomeproprio voornaam roepnaam"
    ),
    "last": (
        "last lastname surname familyname family nachname familienname zuname nom nomdefamille apellido apellidos "
        "cognome sobrenome apelido apelidos achternaam familienaam"
    ),
    "email": (
        "email mail emails emailaddress mailaddress emailaddresses email1value email1 primaryemail workemail "
        "schoolemail schoolemailaddress studentemail studentemailaddress universityemail institutionalemail useremail "
        "emailadresse mailadresse emailadressen schulmail correo correoelectronico correoinstitucional "
        "direcciondecorreo direcciondecorreoelectronico emailinstitucional courriel adresseemail adressemail "
        "adressecourriel adresseelectronique mel indirizzoemail indirizzomail postaelettronica enderecodeemail "
        "enderecoeletronico correioeletronico emailadres mailadres"
    ),
    "group": (
        "group groups groupname section sections team class cohort cohort1 tutorial gruppe gruppen gruppenname klasse "
        "kurs groupe groupes classe grupo grupos clase curso turma gruppo gruppi groep groepen klas"
    ),
}
ROLES = {word: role for role, words in HEADS.items() for word in words.split()}
NAMES = ("name", "first", "last")
# What is a family's name where a given name has a column of its own.
BARE = ("name", "naam")


def word_of(head: str) -> str:
    """Return a head as the list above has it."""
    return "".join(sign for sign in normalize("NFKD", head).casefold() if sign.isalnum() and not combining(sign))


def roles_of_head(cells: Sequence[str]) -> dict[str, int]:
    """Return which column says what by the words at its head; nothing where these aren't heads."""
    roles: dict[str, int] = {}
    for number, cell in enumerate(cells):
        role = ROLES.get(word_of(cell))
        if role is not None:
            roles.setdefault(role, number)
    return roles if any(role in roles for role in (*NAMES, "email")) and not any("@" in cell for cell in cells) else {}


def settled(roles: dict[str, int], heads: Sequence[str], columns: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return the roles that heads gave as the cells below them bear out."""
    addresses = [number for number, column in enumerate(columns) if is_addresses(column)]
    if addresses and roles.get("email") not in addresses:
        roles = {role: number for role, number in roles.items() if number != addresses[0]} | {"email": addresses[0]}
    if {"name", "first"} <= {*roles} and "last" not in roles and word_of(heads[roles["name"]]) in BARE:
        couples = list(zip(columns[roles["name"]], columns[roles["first"]], strict=False))
        if sum(first in name for name, first in couples) * 2 <= len(couples):
            roles = roles | {"last": roles["name"]}
            del roles["name"]
    return roles


def is_addresses(column: Sequence[str]) -> bool:
    """Whether nearly all that a column says are addresses for mail."""
    filled = [cell for cell in column if cell]
    return bool(filled) and sum(is_email(cell.removeprefix("mailto:")) for cell in filled) * 5 >= len(filled) * 4


def unread(
    roles: dict[str, int], heads: Sequence[str], columns: Sequence[Sequence[str]], told_length: int
) -> tuple[str, ...]:
    """Return what columns are called that say something and aren't read: by their heads, else by their numbers."""
    taken = {*roles.values()}
    names = [" ".join(head.split())[:told_length] for head in heads]
    return tuple(
        names[number] if number < len(names) and names[number] else f"column {number + 1}"
        for number, column in enumerate(columns)
        if number not in taken and any(column)
    )
