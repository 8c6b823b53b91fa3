//! What three rooms or more name: ids, instants and civil periods, redacted values, languages.
//!
//! This room parses and prints. It never reads a clock, a file or the environment, and it knows no policy.
#![warn(missing_docs)]

mod id;
mod name;
mod personal;
mod sentence;
mod time;
mod words;

pub use id::{
    ActId, ApprovalId, Id, IdError, IdKind, MemberId, NoticeId, PersonId, ProvisionId, RequestId, StaffId, TokenId,
    VisitorId,
};
pub use name::{Name, NameError};
pub use personal::{Key, Personal};
pub use sentence::{Sentence, Told};
pub use time::{Date, Instant, Period, PeriodError, Zone, ZoneError};
pub use words::{Lang, Language, Words};
