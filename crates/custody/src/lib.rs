//! The door: every act on personal information is decided and recorded here, and nowhere else.
//!
//! This room knows how an act runs: look, decide, plan, write, release. It knows no SQL, no HTTP, and no purpose: what may
//! happen, the compiled policy says.

pub mod ask;
pub mod board;
pub mod caller;
pub mod clock;
pub mod door;
pub mod outcome;
pub mod procedures;
pub mod refused;
pub mod register;
pub mod service;

pub use ask::{Ask, BulkAsk, BulkWhat, Submission, Whom, WriteKey};
pub use caller::{Caller, Who};
pub use door::Door;
pub use outcome::{BulkLine, Outcome};
pub use refused::{Code, DoorCode, Refused, Status};
pub use service::Service;
