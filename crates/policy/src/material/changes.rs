//! What is different between the material facts of two policies, as the banner says it.

use super::{Facts, Material, Party};
use crate::{
    declared::Policy,
    publish::phrase::{self, pick},
};
use azukari_model::{Language, Name};

/// One material fact of one tag that is different.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Change {
    pub tag: Name,
    #[serde(flatten)]
    pub what: What,
}

/// What is different.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum What {
    TagNew,
    TagGone,
    Category {
        before: Name,
        after: Name,
    },
    Recipient {
        before: Party,
        after: Party,
    },
    PurposeNew {
        purpose: Name,
    },
    PurposeGone {
        purpose: Name,
    },
    /// The purpose means something else than it did.
    PurposeMeaning {
        purpose: Name,
    },
    /// A signal or an item.
    SendsNew {
        sent: String,
    },
    SendsGone {
        sent: String,
    },
}

/// Every material fact that is different, by tag; empty if and only if the hashes are equal.
pub fn changes(old: &Material, new: &Material) -> Vec<Change> {
    let mut ids: Vec<&Name> = old.0.keys().chain(new.0.keys()).collect();
    ids.sort();
    ids.dedup();
    let of_tag = |id: &Name| {
        let what = match (old.0.get(id), new.0.get(id)) {
            (Some(old), Some(new)) => of_facts(old, new),
            (None, Some(_)) => vec![What::TagNew],
            (Some(_), None) => vec![What::TagGone],
            (None, None) => Vec::new(),
        };
        what.into_iter().map(|what| Change { tag: id.clone(), what }).collect::<Vec<_>>()
    };
    ids.into_iter().flat_map(of_tag).collect()
}

fn of_facts(old: &Facts, new: &Facts) -> Vec<What> {
    let mut found = Vec::new();
    if old.category != new.category {
        found.push(What::Category { before: old.category.clone(), after: new.category.clone() });
    }
    if old.party != new.party {
        found.push(What::Recipient { before: old.party.clone(), after: new.party.clone() });
    }
    for (purpose, meaning) in &new.purposes {
        match old.purposes.get(purpose) {
            None => found.push(What::PurposeNew { purpose: purpose.clone() }),
            Some(before) if before != meaning => found.push(What::PurposeMeaning { purpose: purpose.clone() }),
            Some(_) => {}
        }
    }
    let gone = old.purposes.keys().filter(|purpose| !new.purposes.contains_key(*purpose));
    found.extend(gone.map(|purpose| What::PurposeGone { purpose: purpose.clone() }));
    found.extend(new.sends.difference(&old.sends).map(|sent| What::SendsNew { sent: sent.clone() }));
    found.extend(old.sends.difference(&new.sends).map(|sent| What::SendsGone { sent: sent.clone() }));
    found
}

impl Change {
    /// The change as a visitor reads it, with the names of the newer policy where it has them.
    pub fn said(&self, old: &Policy, new: &Policy, language: Language) -> String {
        let of_tag = |policy: &Policy| policy.tag(&self.tag).map(|tag| tag.name.in_language(language).to_owned());
        let tag = of_tag(new).or_else(|| of_tag(old)).unwrap_or_else(|| self.tag.to_string());
        let purpose = |id: &Name| {
            let of = |policy: &Policy| policy.purpose(id).map(|one| one.label.in_language(language).to_owned());
            of(new).or_else(|| of(old)).unwrap_or_else(|| id.to_string())
        };
        let sent = |word: &str| sent_label(word, old, new, language);
        let say = |ja, en, what: &str| pick(language, ja, en).replace("{tag}", &tag).replace("{what}", what);
        match &self.what {
            What::TagNew => say("「{tag}」が加わりました", "{tag} is new", ""),
            What::TagGone => say("「{tag}」はなくなりました", "{tag} is gone", ""),
            What::Category { after, .. } => {
                let label = new.category(after).map_or(after.as_str(), |one| one.label.in_language(language));
                say("「{tag}」の分類が「{what}」に変わりました", "{tag} now belongs to: {what}", label)
            }
            What::Recipient { .. } => {
                say("「{tag}」の送信先が変わりました", "{tag}: who gets the information has changed", "")
            }
            What::PurposeNew { purpose: id } => {
                say("「{tag}」の利用目的に「{what}」が加わりました", "{tag} now also serves: {what}", &purpose(id))
            }
            What::PurposeGone { purpose: id } => {
                say("「{tag}」の利用目的から「{what}」がなくなりました", "{tag} no longer serves: {what}", &purpose(id))
            }
            What::PurposeMeaning { purpose: id } => say(
                "「{tag}」の利用目的「{what}」の内容が変わりました",
                "{tag}: what this purpose means has changed: {what}",
                &purpose(id),
            ),
            What::SendsNew { sent: word } => {
                say("「{tag}」で送信される情報に「{what}」が加わりました", "{tag} now also sends: {what}", &sent(word))
            }
            What::SendsGone { sent: word } => {
                say("「{tag}」では「{what}」が送信されなくなりました", "{tag} no longer sends: {what}", &sent(word))
            }
        }
    }
}

/// A signal has a name of the language's own, an item the policy's.
fn sent_label(word: &str, old: &Policy, new: &Policy, language: Language) -> String {
    if let Ok(signal) = word.parse() {
        return phrase::signal(language, signal).to_owned();
    }
    let of = |policy: &Policy| policy.item(word).map(|one| one.label.in_language(language).to_owned());
    of(new).or_else(|| of(old)).unwrap_or_else(|| word.to_owned())
}
