//! Holdings: that an item of a person is held, from one source; with its own key, and its value or entries.

use crate::{
    DueMark, DueRow, Lookup, Opaque, PersonRow, ServiceKey, StoreError, Want, WrappedKey,
    journal::{ErasedKey, KeyPlace},
    keys,
    people::{self, LookupKind},
    sqlite,
};
use azukari_model::Instant;
use rusqlite::{Connection, OptionalExtension, params};

/// Which holding of a person: an item from a source; of a many-valued item one for each calendar year of acquisition.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct HoldingKey {
    /// The word of the item.
    pub item: u32,
    /// The word of the source.
    pub source: u32,
    /// 0 where the item has one value.
    pub year: u16,
}

/// A holding as it stands in its row; the same to write and to read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HoldingRow {
    pub at: HoldingKey,
    /// The number of the notice it came under.
    pub notice: u32,
    /// The number of the version it came under.
    pub version: u32,
    pub acquired: Instant,
    pub expires: Option<Instant>,
    pub kept_until: Option<Instant>,
    /// The word of the system that has the value; 0: it is here.
    pub system: u32,
    /// Read only where the value was wanted.
    pub key: Option<WrappedKey>,
    /// Read only where it was wanted; many-valued holdings have entries instead.
    pub value: Option<Opaque>,
    pub lookup: Option<Lookup>,
    /// Read only where the value was wanted, in the order of their numbers. Never written with the holding.
    pub entries: Vec<EntryRow>,
    /// How many entries there are, read where entries were counted or wanted.
    pub count: u32,
}

/// One value of a many-valued holding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EntryRow {
    /// Rising within the holding; its box is bound to it.
    pub number: u64,
    pub at: Instant,
    /// Where it ends before its holding does.
    pub expires: Option<Instant>,
    pub value: Opaque,
}

/// An entry to add to a holding that stands, or is put by the same effects.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewEntry {
    pub of: HoldingKey,
    /// Taken by no other entry of the holding.
    pub number: u64,
    pub at: Instant,
    pub expires: Option<Instant>,
    pub value: Opaque,
}

/// How many slots a person has room for, as a power of two.
const SLOT_BITS: u32 = 20;

/// The rows of a person's holdings: from the first to before the second.
pub(crate) const fn rows_of(person: PersonRow) -> (i64, i64) {
    (person.0 << SLOT_BITS, (person.0 + 1) << SLOT_BITS)
}

/// Whose a holding row is, and its slot.
pub(crate) const fn parts_of(row: i64) -> (PersonRow, i64) {
    (PersonRow(row >> SLOT_BITS), row & ((1 << SLOT_BITS) - 1))
}

/// A person's holdings in the order of their slots.
pub(crate) fn read(conn: &Connection, person: PersonRow, want: &Want) -> Result<Vec<HoldingRow>, StoreError> {
    let (from, to) = rows_of(person);
    let mut statement = conn.prepare_cached(
        "SELECT row, item, source, year, notice, version, acquired, expires, kept_until, system, lookup, key_id, key, value
         FROM holding WHERE row >= ?1 AND row < ?2 ORDER BY row",
    )?;
    let mut rows = statement.query([from, to])?;
    let mut holdings = Vec::new();
    while let Some(row) = rows.next()? {
        let mut holding = HoldingRow {
            at: HoldingKey { item: row.get(1)?, source: row.get(2)?, year: row.get(3)? },
            notice: row.get(4)?,
            version: row.get(5)?,
            acquired: sqlite::instant(row, 6)?,
            expires: sqlite::instant_or_none(row, 7)?,
            kept_until: sqlite::instant_or_none(row, 8)?,
            system: row.get(9)?,
            lookup: row.get::<_, Option<[u8; 32]>>(10)?.map(Lookup),
            key: None,
            value: None,
            entries: Vec::new(),
            count: 0,
        };
        let key_id: Option<i64> = row.get(11)?;
        let is_wanted = want.values.has(holding.at.item);
        if is_wanted {
            holding.key = keys::wrapped(row, 11)?;
            holding.value = row.get::<_, Option<Vec<u8>>>(13)?.map(Opaque::from);
        }
        if let Some(key_id) = key_id.filter(|_| holding.at.year > 0) {
            let row: i64 = row.get(0)?;
            if is_wanted {
                holding.entries = read_entries(conn, row, key_id)?;
                holding.count = u32::try_from(holding.entries.len()).unwrap_or(u32::MAX);
            } else if want.counts {
                holding.count = count_entries(conn, row, key_id)?;
            }
        }
        holdings.push(holding);
    }
    Ok(holdings)
}

