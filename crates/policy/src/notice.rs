//! Notices: the distinct sets of facts that were shown, whatever version showed them.

mod text;

use crate::{
    declared::{After, Flow, Policy, Source},
    facts::Number,
    vocabulary::{Part, Shown},
};
use azukari_model::{Name, NoticeId, Period, Words};

/// A notice with its permanent number.
#[derive(Clone, Debug)]
pub struct Notice {
    pub number: Number,
    pub facts: NoticeFacts,
}

/// What was shown. Its hash is its id.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct NoticeFacts {
    pub of: NoticeOf,
    /// Purposes shown, each with its meaning then.
    pub purposes: Vec<(Name, u32)>,
    /// Flows to third parties and joint users that these purposes, or what the source takes, can go by.
    pub flows: Vec<Name>,
    /// How long each item is kept.
    pub keeps: Vec<KeepShown>,
    /// Recipients outside Japan that the text names, each with its country (Act Art. 28(2)).
    pub countries: Vec<(Name, String)>,
    /// What comes by this source may be used only after an announcement.
    pub announced: bool,
    /// The text per language.
    pub text: Words,
}

/// How long an item is kept, as it was shown.
#[derive(Clone, Debug, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct KeepShown {
    pub item: Name,
    pub period: Period,
    pub after: After,
    pub at_least: Option<Period>,
}

/// What a notice belongs to.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeOf {
    Source(Name),
    Purpose(Name),
    Flow(Name),
    Tag(Name),
    Category(Name),
}

impl NoticeFacts {
    /// `ntc_`: the first 128 bits of SHA-256 over the canonical JSON of the facts.
    pub fn id(&self) -> NoticeId {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes);
        let mut head = [0_u8; 16];
        head.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
        NoticeId::from_bytes(head)
    }

    /// Whether it told in which country a recipient is: what `country_told` of an answer to a flow is read from.
    pub fn tells_country_of(&self, recipient: &Name) -> bool {
        self.countries.iter().any(|(told, _)| told == recipient)
    }
}

/// Every notice that today's policy shows: of each source, and of each purpose, flow, tag and category a person can answer to.
pub fn notices(policy: &Policy) -> Vec<NoticeFacts> {
    let sources = policy.sources.iter().map(|source| of_source(policy, source));
    let purposes = policy.purposes.iter().map(|purpose| {
        let flows: Vec<_> = policy.flows.iter().filter(|flow| flow.purposes.contains(&purpose.id)).collect();
        let keeps = keeps(policy, &purpose.items);
        let text = text::of_purpose(policy, purpose, &flows);
        facts(policy, NoticeOf::Purpose(purpose.id.clone()), std::slice::from_ref(&purpose.id), &flows, keeps, text)
    });
    let flows = policy.flows.iter().map(|flow| {
        let text = text::of_flow(policy, flow);
        facts(policy, NoticeOf::Flow(flow.id.clone()), &flow.purposes, &[flow], Vec::new(), text)
    });
    let tags = policy.tags.iter().map(|tag| {
        let text = text::of_tag(policy, tag);
        facts(policy, NoticeOf::Tag(tag.id.clone()), &tag.our_purpose, &[], Vec::new(), text)
    });
    let categories = policy.categories.iter().map(|category| {
        let text = text::of_category(policy, category);
        facts(policy, NoticeOf::Category(category.id.clone()), &category.our_purpose, &[], Vec::new(), text)
    });
    sources.chain(purposes).chain(flows).chain(tags).chain(categories).collect()
}

fn of_source(policy: &Policy, source: &Source) -> NoticeFacts {
    let items = with_derived(policy, &source.takes);
    let goes_on = |flow: &&Flow| flow.items.iter().any(|item| items.contains(item));
    let flows: Vec<_> = policy.flows.iter().filter(goes_on).collect();
    let text = text::of_source(policy, source, &flows);
    let of = NoticeOf::Source(source.id.clone());
    let facts = facts(policy, of, &source.purposes, &flows, keeps(policy, &source.takes), text);
    NoticeFacts { announced: source.shown == Some(Shown::Announced), ..facts }
}

/// Items, and those derived from them.
fn with_derived(policy: &Policy, items: &[Name]) -> Vec<Name> {
    let comes_of = |from: &Option<Name>| from.as_ref().is_some_and(|from| items.contains(from));
    let derived = policy.items.iter().filter(|item| comes_of(&item.derived_from)).map(|item| item.id.clone());
    items.iter().cloned().chain(derived).collect()
}

fn facts(
    policy: &Policy,
    of: NoticeOf,
    purposes: &[Name],
    flows: &[&Flow],
    keeps: Vec<KeepShown>,
    text: Words,
) -> NoticeFacts {
    let meaning = |id: &Name| Some((id.clone(), policy.purpose(id)?.meaning));
    NoticeFacts {
        of,
        purposes: purposes.iter().filter_map(meaning).collect(),
        flows: flows.iter().filter(|flow| must_be_shown(policy, flow)).map(|flow| flow.id.clone()).collect(),
        keeps,
        countries: countries(policy, flows),
        announced: false,
        text,
    }
}

/// Entrustment and succession follow their purpose (Act Art. 27(5)); third parties and joint users must have been shown.
fn must_be_shown(policy: &Policy, flow: &Flow) -> bool {
    let of_others = |part: Part| matches!(part, Part::ThirdParty | Part::JointUser);
    flow.to.iter().filter_map(|id| policy.recipient(id)).any(|recipient| of_others(recipient.part))
}

fn countries(policy: &Policy, flows: &[&Flow]) -> Vec<(Name, String)> {
    let mut told: Vec<_> = flows
        .iter()
        .flat_map(|flow| &flow.to)
        .filter_map(|id| policy.recipient(id))
        .filter(|recipient| recipient.country != "JP")
        .map(|recipient| (recipient.id.clone(), recipient.country.clone()))
        .collect();
    told.sort();
    told.dedup();
    told
}

fn keeps(policy: &Policy, items: &[Name]) -> Vec<KeepShown> {
    let shown = |id: &Name| {
        let keep = policy.keep(policy.item(id)?.keep.as_ref()?)?;
        Some(KeepShown { item: id.clone(), period: keep.period, after: keep.after.clone(), at_least: keep.at_least })
    };
    items.iter().filter_map(shown).collect()
}
