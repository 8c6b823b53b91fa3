//! Items that fail a row: the whole act does, unless single items may be withheld.

use super::Row;
use crate::verdict::Refusal;

/// Which items of an act are withheld so far.
#[derive(Clone, Debug)]
pub(super) struct Sieve {
    partial: bool,
    items: usize,
    /// In the order of the rows that withheld them.
    pub(super) withheld: Vec<(usize, Refusal)>,
}

impl Sieve {
    pub(super) const fn new(partial: bool, items: usize) -> Self {
        Self { partial, items, withheld: Vec::new() }
    }

    pub(super) fn is_withheld(&self, place: usize) -> bool {
        self.withheld.iter().any(|(withheld, _)| *withheld == place)
    }

    /// An item failed a row. When none is left, the act is refused by the row that withheld the first.
    pub(super) fn fail(&mut self, place: usize, refusal: Refusal) -> Row {
        if !self.partial {
            return Err(refusal);
        }
        if !self.is_withheld(place) {
            self.withheld.push((place, refusal));
        }
        match self.withheld.first() {
            Some((_, first)) if self.withheld.len() >= self.items => Err(*first),
            _ => Ok(()),
        }
    }

    /// One row over every item that is left, in the order of the act.
    pub(super) fn each(&mut self, items: &[u16], refuses: impl Fn(u16) -> Option<Refusal>) -> Row {
        for (place, item) in items.iter().enumerate() {
            if let Some(refusal) = refuses(*item)
                && !self.is_withheld(place)
            {
                self.fail(place, refusal)?;
            }
        }
        Ok(())
    }
}
