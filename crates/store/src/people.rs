//! People: the row, its references in the company's systems, and look-ups.

use crate::{
    HoldingRow, Lookup, Opaque, PersonRow, ProvisionRow, ServiceKey, StandingRow, StoreError, Values, Want, Who,
    WrappedKey, desk, holdings,
    journal::{ErasedKey, KeyPlace},
    outbox, sqlite, standing,
};
use azukari_model::{Instant, PersonId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeMap;

/// A person, as read at once.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Person {
    pub row: PersonRow,
    pub id: PersonId,
    pub revision: u64,
    pub created: Instant,
    /// Erased: nobody finds them but by a right, while records about them live.
    pub erased: Option<Instant>,
    pub holdings: Vec<HoldingRow>,
    pub standing: Vec<StandingRow>,
    pub references: Vec<ReferenceRow>,
    pub provisions: Vec<ProvisionRow>,
}

/// A system's own reference of the person, sealed, with what it is looked up by.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReferenceRow {
    /// The word of the system.
    pub system: u32,
    pub lookup: Lookup,
    pub key: WrappedKey,
    pub value: Opaque,
}

/// Somebody found by a look-up hash.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Found {
    pub person: PersonRow,
    pub id: PersonId,
    /// Found by nothing but a look-up for rights.
    pub rights_only: bool,
    /// Erased, while records about them live.
    pub erased: Option<Instant>,
}

/// What a look-up leads to; the number stands in its row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum LookupKind {
    Holding = 1,
    Reference = 2,
    Rights = 3,
}

impl LookupKind {
    const fn number(self) -> i64 {
        self as i64
    }
}

/// A person of a service, without what is held of them.
pub(crate) fn find(conn: &Connection, service: ServiceKey, who: &Who) -> Result<Option<Person>, StoreError> {
    let row = match who {
        Who::Nobody => return Ok(None),
        Who::Row(row) => *row,
        Who::Id(id) => {
            let mut statement = conn.prepare_cached("SELECT row FROM person WHERE service = ?1 AND id = ?2")?;
            match statement.query_row(params![service.0, id.bytes()], |row| row.get(0)).optional()? {
                Some(row) => PersonRow(row),
                None => return Ok(None),
            }
        }
        Who::Reference(lookups) => match by_reference(conn, service, lookups)? {
            Some(row) => row,
            None => return Ok(None),
        },
    };
    let mut statement =
        conn.prepare_cached("SELECT row, id, revision, created, erased FROM person WHERE row = ?1 AND service = ?2")?;
    Ok(statement.query_row([row.0, service.0], from_row).optional()?)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        row: PersonRow(row.get(0)?),
        id: sqlite::id(row, 1)?,
        revision: sqlite::count(row, 2)?,
        created: sqlite::instant(row, 3)?,
        erased: sqlite::instant_or_none(row, 4)?,
        holdings: Vec::new(),
        standing: Vec::new(),
        references: Vec::new(),
        provisions: Vec::new(),
    })
}

/// People of a service in row order, living or erased.
pub(crate) fn walk(
    conn: &Connection,
    service: ServiceKey,
    after: PersonRow,
    limit: u32,
    is_erased: bool,
) -> Result<Vec<Person>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT row, id, revision, created, erased FROM person
         WHERE service = ?1 AND row > ?2 AND (erased IS NOT NULL) = ?4 ORDER BY row LIMIT ?3",
    )?;
    let people = statement.query_map(params![service.0, after.0, limit, is_erased], from_row)?;
    Ok(people.collect::<Result<_, _>>()?)
}

/// Reads what is wanted of a person.
pub(crate) fn fill(conn: &Connection, person: &mut Person, want: &Want) -> Result<(), StoreError> {
    if want.holdings || want.counts || want.values != Values::None {
        person.holdings = holdings::read(conn, person.row, want)?;
    }
    if want.standing {
        person.standing = standing::read(conn, person.row)?;
    }
    if want.references {
        person.references = read_references(conn, person.row)?;
    }
    if want.provisions {
        person.provisions = outbox::read_provisions(conn, person.row)?;
    }
    Ok(())
}