fn read_entries(conn: &Connection, row: i64, key_id: i64) -> Result<Vec<EntryRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT number, at, expires, value FROM entry WHERE holding = ?1 AND key_id = ?2 ORDER BY number",
    )?;
    let entries = statement.query_map([row, key_id], |row| {
        Ok(EntryRow {
            number: sqlite::count(row, 0)?,
            at: sqlite::instant(row, 1)?,
            expires: sqlite::instant_or_none(row, 2)?,
            value: row.get::<_, Vec<u8>>(3)?.into(),
        })
    })?;
    Ok(entries.collect::<Result<_, _>>()?)
}

fn count_entries(conn: &Connection, row: i64, key_id: i64) -> Result<u32, StoreError> {
    let mut statement = conn.prepare_cached("SELECT count(*) FROM entry WHERE holding = ?1 AND key_id = ?2")?;
    Ok(statement.query_row([row, key_id], |row| row.get(0))?)
}

/// The row of a holding that may not stand yet: its slot is given now if it has none.
fn ensure_row(conn: &Connection, service: ServiceKey, person: PersonRow, at: HoldingKey) -> Result<i64, StoreError> {
    if let Some(row) = find_row(conn, service, person, at)? {
        return Ok(row);
    }
    let next: i64 = conn
        .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM slot WHERE service = ?1")?
        .query_row([service.0], |row| row.get(0))?;
    if next >> SLOT_BITS != 0 {
        return Err(StoreError::Engine("every slot of this service is given".to_owned()));
    }
    conn.prepare_cached("INSERT INTO slot (service, item, source, year, number) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![service.0, at.item, at.source, at.year, next])?;
    Ok(rows_of(person).0 | next)
}

/// The row a holding stands in, if it can stand at all.
fn find_row(
    conn: &Connection,
    service: ServiceKey,
    person: PersonRow,
    at: HoldingKey,
) -> Result<Option<i64>, StoreError> {
    let slot: Option<i64> = conn
        .prepare_cached("SELECT number FROM slot WHERE service = ?1 AND item = ?2 AND source = ?3 AND year = ?4")?
        .query_row(params![service.0, at.item, at.source, at.year], |row| row.get(0))
        .optional()?;
    Ok(slot.map(|slot| rows_of(person).0 | slot))
}

/// Puts a holding. What stood there goes, and with it its key, unless it is the same key.
pub(crate) fn put(
    conn: &Connection,
    service: ServiceKey,
    person: PersonRow,
    holding: &HoldingRow,
    erased: &mut Vec<ErasedKey>,
) -> Result<(), StoreError> {
    let row = ensure_row(conn, service, person, holding.at)?;
    let key_id = holding.key.as_ref().map(|key| key.id.cast_signed());
    let old = remove_row(conn, row, key_id)?.filter(|old| Some(*old) != key_id);
    erased.extend(old.map(|key_id| ErasedKey { place: KeyPlace::Holding, row, key_id }));
    conn.prepare_cached(
        "INSERT INTO holding (row, service, item, source, year, notice, version, acquired, expires, kept_until, due,
                              system, key_id, key, value, lookup)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?
    .execute(params![
        row,
        service.0,
        holding.at.item,
        holding.at.source,
        holding.at.year,
        holding.notice,
        holding.version,
        holding.acquired.micros(),
        sqlite::micros(holding.expires),
        sqlite::micros(holding.kept_until),
        sqlite::micros(due(holding.expires, holding.kept_until)),
        holding.system,
        key_id,
        holding.key.as_ref().map(|key| key.wrapped.bytes()),
        holding.value.as_ref().map(Opaque::bytes),
        holding.lookup.map(|lookup| lookup.0),
    ])?;
    if let Some(lookup) = holding.lookup {
        people::add_lookup(conn, service, person, lookup, LookupKind::Holding, parts_of(row).1)?;
    }
    Ok(())
}

/// When a holding is erased: its period is over and no statute keeps it.
fn due(expires: Option<Instant>, kept_until: Option<Instant>) -> Option<Instant> {
    expires.map(|expires| kept_until.map_or(expires, |kept| kept.max(expires)))
}

/// Takes a holding's row away, with its look-up; its entries become orphans, unless they go on under the same key. Gives
/// back the id of the key that stood there.
fn remove_row(conn: &Connection, row: i64, next_key: Option<i64>) -> Result<Option<i64>, StoreError> {
    let stood = conn
        .prepare_cached("DELETE FROM holding WHERE row = ?1 RETURNING key_id, lookup, year")?
        .query_row([row], |row| {
            Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<[u8; 32]>>(1)?, row.get::<_, u16>(2)?))
        })
        .optional()?;
    let Some((key_id, lookup, year)) = stood else { return Ok(None) };
    let (person, slot) = parts_of(row);
    if let Some(lookup) = lookup {
        people::remove_lookup(conn, person, Lookup(lookup), LookupKind::Holding, slot)?;
    }
    if let Some(key_id) = key_id.filter(|key_id| year > 0 && Some(*key_id) != next_key) {
        conn.prepare_cached(
            "INSERT INTO orphan (holding, key_id) VALUES (?1, ?2) ON CONFLICT (holding, key_id) DO NOTHING",
        )?
        .execute([row, key_id])?;
    }
    Ok(key_id)
}

