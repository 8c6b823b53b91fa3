//! "Did you mean": the nearest of the names that would have been right.

/// Suggests names, and stops when it has been asked too often: a hostile file may misspell thousands.
#[derive(Debug)]
pub(crate) struct Suggester {
    left: usize,
}

/// How many suggestions one compilation makes.
const SUGGESTIONS_MAX: usize = 200;
/// How many names one suggestion looks at.
const NAMES_MAX: usize = 4096;

impl Suggester {
    pub(crate) fn new() -> Self {
        Self { left: SUGGESTIONS_MAX }
    }

    /// The nearest of these names, if one is near: a third of its letters may differ; the first of equals.
    pub(crate) fn near<'a>(&mut self, word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        self.left = self.left.checked_sub(1)?;
        let letters: Vec<char> = word.chars().take(66).collect();
        let allowed = (letters.len() / 3).max(1);
        let scored = names.into_iter().take(NAMES_MAX).filter(|name| !name.is_empty() && *name != word);
        let scored = scored.filter_map(|name| {
            let other: Vec<char> = name.chars().take(66).collect();
            (letters.len().abs_diff(other.len()) <= allowed).then(|| (distance(&letters, &other), name))
        });
        scored.filter(|(distance, _)| *distance <= allowed).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
    }
}

/// How many letters to change, add, leave out or swap with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, left) in a.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, right) in b.iter().enumerate() {
            let at = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX / 2);
            let change = at(&above, column) + usize::from(left != right);
            let mut best = change.min(at(&above, column + 1) + 1).min(at(&line, column) + 1);
            let swapped = row > 0
                && column > 0
                && a.get(row - 1) == Some(right)
                && b.get(column - 1) == Some(left)
                && left != right;
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            line.push(best);
        }
        before = std::mem::replace(&mut above, line);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swapped_or_missing_letter_is_near_and_another_word_is_not() {
        let names = ["email", "telephone", "gender"];
        assert_eq!(Suggester::new().near("emial", names), Some("email"));
        assert_eq!(Suggester::new().near("telphone", names), Some("telephone"));
        assert_eq!(Suggester::new().near("address", names), None);
    }

    #[test]
    fn suggesting_ends_when_a_file_misspells_too_much() {
        let mut suggester = Suggester::new();
        for _ in 0..SUGGESTIONS_MAX {
            assert_eq!(suggester.near("emial", ["email"]), Some("email"));
        }
        assert_eq!(suggester.near("emial", ["email"]), None);
    }
}
