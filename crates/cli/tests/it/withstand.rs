//! What the API must withstand: bodies and values nobody should send, things that are gone, replays, races, a clock that goes
//! back, a full disk. Each gets a clear answer with a stable code, nothing half-done, nothing said back.

mod cards;
mod clock;
mod disk;
mod gone;
mod logs;
mod once;
mod races;
mod rarely;
mod roles;
mod rows;
mod shapes;
mod starts;
mod tables;
mod values;