/// Erases one holding.
pub(crate) fn erase(
    conn: &Connection,
    service: ServiceKey,
    person: PersonRow,
    at: HoldingKey,
    erased: &mut Vec<ErasedKey>,
) -> Result<(), StoreError> {
    match find_row(conn, service, person, at)? {
        Some(row) => erase_row(conn, row, erased),
        None => Ok(()),
    }
}

/// Erases every holding of a person.
pub(crate) fn erase_all(conn: &Connection, person: PersonRow, erased: &mut Vec<ErasedKey>) -> Result<(), StoreError> {
    let (from, to) = rows_of(person);
    let rows: Vec<i64> = conn
        .prepare_cached("SELECT row FROM holding WHERE row >= ?1 AND row < ?2")?
        .query_map([from, to], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    rows.into_iter().try_for_each(|row| erase_row(conn, row, erased))
}

fn erase_row(conn: &Connection, row: i64, erased: &mut Vec<ErasedKey>) -> Result<(), StoreError> {
    let key_id = remove_row(conn, row, None)?;
    erased.extend(key_id.map(|key_id| ErasedKey { place: KeyPlace::Holding, row, key_id }));
    Ok(())
}

/// Destroys a key again that a backup brought back; gives back how many that were.
pub(crate) fn destroy(conn: &Connection, row: i64, key_id: i64) -> Result<usize, StoreError> {
    let stands: Option<i64> = conn
        .prepare_cached("SELECT 1 FROM holding WHERE row = ?1 AND key_id = ?2")?
        .query_row([row, key_id], |row| row.get(0))
        .optional()?;
    if stands.is_none() {
        return Ok(0);
    }
    remove_row(conn, row, None)?;
    Ok(1)
}

/// Writes when a holding's periods end.
pub(crate) fn set_ends(
    conn: &Connection,
    service: ServiceKey,
    person: PersonRow,
    at: HoldingKey,
    expires: Option<Instant>,
    kept_until: Option<Instant>,
) -> Result<(), StoreError> {
    let Some(row) = find_row(conn, service, person, at)? else { return Ok(()) };
    let due = due(expires, kept_until);
    conn.prepare_cached("UPDATE holding SET expires = ?2, kept_until = ?3, due = ?4 WHERE row = ?1")?
        .execute(params![row, sqlite::micros(expires), sqlite::micros(kept_until), sqlite::micros(due)])?;
    Ok(())
}

/// Adds an entry to a holding that stands and has a key; the holding counts as acquired with its newest entry.
pub(crate) fn add_entry(
    conn: &Connection,
    service: ServiceKey,
    person: PersonRow,
    entry: &NewEntry,
) -> Result<(), StoreError> {
    let row = find_row(conn, service, person, entry.of)?.unwrap_or_default();
    let added = conn
        .prepare_cached(
            "INSERT INTO entry (holding, key_id, number, at, expires, value)
             SELECT h.row, h.key_id, ?2, ?3, ?4, ?5 FROM holding h WHERE h.row = ?1 AND h.key_id IS NOT NULL",
        )?
        .execute(params![
            row,
            entry.number.cast_signed(),
            entry.at.micros(),
            sqlite::micros(entry.expires),
            entry.value.bytes()
        ])?;
    if added != 1 {
        return Err(StoreError::Engine("an entry of a holding that does not stand".to_owned()));
    }
    conn.prepare_cached("UPDATE holding SET acquired = ?2 WHERE row = ?1 AND acquired < ?2")?
        .execute([row, entry.at.micros()])?;
    Ok(())
}

/// Holdings whose periods are over, the longest over first.
pub(crate) fn read_due(
    conn: &Connection,
    service: ServiceKey,
    now: Instant,
    after: DueMark,
    limit: u32,
) -> Result<Vec<DueRow>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT row, item, source, year, due FROM holding
         WHERE service = ?1 AND due <= ?2 AND (due, row) > (?4, ?5) ORDER BY due, row LIMIT ?3",
    )?;
    let due = statement.query_map(params![service.0, now.micros(), limit, after.due, after.row], |row| {
        Ok(DueRow {
            person: parts_of(row.get(0)?).0,
            of: HoldingKey { item: row.get(1)?, source: row.get(2)?, year: row.get(3)? },
            due: sqlite::instant(row, 4)?,
            mark: DueMark { due: row.get(4)?, row: row.get(0)? },
        })
    })?;
    Ok(due.collect::<Result<_, _>>()?)
}

