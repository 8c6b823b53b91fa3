//! What somebody with a database shell could do: for the demo and for tests, which show that it is found out.

use crate::StoreError;
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;

/// Copies a database as it stands, beside whoever writes it.
pub fn copy(database: &Path, to: &Path) -> Result<(), StoreError> {
    Connection::open(database)?.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    Ok(())
}

/// Changes one byte of the sealed record at a place of the log, and says which place: the nearest at or before `index`
/// that is there. `None`: the log is empty.
pub fn edit_record(database: &Path, index: u64) -> Result<Option<u64>, StoreError> {
    let conn = Connection::open(database)?;
    let found: Option<(i64, i64, Vec<u8>)> = conn
        .query_row(
            "SELECT leaf.place, record.row, record.sealed FROM leaf JOIN record ON record.row = leaf.record \
             WHERE leaf.place <= ?1 ORDER BY leaf.place DESC LIMIT 1",
            [i64::try_from(index).unwrap_or(i64::MAX)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    let Some((place, row, mut sealed)) = found else { return Ok(None) };
    if let Some(byte) = sealed.last_mut() {
        *byte ^= 1;
    }
    conn.execute("UPDATE record SET sealed = ?1 WHERE row = ?2", (sealed, row))?;
    Ok(u64::try_from(place).ok())
}

/// Changes the newest list of destroyed openings: one line of it says another commitment. `false`: there is none with a line.
pub fn edit_list(database: &Path) -> Result<bool, StoreError> {
    let conn = Connection::open(database)?;
    let changed = conn.execute(
        "UPDATE opening_list SET text = substr(text, 1, length(text) - 3) || CASE substr(text, -3, 1) WHEN 'A' THEN 'B' ELSE 'A' END
             || substr(text, -2) WHERE row = (SELECT max(row) FROM opening_list WHERE count > 0)",
        [],
    )?;
    Ok(changed == 1)
}
