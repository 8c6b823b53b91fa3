//! Numbered migrations, forward only, behind a row that one process at a time holds.

use crate::StoreError;
use rusqlite::Connection;
use std::cmp::Ordering;

/// Every migration in order; its number is its place, counted from 1. One that was released never changes.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_begin.sql")];

/// Words of the migrations that each engine has its own way for.
const SQLITE: &[(&str, &str)] =
    &[("{row}", "INTEGER PRIMARY KEY"), ("{bytes}", "BLOB"), ("{clustered}", "WITHOUT ROWID")];

/// Brings the tables up to date; gives back how many migrations that took.
pub(crate) fn migrate(conn: &Connection) -> Result<usize, StoreError> {
    conn.execute_batch("BEGIN IMMEDIATE")?;
    let taken = take(conn);
    conn.execute_batch(if taken.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    taken
}

/// How many migrations this program knows.
pub(crate) const fn known() -> u64 {
    MIGRATIONS.len() as u64
}

/// Passes if the tables are those of this program, and changes nothing.
pub(crate) fn ensure_known(conn: &Connection) -> Result<(), StoreError> {
    let found: i64 = conn.query_row("SELECT number FROM migration WHERE key = 1", [], |row| row.get(0))?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    match found.cmp(&known) {
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(StoreError::Newer { found, known }),
        Ordering::Less => Err(StoreError::Older { found, known }),
    }
}

fn take(conn: &Connection) -> Result<usize, StoreError> {
    conn.execute_batch("CREATE TABLE IF NOT EXISTS migration (key INTEGER PRIMARY KEY, number BIGINT NOT NULL)")?;
    conn.execute("INSERT INTO migration (key, number) VALUES (1, 0) ON CONFLICT (key) DO NOTHING", [])?;
    // Where engines lock rows, this is the one that makes others wait.
    conn.execute("UPDATE migration SET number = number WHERE key = 1", [])?;
    let found: i64 = conn.query_row("SELECT number FROM migration WHERE key = 1", [], |row| row.get(0))?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let Some(open) = usize::try_from(found).ok().and_then(|done| MIGRATIONS.get(done..)) else {
        return Err(StoreError::Newer { found, known });
    };
    for migration in open {
        conn.execute_batch(&for_sqlite(migration))?;
    }
    conn.execute("UPDATE migration SET number = ?1 WHERE key = 1", [known])?;
    Ok(open.len())
}

fn for_sqlite(migration: &str) -> String {
    SQLITE.iter().fold(migration.to_owned(), |text, (word, meaning)| text.replace(word, meaning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_taken_twice_change_nothing_the_second_time() {
        let conn = Connection::open_in_memory().unwrap();
        assert_eq!(migrate(&conn).unwrap(), MIGRATIONS.len());
        assert_eq!(migrate(&conn).unwrap(), 0);
    }

    #[test]
    fn a_database_of_a_newer_program_is_left_alone() {
        let conn = Connection::open_in_memory().unwrap();
        migrate(&conn).unwrap();
        conn.execute("UPDATE migration SET number = 99", []).unwrap();
        assert!(matches!(migrate(&conn), Err(StoreError::Newer { found: 99, .. })));
    }

    #[test]
    fn every_column_is_an_integer_a_text_or_bytes() {
        let conn = Connection::open_in_memory().unwrap();
        migrate(&conn).unwrap();
        let mut columns = conn
            .prepare("SELECT c.type, m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'")
            .unwrap();
        let types: Vec<(String, String, String)> = columns
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(types.len() > 100);
        for (kind, table, column) in types {
            assert!(["INTEGER", "BIGINT", "TEXT", "BLOB"].contains(&kind.as_str()), "{table}.{column} is {kind}");
        }
    }
}
