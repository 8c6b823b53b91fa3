//! The log: what waits to be numbered, leaves, tiles, the head.

use crate::{PersonRow, RecordRow, StoreError, sqlite};
use azukari_model::Instant;
use rusqlite::{Connection, OptionalExtension, params};

/// A record that waits to be numbered, in commit order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PendingRow {
    pub record: RecordRow,
    pub person: Option<PersonRow>,
    /// The person's newest number; 0: none yet.
    pub last: u64,
    pub commitment: [u8; 32],
}

/// A numbered record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeafRow {
    pub index: u64,
    pub record: RecordRow,
    pub person: Option<PersonRow>,
    /// The person's own number of it; 0 where it is about nobody.
    pub sequence: u64,
    pub commitment: [u8; 32],
    /// What the tree hashes, without its prefix.
    pub leaf: [u8; 32],
}

impl LeafRow {
    /// A leaf whose record was lost with the database that had it.
    pub const fn lost(index: u64, leaf: [u8; 32]) -> Self {
        let record = RecordRow(-1 - index.cast_signed());
        Self { index, record, person: None, sequence: 0, commitment: [0; 32], leaf }
    }

    /// Whether its record was lost.
    pub const fn is_lost(&self) -> bool {
        self.record.0 < 0
    }
}

/// A tile of hashes, whole or partial.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TileRow {
    pub level: u8,
    pub index: u64,
    /// 32 bytes a hash, at most 256 of them.
    pub hashes: Vec<u8>,
}

/// The head of the log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Head {
    pub size: u64,
    pub root: [u8; 32],
    pub at: Instant,
    /// The newest signed checkpoint with the size it speaks of. It may lag behind `size` after a crash: sign again.
    pub signed: Option<SignedHead>,
}

/// A signed checkpoint.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignedHead {
    pub size: u64,
    pub at: Instant,
    /// The signed note, as it is served.
    pub note: String,
}

/// One turn of the sequencer: written whole, or not at all if somebody else was there first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Turn {
    /// The size it goes on from: the fence.
    pub from: u64,
    /// In the order of the tree.
    pub leaves: Vec<LeafRow>,
    pub tiles: Vec<TileRow>,
    pub size: u64,
    pub root: [u8; 32],
    pub at: Instant,
}

/// What came of a turn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TurnTaken {
    Done,
    /// The log has another size than the turn began from.
    Fenced,
}

/// How many leaves the log has.
pub(crate) fn size(conn: &Connection) -> Result<i64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT size FROM log_head WHERE key = 1")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// The head.
pub(crate) fn head(conn: &Connection) -> Result<Head, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT size, root, at, signed_size, signed_at, note FROM log_head WHERE key = 1")?;
    Ok(statement.query_row([], |row| {
        let signed = match (row.get::<_, Option<i64>>(3)?, sqlite::instant_or_none(row, 4)?, row.get(5)?) {
            (Some(size), Some(at), Some(note)) => Some(SignedHead { size: size.cast_unsigned(), at, note }),
            _ => None,
        };
        Ok(Head { size: sqlite::count(row, 0)?, root: row.get(1)?, at: sqlite::instant(row, 2)?, signed })
    })?)
}

