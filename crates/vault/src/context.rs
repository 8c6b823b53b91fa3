//! The place of a box: bound into its key and its authentication, so that a box opens nowhere else.

use azukari_model::{Date, Instant, PersonId};
use std::fmt;

/// What a box holds.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Label {
    /// The value of a holding, or one of its entries.
    Value,
    /// The wrapped key of a holding.
    HoldingKey,
    /// The wrapped key of a month of records.
    MonthKey,
    /// The wrapped key of a hold, under which kept records are sealed again.
    HoldKey,
    /// A record with its opening.
    Record,
    /// The wrapped key of one waiting message.
    MessageKey,
    /// A message that waits to be sent.
    Message,
    /// Papers, reasons and answers of a request.
    Request,
    /// Something small the server keeps for itself: a session, a code that was mailed.
    Session,
    /// A piece of a backup.
    Backup,
    /// The root of all keys, in the key file.
    Root,
}

impl Label {
    /// The word that stands in the encoding; it never changes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::HoldingKey => "holding-key",
            Self::MonthKey => "month-key",
            Self::HoldKey => "hold-key",
            Self::Record => "record",
            Self::MessageKey => "message-key",
            Self::Message => "message",
            Self::Request => "request",
            Self::Session => "session",
            Self::Backup => "backup",
            Self::Root => "root",
        }
    }
}

/// Which records share a period, and so a key per month.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum RecordKind {
    /// Records of acts and events: three years.
    Evidence = 1,
    /// Records of provision and receipt: as Articles 29 and 30 of the Act say.
    Provision = 2,
    /// Records about nobody that later checks lean on (destroyed openings, restores): never destroyed.
    Lasting = 3,
}

impl RecordKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Evidence, Self::Provision, Self::Lasting];

    /// The word in lists and messages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Provision => "provision",
            Self::Lasting => "lasting",
        }
    }

    /// The number rows store.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Reads back what [`RecordKind::number`] gave.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// A month of the calendar: months since year 0.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Month(i32);

impl Month {
    /// The month of a date.
    pub fn of(date: Date) -> Self {
        Self(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    /// The month after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Its first day; the last there is, for a month beyond the calendar.
    pub fn first_day(self) -> Date {
        let parts = (i16::try_from(self.0.div_euclid(12)), i8::try_from(self.0.rem_euclid(12) + 1));
        let date = if let (Ok(year), Ok(month)) = parts { Date::new(year, month, 1) } else { None };
        date.unwrap_or(Date::LATEST)
    }

    /// The number rows store.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Reads back what [`Month::number`] gave.
    pub const fn from_number(number: i32) -> Self {
        Self(number)
    }
}

/// As in `2026-11`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}
impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Whom a waiting message is for, by permanent numbers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MessageTo {
    /// One of the company's own systems.
    System(u32),
    /// A recipient that is one company.
    Recipient(u32),
    /// A company of a class.
    Member(u32),
}

impl MessageTo {
    const fn numbers(self) -> (u32, u32) {
        match self {
            Self::System(number) => (1, number),
            Self::Recipient(number) => (2, number),
            Self::Member(number) => (3, number),
        }
    }
}

/// Where a box belongs. Items and sources are their permanent numbers: a rename must not close a box for ever.
///
/// Build one with the constructor of its label; a field that a label has no use for is zero.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Context<'a> {
    /// What the box holds.
    pub label: Label,
    /// The service; empty for what belongs to the whole deployment.
    pub service: &'a str,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// The permanent number of the item.
    pub item: u32,
    /// The permanent number of the source.
    pub source: u32,
    /// Which one among many: an entry, an act, a message, a month, a piece.
    pub part: u128,
    /// The version of the layout of what is inside.
    pub schema: u32,
    /// The version of the key the box is sealed under.
    pub key: u32,
}

impl<'a> Context<'a> {
    const DOMAIN: &'static [u8] = b"azukari/context/v1";

    const fn new(label: Label, service: &'a str) -> Self {
        Self { label, service, person: None, item: 0, source: 0, part: 0, schema: 1, key: 1 }
    }

    /// The one value of a holding: `part` is 0.
    pub const fn value(service: &'a str, person: PersonId, item: u32, source: u32, part: u64) -> Self {
        Self { person: Some(person), item, source, part: part as u128, ..Self::new(Label::Value, service) }
    }

    /// One of the entries of a many-valued holding: of which year, which one, and when it came. No two share a place.
    pub const fn entry(
        service: &'a str,
        person: PersonId,
        (item, source, year): (u32, u32, u16),
        number: u64,
        at: Instant,
    ) -> Self {
        let part = ((year as u128) << 112) | ((number as u128) << 64) | at.micros().cast_unsigned() as u128;
        Self { person: Some(person), item, source, part, ..Self::new(Label::Value, service) }
    }

