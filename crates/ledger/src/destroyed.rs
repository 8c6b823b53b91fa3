//! Lists of destroyed openings: every leaf can be opened, or stands in one of these.
//!
//! ```text
//! azukari-destroyed v1
//! service sessa
//! kind evidence
//! period 2023-11
//! count 2
//!
//! 1234 <base64 of the commitment>
//! 1236 <base64 of the commitment>
//! ```
//! Lines are sorted by index. A record of kind `openings-destroyed` carries count, period and the SHA-256 of the file.

use crate::{Commitment, Hash, tile::number};
use azukari_model::Name;
use std::{collections::BTreeMap, fmt::Write};

const FIRST_LINE: &str = "azukari-destroyed v1";

/// A list of destroyed openings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Destroyed {
    /// The service; none: the deployment itself.
    pub service: Option<Name>,
    /// Which records: `evidence`, `provision`.
    pub kind: Name,
    /// The month of making, as in `2023-11`, or whatever else bounds the list.
    pub period: String,
    /// The commitment of each leaf, by its index.
    pub commitments: BTreeMap<u64, Commitment>,
}

impl Destroyed {
    /// The file that is served.
    pub fn to_text(&self) -> String {
        let service = self.service.as_deref().unwrap_or("-");
        let mut text = format!(
            "{FIRST_LINE}\nservice {service}\nkind {}\nperiod {}\ncount {}\n\n",
            self.kind,
            self.period,
            self.commitments.len()
        );
        for (index, commitment) in &self.commitments {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{index} {commitment}");
        }
        text
    }

    /// What the record carries of it: the SHA-256 of the file.
    pub fn hash(&self) -> Hash {
        Hash::of(&[self.to_text().as_bytes()])
    }

    /// What the announcing record carries as `more`: kind, count, period and hash of the list.
    pub fn announcement(&self) -> serde_json::Map<String, serde_json::Value> {
        let mut more = serde_json::Map::new();
        more.insert("openings".to_owned(), self.kind.as_str().into());
        more.insert("period".to_owned(), self.period.as_str().into());
        more.insert("count".to_owned(), self.commitments.len().into());
        more.insert("list".to_owned(), self.hash().to_string().into());
        more
    }

    /// Reads a file; one spelling only, so that text and hash say the same.
    pub fn read(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\n\n")?;
        let mut head = head.split('\n');
        let first = head.next()?;
        let mut field = |name: &str| head.next()?.strip_prefix(name)?.strip_prefix(' ');
        let service = match field("service")? {
            "-" => None,
            name => Some(name.parse().ok()?),
        };
        let (kind, period, count) = (field("kind")?.parse().ok()?, field("period")?.to_owned(), field("count")?);
        let commitments = body
            .lines()
            .map(|line| {
                let (index, commitment) = line.split_once(' ')?;
                Some((number(index)?, Commitment::new(*Hash::from_base64(commitment)?.bytes())))
            })
            .collect::<Option<BTreeMap<_, _>>>()?;
        let list = Self { service, kind, period, commitments };
        (first == FIRST_LINE && number(count)? == list.commitments.len() as u64 && list.to_text() == text)
            .then_some(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Destroyed {
        let commitment = |byte| Commitment::new([byte; 32]);
        Destroyed {
            service: "sessa".parse().ok(),
            kind: "evidence".parse().unwrap(),
            period: "2023-11".to_owned(),
            commitments: BTreeMap::from([(9, commitment(1)), (1234, commitment(2))]),
        }
    }

    #[test]
    fn a_list_reads_back_and_has_one_spelling() {
        let text = list().to_text();
        assert_eq!(Destroyed::read(&text), Some(list()));
        assert_eq!(Destroyed::read(&text.replace("count 2", "count 3")), None);
        assert_eq!(Destroyed::read(&text.replace("\n9 ", "\n09 ")), None);
        assert_eq!(Destroyed::read(text.trim_end()), None);
        assert_eq!(Destroyed::read(""), None);
    }

    #[test]
    fn the_hash_is_of_the_whole_list() {
        let mut other = list();
        other.period = "2023-12".to_owned();
        assert_ne!(list().hash(), other.hash());
        assert_ne!(list().hash(), Destroyed { service: None, ..list() }.hash());
    }
}
