//! Rights, the cases in which they may be declined, and the measures people carry out.

use super::maker::{Chain, Maker};
use crate::{
    declared::{Decline, Measure, Papers, Per, Right},
    kinds::MeasureKind,
    read::entry::{Member, Value},
    vocabulary::{Agent, Gives, Paper, Tell},
};
use azukari_model::{Name, Period};

impl<'a> Maker<'a> {
    /// `[right.ID]`.
    pub(super) fn all_rights(&mut self) -> Vec<Right> {
        let chains = self.chains("right");
        chains.iter().filter_map(|chain| self.right(chain)).collect()
    }

    fn right(&mut self, chain: &Chain<'a>) -> Option<Right> {
        let id = chain.id()?.clone();
        let own = id.parse::<Gives>().ok();
        if own.is_none() && !chain.has("gives") {
            self.missing(chain, "gives");
        }
        self.must(chain, "by");
        self.must(chain, "identity");
        let papers = self.get(chain, "documents").map(|value| lines(value.list()));
        let agents: Vec<Agent> = self.all(chain, "agents");
        Some(Right {
            gives: self.word(chain, "gives").or(own).unwrap_or(Gives::See),
            id,
            by: self.all(chain, "by"),
            identity: self.all(chain, "identity"),
            documents: papers.unwrap_or_else(|| vec![Papers::OneOf(Paper::ALL.to_vec())]),
            items: self.items(chain, "items"),
            answer_within: self.get(chain, "answer-within").and_then(Value::period).unwrap_or(Period::days(14)),
            agents: if chain.has("agents") { agents } else { Agent::ALL.to_vec() },
            fee: self.get(chain, "fee").and_then(Value::count).unwrap_or(0),
            may_decline: self.all(chain, "may-decline"),
            tell: self.word(chain, "tell").unwrap_or(Tell::SameWay),
            then_correct: self.text(chain, "then").is_some(),
        })
    }

    /// `[decline.ID]`.
    pub(super) fn all_declines(&mut self) -> Vec<Decline> {
        let chains = self.chains("decline");
        chains.iter().filter_map(|chain| self.decline(chain)).collect()
    }

    fn decline(&mut self, chain: &Chain<'a>) -> Option<Decline> {
        self.must(chain, "under");
        Some(Decline {
            id: chain.id()?.clone(),
            under: self.all(chain, "under"),
            label: self.must_words(chain, "label"),
        })
    }

    /// `[measure.ID]`.
    pub(super) fn all_measures(&mut self) -> Vec<Measure> {
        let chains = self.chains("measure");
        chains.iter().filter_map(|chain| self.measure(chain)).collect()
    }

    fn measure(&mut self, chain: &Chain<'a>) -> Option<Measure> {
        let id = chain.id()?.clone();
        let own = id.parse::<MeasureKind>().ok();
        if own.is_none() && !chain.has("kind") {
            self.missing(chain, "kind");
        }
        let kind = self.word(chain, "kind").or(own).unwrap_or(MeasureKind::Other);
        let label = self.words(chain, "label").or_else(|| {
            let label = kind.label()?;
            self.by_kind(chain, "label");
            Some(label)
        });
        let blocks = self.bool(chain, "blocks").unwrap_or(false);
        if blocks {
            self.must(chain, "per");
        }
        Some(Measure {
            kind,
            label: label.unwrap_or_default(),
            every: self.must(chain, "every").and_then(Value::period).unwrap_or(Period::years(1)),
            per: self.per(chain),
            blocks,
            id,
        })
    }

    fn per(&mut self, chain: &Chain<'a>) -> Per {
        let words: Vec<String> = self.all(chain, "per");
        let recipients: Vec<Name> =
            words.iter().filter(|word| *word != "staff").filter_map(|word| word.parse().ok()).collect();
        if recipients.len() < words.len() && !recipients.is_empty() {
            let (en, ja) = ("either \"staff\" or recipients", "\"staff\" か提供先のどちらか");
            self.refuse(chain.place("per"), "this list", en, ja);
        }
        match (words.is_empty(), recipients.is_empty()) {
            (true, _) => Per::Operator,
            (false, true) => Per::Staff,
            (false, false) => Per::Recipients(recipients),
        }
    }
}

/// `[paper]` is one line, any of it; `{ one-of = … }` and `{ two-of = … }` are lines of their own.
fn lines(members: &[Member]) -> Vec<Papers> {
    let bare: Vec<Paper> = members.iter().filter_map(|member| member.value.word()).collect();
    let mut lines = if bare.is_empty() { Vec::new() } else { vec![Papers::OneOf(bare)] };
    for field in members.iter().flat_map(|member| member.value.table()) {
        let papers = field.value.all();
        lines.push(if field.key.name == "two-of" { Papers::TwoOf(papers) } else { Papers::OneOf(papers) });
    }
    lines
}
