//! Why the store could not do it. Never a value: messages of the engine name tables and columns alone.

/// Why something was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else held the database for too long.
    #[error("the database is busy")]
    Busy,
    #[error("the database failed: {0}")]
    Engine(String),
    /// A row does not read as what it must be.
    #[error("the database holds something unreadable in `{0}`")]
    Unreadable(&'static str),
    #[error("the database is of a newer version ({found}, this program knows {known}); help: start the newer program")]
    Newer { found: i64, known: i64 },
    #[error(
        "the database is of an older version ({found}, this program knows {known}); help: start `azukari serve` once"
    )]
    Older { found: i64, known: i64 },
    /// The leaves beside it are of another log.
    #[error(
        "`azukari.db.leaves` beside the database is of another log; help: put the files of one deployment together"
    )]
    OtherLog,
    #[error("a file of the database could not be opened or written: {0}")]
    File(#[from] std::io::Error),
    /// Its batch was not committed.
    #[error("nothing was written")]
    Failed,
    #[error("the store is closed")]
    Closed,
}
