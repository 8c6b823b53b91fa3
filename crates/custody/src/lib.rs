//! The door: every act on personal information is decided and recorded here, and nowhere else.
//!
//! This room knows how an act runs: look, decide, plan, write, release. It knows no SQL, no HTTP, and no purpose: what may
//! happen, the compiled policy says.

mod acts;
pub mod ask;
pub mod backup;
pub mod board;
pub mod caller;
pub mod clock;
pub mod door;
mod jobs;
mod kept;
mod limit;
mod locks;
mod look_up;
pub mod outcome;
mod plan;
pub mod procedures;
mod record;
pub mod refused;
pub mod register;
mod sealing;
mod seen;
pub mod service;
pub mod text;
mod translate;
mod value;
pub mod verify;

pub use ask::{Ask, BulkAsk, BulkWhat, Submission, Whom, WriteKey};
pub use caller::{Caller, Who};
pub use clock::{Clock, MovedClock, StoppedClock, SystemClock};
pub use door::{Door, OpenError, Parts, Settings};
pub use outcome::{BulkLine, Outcome};
pub use refused::{Code, DoorCode, Refused, Status};
pub use service::Service;
pub use text::{Line, Note};
pub use verify::verify;