/// A living person first; one who is erased is found for rights alone, and two of them are nobody.
fn by_reference(conn: &Connection, service: ServiceKey, lookups: &[Lookup]) -> Result<Option<PersonRow>, StoreError> {
    for kind in [LookupKind::Reference, LookupKind::Rights] {
        for lookup in lookups {
            let mut statement = conn.prepare_cached(
                "SELECT person FROM lookup WHERE hash = ?1 AND kind = ?2 AND service = ?3 ORDER BY person LIMIT 2",
            )?;
            let found: Vec<i64> = statement
                .query_map(params![lookup.0, kind.number(), service.0], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            match found.as_slice() {
                [] => {}
                [row] => return Ok(Some(PersonRow(*row))),
                _ => return Ok(None),
            }
        }
    }
    Ok(None)
}

/// Everybody found by any of these look-ups, each once, in row order.
pub(crate) fn find_all(conn: &Connection, service: ServiceKey, lookups: &[Lookup]) -> Result<Vec<Found>, StoreError> {
    let mut found = BTreeMap::new();
    for lookup in lookups {
        let mut statement = conn.prepare_cached(
            "SELECT p.row, p.id, l.kind, p.erased FROM lookup l JOIN person p ON p.row = l.person
             WHERE l.hash = ?1 AND l.service = ?2",
        )?;
        let mut rows = statement.query(params![lookup.0, service.0])?;
        while let Some(row) = rows.next()? {
            let rights_only = row.get::<_, i64>(2)? == LookupKind::Rights.number();
            let one = Found {
                person: PersonRow(row.get(0)?),
                id: sqlite::id(row, 1)?,
                rights_only,
                erased: sqlite::instant_or_none(row, 3)?,
            };
            found.entry(one.person).and_modify(|known: &mut Found| known.rights_only &= rights_only).or_insert(one);
        }
    }
    Ok(found.into_values().collect())
}

/// Makes a person; `None`: one with this id is there.
pub(crate) fn create(
    conn: &Connection,
    service: ServiceKey,
    id: PersonId,
    at: Instant,
) -> Result<Option<PersonRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO person (row, service, id, revision, created)
         VALUES ((SELECT max((SELECT coalesce(max(row), 0) FROM person), (SELECT row FROM person_mark WHERE key = 1)) + 1),
                 ?1, ?2, 1, ?3)
         ON CONFLICT (service, id) DO NOTHING RETURNING row",
    )?;
    let row = statement.query_row(params![service.0, id.bytes(), at.micros()], |row| row.get(0)).optional()?;
    Ok(row.map(PersonRow))
}

/// The person's revision, if the person is of this service.
pub(crate) fn revision(conn: &Connection, service: ServiceKey, person: PersonRow) -> Result<Option<u64>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT revision FROM person WHERE row = ?1 AND service = ?2")?;
    Ok(statement.query_row([person.0, service.0], |row| sqlite::count(row, 0)).optional()?)
}

/// Raises the person's revision by one.
pub(crate) fn raise(conn: &Connection, person: PersonRow) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE person SET revision = revision + 1 WHERE row = ?1")?.execute([person.0])?;
    Ok(())
}

