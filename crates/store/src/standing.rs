//! Standing: one row for each fact about a person that can change a verdict.

use crate::{PersonRow, ServiceKey, StoreError, sqlite};
use azukari_model::{Instant, PersonId};
use rusqlite::{Connection, Row, params};

/// What a row of standing is about.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct StandingKey {
    /// The number of the kind, as the policy counts them.
    pub kind: u8,
    /// A word, or 0.
    pub subject: u32,
    /// The number of a company of a class, or 0.
    pub member: u32,
}

/// A row of standing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StandingRow {
    pub of: StandingKey,
    pub yes: bool,
    pub meaning: u32,
    pub had_yes: bool,
    pub country_told: bool,
    pub at: Instant,
    pub until: Option<Instant>,
}

/// All standing of a person, in the order of its key.
pub(crate) fn read(conn: &Connection, person: PersonRow) -> Result<Vec<StandingRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT kind, subject, member, yes, meaning, had_yes, country_told, at, until
         FROM standing WHERE person = ?1 ORDER BY kind, subject, member",
    )?;
    let rows = statement.query_map([person.0], |row| from_row(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn from_row(row: &Row<'_>, first: usize) -> rusqlite::Result<StandingRow> {
    Ok(StandingRow {
        of: StandingKey { kind: row.get(first)?, subject: row.get(first + 1)?, member: row.get(first + 2)? },
        yes: row.get(first + 3)?,
        meaning: row.get(first + 4)?,
        had_yes: row.get(first + 5)?,
        country_told: row.get(first + 6)?,
        at: sqlite::instant(row, first + 7)?,
        until: sqlite::instant_or_none(row, first + 8)?,
    })
}

/// Puts a row, new or instead of the one that stands there.
pub(crate) fn put(conn: &Connection, person: PersonRow, standing: &StandingRow) -> Result<(), StoreError> {
    let of = standing.of;
    conn.prepare_cached(
        "INSERT INTO standing (person, kind, subject, member, yes, meaning, had_yes, country_told, at, until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (person, kind, subject, member) DO UPDATE SET
           yes = excluded.yes, meaning = excluded.meaning, had_yes = excluded.had_yes,
           country_told = excluded.country_told, at = excluded.at, until = excluded.until",
    )?
    .execute(params![
        person.0,
        of.kind,
        of.subject,
        of.member,
        i64::from(standing.yes),
        standing.meaning,
        i64::from(standing.had_yes),
        i64::from(standing.country_told),
        standing.at.micros(),
        sqlite::micros(standing.until),
    ])?;
    Ok(())
}

/// Takes all standing of a person away.
pub(crate) fn remove_all(conn: &Connection, person: PersonRow) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM standing WHERE person = ?1")?.execute([person.0])?;
    Ok(())
}

/// Everybody of a service with standing of a kind, in row order. Walks the whole table: for the few kinds an office lists.
pub(crate) fn of_kind(
    conn: &Connection,
    service: ServiceKey,
    kind: u8,
    limit: u32,
) -> Result<Vec<(PersonRow, PersonId, StandingRow)>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT p.row, p.id, s.kind, s.subject, s.member, s.yes, s.meaning, s.had_yes, s.country_told, s.at, s.until
         FROM standing s JOIN person p ON p.row = s.person
         WHERE s.kind = ?2 AND p.service = ?1 ORDER BY s.person, s.subject, s.member LIMIT ?3",
    )?;
    let rows = statement.query_map(params![service.0, kind, limit], |row| {
        Ok((PersonRow(row.get(0)?), sqlite::id(row, 1)?, from_row(row, 2)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
