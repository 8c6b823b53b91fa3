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
//!
//! What there is to fetch stands in an index: kind, period, count, the leaf of the record (`-` while it has none), and the
//! SHA-256 of the file, which is its address too.
//!
//! ```text
//! azukari-destroyed-index v1
//! count 1
//!
//! evidence 2023-11 2 40213 <hex of the hash>
//! ```

use crate::{Commitment, Hash, tile::number};
use azukari_model::Name;
use std::{collections::BTreeMap, fmt::Write};

const FIRST_LINE: &str = "azukari-destroyed v1";
const INDEX_LINE: &str = "azukari-destroyed-index v1";

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

/// A line of the index.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Listed {
    /// Which records, as the list says.
    pub kind: Name,
    /// As the list says.
    pub period: String,
    /// How many lines the list has.
    pub count: u64,
    /// The leaf of the record that announces it; none: not numbered yet.
    pub index: Option<u64>,
    /// The SHA-256 of the list.
    pub hash: Hash,
}

/// The index that is served.
pub fn index_text(lists: &[Listed]) -> String {
    let mut text = format!("{INDEX_LINE}\ncount {}\n\n", lists.len());
    for list in lists {
        let index = list.index.map_or_else(|| "-".to_owned(), |index| index.to_string());
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{} {} {} {index} {}", list.kind, list.period, list.count, list.hash.to_hex());
    }
    text
}

/// Reads an index, in its one spelling.
pub fn read_index(text: &str) -> Option<Vec<Listed>> {
    let (_, body) = text.split_once("\n\n")?;
    let lists = body.lines().map(read_listed).collect::<Option<Vec<_>>>()?;
    (index_text(&lists) == text).then_some(lists)
}

fn read_listed(line: &str) -> Option<Listed> {
    let mut parts = line.split(' ');
    let mut part = || parts.next();
    let (kind, period, count) = (part()?.parse().ok()?, part()?.to_owned(), number(part()?)?);
    let index = match part()? {
        "-" => None,
        index => Some(number(index)?),
    };
    Some(Listed { kind, period, count, index, hash: Hash::from_hex(part()?)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection, option, prelude::*};

    fn lists() -> impl Strategy<Value = Destroyed> {
        let commitments = collection::btree_map(0..u64::MAX >> 1, any::<[u8; 32]>(), 0..40);
        ("[a-z]{2,12}", 0..9999_u16, 1..=12_u8, any::<bool>(), commitments).prop_map(
            |(kind, year, month, has_service, commitments)| Destroyed {
                service: if has_service { "sessa".parse().ok() } else { None },
                kind: kind.parse().unwrap(),
                period: format!("{year:04}-{month:02}"),
                commitments: commitments.into_iter().map(|(index, bytes)| (index, Commitment::new(bytes))).collect(),
            },
        )
    }

    proptest! {
        #[test]
        fn any_list_reads_back_and_its_hash_is_of_its_bytes(list in lists()) {
            let text = list.to_text();
            prop_assert_eq!(list.hash(), Hash::of(&[text.as_bytes()]));
            prop_assert_eq!(Destroyed::read(&text), Some(list));
        }

        #[test]
        fn a_list_with_one_byte_changed_is_another_or_none(list in lists(), place in any::<prop::sample::Index>(), by in 1..255_u8) {
            let mut bytes = list.to_text().into_bytes();
            let place = place.index(bytes.len());
            bytes[place] ^= by;
            if let Ok(text) = String::from_utf8(bytes) {
                prop_assert!(Destroyed::read(&text).is_none_or(|read| read.hash() != list.hash()));
            }
        }

        #[test]
        fn any_index_reads_back(
            lists in collection::vec((lists(), option::of(0..u64::MAX >> 1)), 0..20)
        ) {
            let lists: Vec<Listed> = lists.into_iter().map(|(list, index)| Listed {
                hash: list.hash(),
                count: list.commitments.len() as u64,
                index,
                kind: list.kind,
                period: list.period,
            }).collect();
            prop_assert_eq!(read_index(&index_text(&lists)), Some(lists));
        }

        #[test]
        fn nothing_makes_a_reader_stop(text in ".{0,200}") {
            let _ = (Destroyed::read(&text), read_index(&text), Hash::from_hex(&text));
        }
    }

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
