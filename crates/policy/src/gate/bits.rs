//! Sets of small numbers as bits: what the gate compares instead of names.

/// A set of numbers below `W × 64`. A number beyond is in no set: it is never allowed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Bits<const W: usize>([u64; W]);

/// At most 256 live items.
pub(super) type Items = Bits<4>;
/// At most 1,024 live purposes.
pub(super) type Purposes = Bits<16>;

impl<const W: usize> Bits<W> {
    pub(super) const EMPTY: Self = Self([0; W]);
    /// One more than the largest number.
    pub(super) const SIZE: usize = W * 64;

    pub(super) fn insert(&mut self, number: u16) {
        if let Some(word) = self.0.get_mut(usize::from(number / 64)) {
            *word |= 1 << (number % 64);
        }
    }

    pub(super) fn has(&self, number: u16) -> bool {
        self.0.get(usize::from(number / 64)).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(mine, theirs)| mine & !theirs == 0)
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(mine, theirs)| mine & theirs != 0)
    }
}

impl<const W: usize> FromIterator<u16> for Bits<W> {
    fn from_iter<I: IntoIterator<Item = u16>>(numbers: I) -> Self {
        let mut set = Self::EMPTY;
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn numbers() -> impl Strategy<Value = BTreeSet<u16>> {
        proptest::collection::btree_set(0..400_u16, 0..40)
    }

    proptest! {
        #[test]
        fn bits_are_sets_of_what_fits(mine in numbers(), theirs in numbers()) {
            let fits = |set: &BTreeSet<u16>| set.iter().copied().filter(|one| *one < 256).collect::<BTreeSet<_>>();
            let (a, b): (Items, Items) = (mine.iter().copied().collect(), theirs.iter().copied().collect());
            prop_assert_eq!(a.is_within(&b), fits(&mine).is_subset(&fits(&theirs)));
            prop_assert_eq!(a.meets(&b), !fits(&mine).is_disjoint(&fits(&theirs)));
            for number in 0..400 {
                prop_assert_eq!(a.has(number), fits(&mine).contains(&number));
            }
        }
    }
}
