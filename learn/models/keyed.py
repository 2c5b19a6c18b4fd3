"""Rows by their keys, in statements that the ORM writes once instead of at each request.

Writing a statement takes the ORM several times as long as a database takes to carry it out, and answers to questions
and requests to the lab are little else than such statements.
"""

from collections.abc import Callable
from typing import Any

from django.db import connections, models, router
from django.db.models.constants import OnConflict
from django.db.models.fetch_modes import FETCH_ONE
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery

LARGEST = models.BigIntegerField.MAX_BIGINT


class Keyed[Row: models.Model]:
    """Finds, changes and adds rows of a model by some of its fields. To be made once, at the top of a module.

    A field may be a lookup without a value, such as ``finished_at__isnull``, which then has to hold. ``beside`` is a
    relation whose row is fetched along; ``lock``: what is found stays locked until the transaction ends.
    """

    def __init__(self, model: type[Row], *fields: str, beside: str = "", lock: bool = False) -> None:
        self.model = model
        self.beside = beside
        self.lock = lock
        self.key = {field: True if field.endswith("__isnull") else 0 for field in fields}
        self.count = sum(value is not True for value in self.key.values())
        self.columns = {field.attname: field for field in model._meta.concrete_fields}
        self._written: dict[tuple[str, ...], Any] = {}

    def find(self, *values: int | str) -> Row | None:
        """Return the row with these values, in the order of the fields; None where there is none."""
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            return None
        alias = router.db_for_read(self.model)
        sql, read = self._once(("find", alias), self._select)
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, self._own(values))
            row = cursor.fetchone()
        return None if row is None else read(row)

    def change(self, *values: int | str, **to: Any) -> bool:
        """Set these fields of the row with these values; return whether there was one."""
        alias = router.db_for_write(self.model)
        sql = self._once(("change", alias, *to), self._update)
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, [*self._stored(alias, to), *self._own(values)])
            return bool(cursor.rowcount)

    def add(self, row: Row) -> None:
        """Insert a row, which gets its number."""
        self._store(row, "add")

    def put(self, row: Row) -> None:
        """Insert a row, or write it over the one that has the same values in the fields."""
        self._store(row, "put")

    def _store(self, row: Row, how: str) -> None:
        alias = router.db_for_write(self.model)
        sql, names = self._once((how, alias), self._insert if how == "add" else self._upsert)
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, self._stored(alias, {name: getattr(row, name) for name in names}))
            (row.pk,) = cursor.fetchone()
        row._state.adding, row._state.db = False, alias

    def _own(self, values: tuple[int | str, ...]) -> tuple[int | str, ...]:
        if len(values) != self.count:
            raise ValueError(f"{self.model.__name__} is found by {self.count} values, not {len(values)}")
        return values

    def _stored(self, alias: str, values: dict[str, Any]) -> list[Any]:
        """Return values as the database takes them, by the columns' names."""
        connection = connections[alias]
        return [self.columns[name].get_db_prep_save(value, connection) for name, value in values.items()]

    def _once(self, which: tuple[str, ...], write: Callable[..., Any]) -> Any:
        if which not in self._written:
            self._written[which] = write(*which[1:])
        return self._written[which]

    def _rows(self, alias: str) -> models.QuerySet[Row]:
        rows = self.model._default_manager.using(alias)
        for field, value in self.key.items():  # one by one: together, Django would sort them
            rows = rows.filter(**{field: value})
        return rows

    def _select(self, alias: str) -> tuple[str, Callable[[Any], Row]]:
        rows = self._rows(alias).order_by()
        rows = (rows.select_for_update() if self.lock else rows)[:1]
        compiler: Any = (rows.select_related(self.beside) if self.beside else rows).query.get_compiler(alias)
        sql, _ = compiler.as_sql()
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        own = [compiler.select[place][0].target.attname for place in compiler.klass_info["select_fields"]]
        related = get_related_populators(compiler.klass_info, compiler.select, alias, FETCH_ONE)

        def read(row: Any) -> Row:
            """Make the row's model, as a query set does."""
            [values] = compiler.apply_converters([list(row)], converters)
            found = self.model.from_db(alias, own, values[: len(own)])
            for one in related:
                one.populate(values, found)
            return found

        return sql, read

    def _update(self, alias: str, *names: str) -> str:
        query: Any = self._rows(alias).query.chain(UpdateQuery)
        query.add_update_fields([(self.model._meta.get_field(name), None, None) for name in names])
        sql, _ = query.get_compiler(alias).as_sql()
        return str(sql)

    def _upsert(self, alias: str) -> tuple[str, list[str]]:
        same = [self.columns[name] for name in self.key]
        others = [field for field in self.columns.values() if field not in same and not field.primary_key]
        return self._insert(alias, on_conflict=OnConflict.UPDATE, unique_fields=same, update_fields=others)

    def _insert(self, alias: str, **conflict: Any) -> tuple[str, list[str]]:
        fields = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        query = InsertQuery(self.model, **conflict)
        query.insert_values(fields, [self.model()], raw=True)
        compiler = query.get_compiler(alias)
        compiler.returning_fields = [self.model._meta.pk]
        ((sql, _),) = compiler.as_sql()
        return sql, [field.attname for field in fields]
