//! The courtesy that keeps changing acts on one person from tripping over each other. The guarantee is the revision.

use tokio::sync::{Mutex, MutexGuard};

const STRIPES: usize = 256;

/// One lock for each person, shared by few others.
#[derive(Debug)]
pub(crate) struct Locks(Vec<Mutex<()>>);

impl Default for Locks {
    fn default() -> Self {
        Self((0..STRIPES).map(|_| Mutex::new(())).collect())
    }
}

impl Locks {
    /// Waits until nobody else changes this person.
    pub(crate) async fn hold(&self, person: u128) -> Option<MutexGuard<'_, ()>> {
        // Ids are random, so the low bits spread them evenly.
        let stripe = usize::try_from(person % STRIPES as u128).unwrap_or(0);
        match self.0.get(stripe) {
            Some(lock) => Some(lock.lock().await),
            None => None,
        }
    }
}