/// Clears away entries whose key is destroyed or whose own period is over; gives back how many rows that were.
pub(crate) fn sweep(conn: &Connection, now: Instant, limit: u32) -> Result<u64, StoreError> {
    let orphans: Vec<(i64, i64)> = conn
        .prepare_cached("SELECT holding, key_id FROM orphan LIMIT 16")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut gone = 0;
    for (holding, key_id) in orphans {
        let left = i64::from(limit) - gone;
        if left <= 0 {
            return Ok(gone.cast_unsigned());
        }
        let entries = conn
            .prepare_cached(
                "DELETE FROM entry WHERE holding = ?1 AND key_id = ?2 AND number IN
                   (SELECT number FROM entry WHERE holding = ?1 AND key_id = ?2 LIMIT ?3)",
            )?
            .execute([holding, key_id, left])?;
        let entries = i64::try_from(entries).unwrap_or(i64::MAX);
        gone += entries;
        if entries < left {
            conn.prepare_cached("DELETE FROM orphan WHERE holding = ?1 AND key_id = ?2")?.execute([holding, key_id])?;
            gone += 1;
        }
    }
    let over: Vec<(i64, i64, i64)> = conn
        .prepare_cached("SELECT holding, key_id, number FROM entry WHERE expires <= ?1 LIMIT ?2")?
        .query_map([now.micros(), i64::from(limit)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (holding, key_id, number) in over {
        conn.prepare_cached("DELETE FROM entry WHERE holding = ?1 AND key_id = ?2 AND number = ?3")?
            .execute([holding, key_id, number])?;
        gone += 1;
    }
    Ok(gone.cast_unsigned())
}