    /// The wrapped key of a holding. `year`: of a many-valued holding's acquisition, else 0.
    pub const fn holding_key(service: &'a str, person: PersonId, item: u32, source: u32, year: u16) -> Self {
        Self { person: Some(person), item, source, part: year as u128, ..Self::new(Label::HoldingKey, service) }
    }

    /// The wrapped key of a month of records.
    pub const fn month_key(service: &'a str, kind: RecordKind, month: Month) -> Self {
        Self { part: month_part(kind, month), ..Self::new(Label::MonthKey, service) }
    }

    /// The wrapped key of a hold; `hold`: the id of the key.
    pub const fn hold_key(service: &'a str, person: PersonId, hold: u128) -> Self {
        Self { person: Some(person), part: hold, ..Self::new(Label::HoldKey, service) }
    }

    /// A record with its opening; `record`: the bits of its act's id.
    pub const fn record(service: &'a str, record: u128) -> Self {
        Self { part: record, ..Self::new(Label::Record, service) }
    }

    /// The wrapped key of a waiting message: of which act (the bits of its id), and to whom.
    pub const fn message_key(service: &'a str, act: u128, to: MessageTo) -> Self {
        let (item, source) = to.numbers();
        Self { item, source, part: act, ..Self::new(Label::MessageKey, service) }
    }

    /// A waiting message, of the same place.
    pub const fn message(service: &'a str, act: u128, to: MessageTo) -> Self {
        Self { label: Label::Message, ..Self::message_key(service, act, to) }
    }

    /// A part of a request; `part`: which, with the bits of the request in `request`.
    pub const fn request(service: &'a str, request: u128, part: u32) -> Self {
        Self { item: part, part: request, ..Self::new(Label::Request, service) }
    }

    /// Something small the server keeps for itself.
    pub const fn session(service: &'a str, session: u128) -> Self {
        Self { part: session, ..Self::new(Label::Session, service) }
    }

    /// A piece of a backup. `file`: the random number of the file; the last piece is marked, so that a cut shows.
    pub const fn backup(file: u128, piece: u32, last: bool) -> Self {
        Self { item: piece, source: last as u32, part: file, ..Self::new(Label::Backup, "") }
    }

    /// The root of all keys, in the key file.
    pub const fn root() -> Self {
        Self::new(Label::Root, "")
    }

    /// The same place, sealed under another version of the key.
    #[must_use]
    pub const fn with_key(self, key: u32) -> Self {
        Self { key, ..self }
    }

    /// The same place, with another layout inside.
    #[must_use]
    pub const fn with_schema(self, schema: u32) -> Self {
        Self { schema, ..self }
    }

    /// The bytes that stand for the place: every field with its length before it, so that no two places share them.
    pub fn encode(&self) -> Vec<u8> {
        let person = self.person.map(PersonId::bytes);
        let fields: [&[u8]; 9] = [
            Self::DOMAIN,
            self.label.word().as_bytes(),
            self.service.as_bytes(),
            person.as_ref().map_or(&[], |bytes| bytes.as_slice()),
            &self.item.to_be_bytes(),
            &self.source.to_be_bytes(),
            &self.part.to_be_bytes(),
            &self.schema.to_be_bytes(),
            &self.key.to_be_bytes(),
        ];
        let mut bytes = Vec::with_capacity(128);
        for field in fields {
            prefix(&mut bytes, field);
        }
        bytes
    }
}

const fn month_part(kind: RecordKind, month: Month) -> u128 {
    ((kind as u128) << 32) | (month.0.cast_unsigned() as u128)
}

/// Appends a field after its length in four bytes.
pub(crate) fn prefix(bytes: &mut Vec<u8>, field: &[u8]) {
    bytes.extend_from_slice(&length(field));
    bytes.extend_from_slice(field);
}

/// The length of a field in four bytes. Nothing that comes here is near 4 GiB.
pub(crate) fn length(field: &[u8]) -> [u8; 4] {
    u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_printed_like_the_calendar() {
        let month = Month::of("2026-12-31".parse().unwrap());
        assert_eq!(month.to_string(), "2026-12");
        assert_eq!(month.next().to_string(), "2027-01");
        assert_eq!(month.next().first_day().to_string(), "2027-01-01");
        assert_eq!(Month::from_number(i32::MAX).first_day(), Date::LATEST);
        assert_eq!(Month::from_number(month.number()), month);
    }

    #[test]
    fn every_kind_of_record_reads_back() {
        for kind in RecordKind::ALL {
            assert_eq!(RecordKind::from_number(kind.number()), Some(kind));
        }
        assert_eq!(RecordKind::from_number(0), None);
    }
}
