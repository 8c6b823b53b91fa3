//! What visitors answered about: the facts of the site's tags that make a choice one choice and not another.
//!
//! Four facts of a tag are material: who gets what it sends, for which of our purposes (each with its meaning), what is sent,
//! and the category a visitor chooses by. Names, labels, links, hosts, cookies and the order of lines are not: a corrected
//! spelling asks nobody again. A changed material fact does; [`Material::hash`] tells the two apart, and [`changes`] says what
//! is different, so that the banner can. Of who gets it, the ids of recipient and vendor count: a company that takes another's
//! place under the same tag without either is written as a new tag.

mod changes;

pub use changes::{Change, What, changes};

use crate::{
    declared::{Policy, Sent, Tag},
    vocabulary::Platform,
};
use aws_lc_rs::digest::{Context, SHA256};
use azukari_model::Name;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

/// The material facts of every tag of the website, by id. Tags of apps alone are no part of what a browser is asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Material(BTreeMap<Name, Facts>);

/// The material facts of one tag.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Facts {
    category: Name,
    party: Party,
    /// Purpose and meaning.
    purposes: BTreeMap<Name, u32>,
    sends: BTreeSet<String>,
}

/// Who gets what a tag sends.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Party {
    /// The operator: the site's own.
    pub operator: bool,
    pub recipient: Option<Name>,
    pub vendor: Option<Name>,
}

/// SHA-256 of the material facts, printed as 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MaterialHash([u8; 32]);

impl Material {
    /// The facts of a policy.
    pub fn of(policy: &Policy) -> Self {
        let on_site = policy.tags.iter().filter(|tag| tag.on.contains(&Platform::Web));
        Self(on_site.map(|tag| (tag.id.clone(), facts(policy, tag))).collect())
    }

    /// Equal if and only if the facts are.
    pub fn hash(&self) -> MaterialHash {
        let mut sum = Sum(Context::new(&SHA256));
        sum.text("azukari material 1");
        sum.count(self.0.len());
        for (id, facts) in &self.0 {
            sum.text(id);
            sum.text(&facts.category);
            sum.count(usize::from(facts.party.operator));
            sum.maybe(facts.party.recipient.as_ref());
            sum.maybe(facts.party.vendor.as_ref());
            sum.count(facts.purposes.len());
            for (purpose, meaning) in &facts.purposes {
                sum.text(purpose);
                sum.text(&meaning.to_string());
            }
            sum.count(facts.sends.len());
            facts.sends.iter().for_each(|sent| sum.text(sent));
        }
        sum.finish()
    }
}

fn facts(policy: &Policy, tag: &Tag) -> Facts {
    let meaning = |id: &Name| (id.clone(), policy.purpose(id).map_or(0, |purpose| purpose.meaning));
    let word = |sent: &Sent| match sent {
        Sent::Signal(signal) => signal.word().to_owned(),
        Sent::Item(item) => item.to_string(),
    };
    Facts {
        category: tag.category.clone(),
        party: Party { operator: tag.is_operators, recipient: tag.recipient.clone(), vendor: tag.vendor.clone() },
        purposes: tag.our_purpose.iter().map(meaning).collect(),
        sends: tag.sends.iter().map(word).collect(),
    }
}

/// A sum over parts with their lengths: none can pass for two.
struct Sum(Context);

impl Sum {
    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text.as_bytes());
    }

    fn maybe(&mut self, name: Option<&Name>) {
        // No name is empty.
        self.text(name.map_or("", Name::as_str));
    }

    fn count(&mut self, count: usize) {
        self.0.update(&(count as u64).to_be_bytes());
    }

    fn finish(self) -> MaterialHash {
        let mut hash = [0; 32];
        hash.copy_from_slice(self.0.finish().as_ref());
        MaterialHash(hash)
    }
}

impl MaterialHash {
    /// The 32 bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for MaterialHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for MaterialHash {
    type Err = ();

    /// Reads 64 hexadecimal digits, small ones alone: a hash has one form.
    fn from_str(text: &str) -> Result<Self, ()> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(()),
        };
        let mut hash = [0; 32];
        if text.len() != 64 {
            return Err(());
        }
        for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
            let &[high, low] = pair else { return Err(()) };
            *byte = digit(high)? << 4 | digit(low)?;
        }
        Ok(Self(hash))
    }
}

impl serde::Serialize for MaterialHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