/// What waits to be numbered, in commit order, each with the newest number of its person.
pub(crate) fn pending(conn: &Connection, limit: u32) -> Result<Vec<PendingRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT p.record, p.person, p.commitment,
                (SELECT coalesce(max(t.sequence), 0) FROM trail t WHERE t.person = p.person)
         FROM pending p ORDER BY p.record LIMIT ?1",
    )?;
    let rows = statement.query_map([limit], |row| {
        Ok(PendingRow {
            record: RecordRow(row.get(0)?),
            person: row.get::<_, Option<i64>>(1)?.map(PersonRow),
            commitment: row.get(2)?,
            last: sqlite::count(row, 3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many records wait to be numbered.
pub(crate) fn count_pending(conn: &Connection) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached("SELECT count(*) FROM pending")?;
    Ok(statement.query_row([], |row| sqlite::count(row, 0))?)
}

/// Writes one turn, if the log still has the size it began from.
pub(crate) fn take_turn(conn: &Connection, turn: &Turn) -> Result<TurnTaken, StoreError> {
    let moved = conn
        .prepare_cached("UPDATE log_head SET size = ?2, root = ?3, at = ?4 WHERE key = 1 AND size = ?1")?
        .execute(params![turn.from.cast_signed(), turn.size.cast_signed(), turn.root, turn.at.micros()])?;
    if moved == 0 {
        return Ok(TurnTaken::Fenced);
    }
    for leaf in &turn.leaves {
        let person = leaf.person.map(|person| person.0);
        conn.prepare_cached(
            "INSERT INTO leaf (place, record, person, sequence, commitment, leaf) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            leaf.index.cast_signed(),
            leaf.record.0,
            person,
            leaf.sequence.cast_signed(),
            leaf.commitment,
            leaf.leaf
        ])?;
        if leaf.is_lost() {
            continue;
        }
        let waited = conn.prepare_cached("DELETE FROM pending WHERE record = ?1")?.execute([leaf.record.0])?;
        if waited != 1 {
            return Err(StoreError::Engine("a leaf of a record that does not wait".to_owned()));
        }
    }
    write_trail(conn, &turn.leaves)?;
    for tile in &turn.tiles {
        conn.prepare_cached(
            "INSERT INTO tile (level, place, hashes) VALUES (?1, ?2, ?3)
             ON CONFLICT (level, place) DO UPDATE SET hashes = excluded.hashes",
        )?
        .execute(params![tile.level, tile.index.cast_signed(), tile.hashes])?;
    }
    Ok(TurnTaken::Done)
}

/// Sorted by person, so that one page of the table is touched once. Who was taken away meanwhile gets no line.
fn write_trail(conn: &Connection, leaves: &[LeafRow]) -> Result<(), StoreError> {
    let mut lines: Vec<_> =
        leaves.iter().filter_map(|leaf| leaf.person.map(|person| (person, leaf.sequence, leaf.record))).collect();
    lines.sort_unstable();
    for (person, sequence, record) in lines {
        conn.prepare_cached(
            "INSERT INTO trail (person, sequence, record)
             SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM person WHERE row = ?1)",
        )?
        .execute(params![person.0, sequence.cast_signed(), record.0])?;
    }
    Ok(())
}

/// Keeps a signed checkpoint, unless a larger one is there.
pub(crate) fn sign(conn: &Connection, signed: &SignedHead) -> Result<(), StoreError> {
    conn.prepare_cached(
        "UPDATE log_head SET signed_size = ?1, signed_at = ?2, note = ?3
         WHERE key = 1 AND size >= ?1 AND coalesce(signed_size, 0) <= ?1",
    )?
    .execute(params![signed.size.cast_signed(), signed.at.micros(), signed.note])?;
    Ok(())
}

/// A tile as it was last written.
pub(crate) fn tile(conn: &Connection, level: u8, index: u64) -> Result<Option<TileRow>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT hashes FROM tile WHERE level = ?1 AND place = ?2")?;
    let hashes = statement.query_row(params![level, index.cast_signed()], |row| row.get(0)).optional()?;
    Ok(hashes.map(|hashes| TileRow { level, index, hashes }))
}

/// The newest tile of each level, the lowest level first.
pub(crate) fn edge(conn: &Connection) -> Result<Vec<TileRow>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT place, hashes FROM tile WHERE level = ?1 ORDER BY place DESC LIMIT 1")?;
    let mut edge = Vec::new();
    for level in 0..=u8::MAX {
        let newest = statement
            .query_row([level], |row| Ok(TileRow { level, index: sqlite::count(row, 0)?, hashes: row.get(1)? }))
            .optional()?;
        // A level begins only when the one below is full, so the first empty one is the last.
        let Some(newest) = newest else { break };
        edge.push(newest);
    }
    Ok(edge)
}

/// Leaves from an index on.
pub(crate) fn leaves(conn: &Connection, from: u64, limit: u32) -> Result<Vec<LeafRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT place, record, person, sequence, commitment, leaf FROM leaf WHERE place >= ?1 ORDER BY place LIMIT ?2",
    )?;
    // Beyond what a column can hold there is nothing.
    let rows = statement.query_map(params![i64::try_from(from).unwrap_or(i64::MAX), limit], |row| {
        Ok(LeafRow {
            index: sqlite::count(row, 0)?,
            record: RecordRow(row.get(1)?),
            person: row.get::<_, Option<i64>>(2)?.map(PersonRow),
            sequence: sqlite::count(row, 3)?,
            commitment: row.get(4)?,
            leaf: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