fn read_references(conn: &Connection, person: PersonRow) -> Result<Vec<ReferenceRow>, StoreError> {
    let mut statement = conn
        .prepare_cached("SELECT system, lookup, key_id, key, value FROM reference WHERE person = ?1 ORDER BY system")?;
    let rows = statement.query_map([person.0], |row| {
        Ok(ReferenceRow {
            system: row.get(0)?,
            lookup: Lookup(row.get(1)?),
            key: WrappedKey { id: sqlite::count(row, 2)?, wrapped: row.get::<_, Vec<u8>>(3)?.into() },
            value: row.get::<_, Vec<u8>>(4)?.into(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds a reference; `false`: somebody has it, or the person has another one in this system.
pub(crate) fn add_reference(
    conn: &Connection,
    service: ServiceKey,
    person: PersonRow,
    reference: &ReferenceRow,
) -> Result<bool, StoreError> {
    let mut taken =
        conn.prepare_cached("SELECT 1 FROM lookup WHERE hash = ?1 AND kind = ?2 AND service = ?3 LIMIT 1")?;
    if taken.exists(params![reference.lookup.0, LookupKind::Reference.number(), service.0])? {
        return Ok(false);
    }
    let added = conn
        .prepare_cached(
            "INSERT INTO reference (person, system, lookup, key_id, key, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (person, system) DO NOTHING",
        )?
        .execute(params![
            person.0,
            reference.system,
            reference.lookup.0,
            reference.key.id.cast_signed(),
            reference.key.wrapped.bytes(),
            reference.value.bytes(),
        ])?;
    if added == 1 {
        add_lookup(conn, service, person, reference.lookup, LookupKind::Reference, reference.system.into())?;
    }
    Ok(added == 1)
}

/// Takes a person's references away, with their keys and look-ups.
fn remove_references(conn: &Connection, person: PersonRow, erased: &mut Vec<ErasedKey>) -> Result<(), StoreError> {
    for reference in read_references(conn, person)? {
        conn.prepare_cached("DELETE FROM reference WHERE person = ?1 AND system = ?2")?
            .execute(params![person.0, reference.system])?;
        remove_lookup(conn, person, reference.lookup, LookupKind::Reference, reference.system.into())?;
        erased.push(ErasedKey { place: KeyPlace::Reference, row: person.0, key_id: reference.key.id.cast_signed() });
    }
    Ok(())
}

/// Adds a look-up.
pub(crate) fn add_lookup(
    conn: &Connection,
    service: ServiceKey,
    person: PersonRow,
    lookup: Lookup,
    kind: LookupKind,
    part: i64,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO lookup (hash, kind, person, part, service) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (hash, kind, person, part) DO NOTHING",
    )?
    .execute(params![lookup.0, kind.number(), person.0, part, service.0])?;
    Ok(())
}

/// Takes a look-up away.
pub(crate) fn remove_lookup(
    conn: &Connection,
    person: PersonRow,
    lookup: Lookup,
    kind: LookupKind,
    part: i64,
) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM lookup WHERE hash = ?1 AND kind = ?2 AND person = ?3 AND part = ?4")?
        .execute(params![lookup.0, kind.number(), person.0, part])?;
    Ok(())
}

/// Erases a person: every key, value and look-up goes; the row stays while records about them live.
pub(crate) fn erase(
    conn: &Connection,
    person: PersonRow,
    at: Instant,
    erased: &mut Vec<ErasedKey>,
) -> Result<(), StoreError> {
    holdings::erase_all(conn, person, erased)?;
    remove_references(conn, person, erased)?;
    standing::remove_all(conn, person)?;
    conn.prepare_cached("UPDATE person SET erased = ?2 WHERE row = ?1")?.execute([person.0, at.micros()])?;
    Ok(())
}

/// Takes the last of an erased person away, once no record about them can be opened: row, trail, look-ups for rights, what was
/// passed on, requests and messages. A record of it would be one more about the person, so there is none.
pub(crate) fn forget(conn: &Connection, person: PersonRow, erased: &mut Vec<ErasedKey>) -> Result<(), StoreError> {
    let is_over = conn
        .prepare_cached(
            "SELECT 1 FROM person WHERE row = ?1 AND erased IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM trail t JOIN record r ON r.row = t.record JOIN month_key k ON k.row = r.month_key
                             WHERE t.person = ?1 AND k.key IS NOT NULL)
             AND NOT EXISTS (SELECT 1 FROM pending WHERE person = ?1)",
        )?
        .exists([person.0])?;
    if !is_over {
        return Ok(());
    }
    outbox::remove_of(conn, person, erased)?;
    desk::remove_of(conn, person, erased)?;
    for sql in [
        "UPDATE record SET person = NULL WHERE row IN (SELECT record FROM trail WHERE person = ?1)",
        "DELETE FROM provision WHERE person = ?1",
        "DELETE FROM lookup WHERE person = ?1 AND kind = 3",
        "DELETE FROM trail WHERE person = ?1",
        "UPDATE person_mark SET row = max(row, ?1) WHERE key = 1",
        "DELETE FROM person WHERE row = ?1",
    ] {
        conn.prepare_cached(sql)?.execute([person.0])?;
    }
    Ok(())
}
