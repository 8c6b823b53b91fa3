//! The record of an act or event: JSON, written once, kept and hashed and handed out as it is.
//!
//! A record names items, purposes, recipients and clauses as the policy names them. It holds no value of an item. Because it
//! names a person and may carry a reason in free words, its `Debug` says only what kind it is.

use crate::Hash;
use azukari_model::{ActId, Date, Instant, MemberId, Name, NoticeId, PersonId, ProvisionId, RequestId};
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $word:literal,)*) => {
        /// What a record is of: an act, or an event of the closed list.
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        pub enum Kind {$(
            $(#[$doc])*
            #[serde(rename = $word)]
            $kind,
        )*}

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The word that stands in the record.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                }
            }
        }
    };
}

kinds! {
    // Acts.
    /// Items arrived by a source.
    Acquire "acquire",
    /// Items were opened for a purpose.
    Use "use",
    /// A person was looked for.
    Find "find",
    /// Items went to somebody else.
    Provide "provide",
    /// A person said yes or no: consent.
    Answer "answer",
    /// The person was shown what is held.
    Disclose "disclose",
    /// Items were corrected, added or deleted in part.
    Correct "correct",
    /// A use or a provision was stopped.
    Cease "cease",
    /// What had been stopped was allowed again, by the person.
    Resume "resume",
    /// Items were erased.
    Erase "erase",
    /// A statistic was made.
    Statistic "statistic",
    /// A tag was loaded in a browser.
    Load "load",
    /// An event of the person's life with the service was reported.
    Report "report",
    /// Evidence for a measure was entered.
    Attest "attest",
    // Events of the person.
    /// Equal refusals within a minute, counted.
    Refusals "refusals",
    /// A period was over and retention erased.
    Expire "expire",
    /// A request was opened.
    RequestOpened "request-opened",
    /// A request was answered or declined.
    RequestAnswered "request-answered",
    /// A hold was laid on a person's records or items.
    Hold "hold",
    /// A hold ended.
    HoldEnded "hold-ended",
    /// A person, system or recipient was told of something.
    Told "told",
    /// A visitor's choices were linked to the person.
    Linked "linked",
    // Events of the service.
    /// A version of the policy was activated.
    Activate "activate",
    /// How the policy is run was changed.
    Operate "operate",
    /// A source, a joint use or a change was announced.
    Announce "announce",
    /// A company was entered, changed or stopped in the register.
    Member "member",
    /// An agreement was put on file.
    Agreement "agreement",
    /// A company was chosen or reviewed.
    Review "review",
    /// A route abroad was put on file or checked.
    Route "route",
    /// A confirmation (personally referable information, receipt) was put on file.
    Confirm "confirm",
    /// An act was approved beforehand by a second person.
    Approve "approve",
    /// A chunk of a bulk act: what was withheld, by code.
    Bulk "bulk",
    /// An account was made, changed or ended.
    Staff "staff",
    /// A token was made or revoked.
    Token "token",
    /// An incident was opened, reported or closed.
    Incident "incident",
    /// A finding of the law pack was accepted in writing.
    Accept "accept",
    // Events of the deployment.
    /// Openings were destroyed: count, period, hash of the list.
    OpeningsDestroyed "openings-destroyed",
    /// A wrapping key was destroyed.
    KeyDestroyed "key-destroyed",
    /// A backup was written.
    Backup "backup",
    /// The database was restored; what was done about the gap.
    Restored "restored",
    /// Data was moved in or out whole.
    Moved "moved",
}

/// Who caused a record.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ByKind {
    /// A token; the account is its owner's.
    Token,
    /// A named account inside the operator.
    Staff,
    /// The person the record is about.
    Person,
    /// A browser nobody has identified.
    Visitor,
    /// The program: retention, jobs.
    Program,
}

/// Who caused a record: kind, account, role.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct By {
    /// What kind of actor.
    pub kind: ByKind,
    /// The account, of staff or a token's owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Arc<str>>,
    /// The role it acted in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Name>,
    /// The id of the token, where one was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Arc<str>>,
    /// On what authority a changing act was done: `retention`, of what the program does by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<Arc<str>>,
}

impl By {
    /// An actor without an account.
    pub const fn of(kind: ByKind) -> Self {
        Self { kind, account: None, role: None, token: None, authority: None }
    }
}

/// A purpose: the pair (id, meaning).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PurposeRef {
    /// Its id.
    pub id: Arc<str>,
    /// Its meaning then.
    pub meaning: u32,
}

/// How it was decided.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Permitted. Release may have failed after it, never before.
    Permitted,
    /// Refused.
    Refused {
        /// The refusal's code.
        code: Arc<str>,
        /// How often, within the minute that this record counts.
        count: u32,
    },
}

