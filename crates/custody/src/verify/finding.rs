//! What does not fit, and where.

use azukari_ledger::verify::Failure;
use azukari_model::Name;
use azukari_store::{PersonRow, RecordRow, StoreError};

/// The first thing of a check that does not fit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    pub place: Place,
    pub what: What,
}

/// Where something stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Place {
    /// The database file; what the engine says, or which table.
    File(String),
    /// An entry of the log, counted from 0.
    Entry(u64),
    /// A record by its row, which counts records in the order they were made.
    Record(RecordRow),
    /// A line of somebody's trail.
    Trail(PersonRow, u64),
    /// A tile: level, and place in the level.
    Tile(u8, u64),
    Head,
    Checkpoint,
    /// A checkpoint somebody kept, of so many entries.
    Kept(Option<u64>),
    /// A list of destroyed openings: service, kind and period.
    List(String),
    /// The key of a month: service, kind and month.
    Key(String),
    Version(Name, u32),
    Operation(Name, u32),
    /// A row of a register of a service, by table and number.
    Row(Name, &'static str, String),
}

/// What is wrong there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum What {
    Damaged,
    /// A value that this program never writes there.
    NotRead,
    /// A row of something that is not there.
    Lost,
    Stranger,
    Missing,
    Disordered,
    RecordGone,
    KeyGone,
    DoesNotOpen,
    Changed,
    Unreadable,
    OtherPerson,
    OtherColumns,
    Unlisted,
    LostRecord,
    ListedOtherwise,
    ListedButOpens,
    Unannounced,
    BadList,
    Sequence,
    Leaf,
    Hash,
    Superfluous,
    Fork,
    Shorter,
    OtherKey,
    Size,
    Root,
    Ahead,
    NotSigned,
    Unnumbered,
    Twice,
    TrailWithoutLeaf,
    TrailMissing,
    OtherSources,
    OtherThanRecord,
    WithoutRecord,
    NotNewest,
}

impl What {
    /// A stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Damaged => "damaged",
            Self::NotRead => "not-read",
            Self::Lost => "of-nothing",
            Self::Stranger => "not-of-this-program",
            Self::Missing => "missing",
            Self::Disordered => "out-of-order",
            Self::RecordGone => "record-gone",
            Self::KeyGone => "key-gone",
            Self::DoesNotOpen => "does-not-open",
            Self::Changed => "record-changed",
            Self::Unreadable => "unreadable",
            Self::OtherPerson => "other-person",
            Self::OtherColumns => "other-columns",
            Self::Unlisted => "unlisted",
            Self::LostRecord => "lost",
            Self::ListedOtherwise => "listed-otherwise",
            Self::ListedButOpens => "listed-but-opens",
            Self::Unannounced => "unannounced",
            Self::BadList => "bad-list",
            Self::Sequence => "person-sequence",
            Self::Leaf => "leaf-changed",
            Self::Hash => "hash-changed",
            Self::Superfluous => "superfluous",
            Self::Fork => "fork",
            Self::Shorter => "shorter",
            Self::OtherKey => "other-key",
            Self::Size => "other-size",
            Self::Root => "other-root",
            Self::Ahead => "ahead",
            Self::NotSigned => "not-signed",
            Self::Unnumbered => "neither-numbered-nor-waiting",
            Self::Twice => "numbered-and-waiting",
            Self::TrailWithoutLeaf => "trail-without-leaf",
            Self::TrailMissing => "trail-missing",
            Self::OtherSources => "other-sources",
            Self::OtherThanRecord => "other-than-record",
            Self::WithoutRecord => "without-record",
            Self::NotNewest => "not-newest",
        }
    }

    /// At a place.
    pub(super) const fn at(self, place: Place) -> Finding {
        Finding { place, what: self }
    }
}

impl From<Failure> for Finding {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Missing { expected, .. } => What::Missing.at(Place::Entry(expected)),
            Failure::Record(index) => What::Changed.at(Place::Entry(index)),
            Failure::Unreadable(index) => What::Unreadable.at(Place::Entry(index)),
            Failure::Person(index) => What::OtherPerson.at(Place::Entry(index)),
            Failure::Unopened(index) => What::Unlisted.at(Place::Entry(index)),
            Failure::Lost(index) => What::LostRecord.at(Place::Entry(index)),
            Failure::Listed(index) => What::ListedOtherwise.at(Place::Entry(index)),
            Failure::Unannounced(list) => What::Unannounced.at(Place::List(list)),
            Failure::Sequence { index, .. } => What::Sequence.at(Place::Entry(index)),
            Failure::Leaf(index) => What::Leaf.at(Place::Entry(index)),
            Failure::Tile { id, .. } => What::Hash.at(Place::Tile(id.level, id.index)),
            Failure::Kept(size) => What::Fork.at(Place::Kept(Some(size))),
            Failure::Shorter { kept, .. } => What::Shorter.at(Place::Kept(Some(kept))),
            Failure::Signed(_) => What::Root.at(Place::Checkpoint),
            Failure::Ahead { .. } => What::Ahead.at(Place::Checkpoint),
            Failure::Checkpoint(_) => What::NotSigned.at(Place::Checkpoint),
            Failure::Size { .. } => What::Size.at(Place::Head),
            Failure::Root => What::Root.at(Place::Head),
        }
    }
}

/// Why a check stopped.
#[derive(Debug)]
pub(super) enum Odd {
    Found(Finding),
    Store(StoreError),
}

impl From<Finding> for Odd {
    fn from(finding: Finding) -> Self {
        Self::Found(finding)
    }
}

impl From<Failure> for Odd {
    fn from(failure: Failure) -> Self {
        Self::Found(failure.into())
    }
}

impl From<StoreError> for Odd {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