/// A record. Fields that say nothing are left out of its bytes.
#[derive(Clone, Deserialize, PartialEq, Serialize)]
pub struct Record {
    /// The version of this layout: 1.
    pub v: u32,
    /// What it is of.
    pub kind: Kind,
    /// The act, or the event's own id.
    pub act: ActId,
    /// When it was decided.
    pub at: Instant,
    /// The service; none: the deployment itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Name>,
    /// Whom it is about. Only here, never in the tree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Who caused it.
    pub by: By,
    /// How it was decided.
    pub verdict: Verdict,
    /// The purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<PurposeRef>,
    /// The names of the items, never a value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Arc<str>>,
    /// The source items came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Arc<str>>,
    /// The notice that was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeId>,
    /// The recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Arc<str>>,
    /// The company, of a class of recipients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// Why a provision may happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Arc<str>>,
    /// The provision, where it made one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provision: Option<ProvisionId>,
    /// The request it followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestId>,
    /// The clauses it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<Arc<str>>,
    /// The version of the policy that decided: its date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Date>,
    /// The hash of the gate that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<Hash>,
    /// The company's own number of the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Why, in somebody's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What this kind adds: dates, numbers, hashes. Never a value of an item.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// Bytes that are no record of this version.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a record that this version reads")]
pub struct RecordError;

impl Record {
    /// The version of the layout.
    pub const VERSION: u32 = 1;

    /// A permitted record that says no more than it must.
    pub fn new(kind: Kind, act: ActId, at: Instant, by: By) -> Self {
        Self {
            v: Self::VERSION,
            kind,
            act,
            at,
            by,
            verdict: Verdict::Permitted,
            service: None,
            person: None,
            purpose: None,
            items: Vec::new(),
            source: None,
            notice: None,
            recipient: None,
            member: None,
            ground: None,
            provision: None,
            request: None,
            clauses: Vec::new(),
            version: None,
            gate: None,
            case: None,
            reason: None,
            more: serde_json::Map::new(),
        }
    }

    /// Writes the record: compact JSON, fields in the order of this type. Called once in its life.
    pub fn to_bytes(&self) -> Result<Vec<u8>, RecordError> {
        serde_json::to_vec(self).map_err(|_| RecordError)
    }

    /// Reads a record's bytes, whatever their spacing and order: only their hash counts.
    pub fn read(bytes: &[u8]) -> Result<Self, RecordError> {
        serde_json::from_slice::<Self>(bytes).ok().filter(|record| record.v == Self::VERSION).ok_or(RecordError)
    }
}

impl fmt::Debug for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "By({:?})", self.kind)
    }
}
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({} {})", self.kind.word(), self.act)
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_base64(&text).ok_or_else(|| serde::de::Error::custom("not the base64 of a hash"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let by = By { account: Some("sato".into()), role: "payout-desk".parse().ok(), ..By::of(ByKind::Staff) };
        let at = Instant::parse("2026-11-22T03:04:05.678901Z").unwrap();
        Record {
            service: "sessa".parse().ok(),
            person: Some(PersonId::from_bits(5)),
            purpose: Some(PurposeRef { id: "settlement".into(), meaning: 2 }),
            items: vec!["bank-account".into()],
            clauses: vec!["sessa.4".into()],
            reason: Some("振込先の確認".to_owned()),
            ..Record::new(Kind::Use, ActId::from_bits(1), at, by)
        }
    }

    #[test]
    fn a_record_is_written_in_one_way() {
        assert_eq!(
            String::from_utf8(record().to_bytes().unwrap()).unwrap(),
            concat!(
                r#"{"v":1,"kind":"use","act":"act_00000000000000000000000001","at":"2026-11-22T03:04:05.678901Z","#,
                r#""service":"sessa","person":"psn_00000000000000000000000005","#,
                r#""by":{"kind":"staff","account":"sato","role":"payout-desk"},"verdict":"permitted","#,
                r#""purpose":{"id":"settlement","meaning":2},"items":["bank-account"],"clauses":["sessa.4"],"#,
                r#""reason":"振込先の確認"}"#
            )
        );
    }

    #[test]
    fn a_record_reads_back() {
        let refused = Verdict::Refused { code: "policy-use-ceased".into(), count: 3 };
        for verdict in [Verdict::Permitted, refused] {
            let record = Record { verdict, ..record() };
            assert!(Record::read(&record.to_bytes().unwrap()).unwrap() == record);
        }
    }

    #[test]
    fn a_record_of_another_version_is_not_read() {
        let bytes = Record { v: 2, ..record() }.to_bytes().unwrap();
        assert_eq!(Record::read(&bytes).unwrap_err(), RecordError);
        assert!(Record::read(b"").is_err());
    }

    #[test]
    fn a_record_shows_neither_person_nor_reason() {
        assert_eq!(format!("{:?}", record()), "Record(use act_00000000000000000000000001)");
    }

    #[test]
    fn every_kind_has_its_own_word() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.word()));
        }
        let words: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        assert_eq!(words.len(), Kind::ALL.len());
    }
}
