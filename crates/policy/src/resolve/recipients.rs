//! To whom: recipients, and what flows to them.

use super::{
    Origin,
    maker::{Chain, Maker},
};
use crate::{
    declared::{Exception, Flow, Item, Joint, Purpose, Recipient, Responsible},
    kinds::needs,
    read::entry::{Document, Entry, Value},
    vocabulary::{By, Family, Ground, LegalException, Part},
};
use azukari_model::{Name, Period};
use std::collections::{BTreeMap, BTreeSet};

/// What a vendor says of a recipient.
const FROM_VENDOR: &[&str] = &["name", "country", "policy"];

impl<'a> Maker<'a> {
    /// The vendor of a declaration: the one it names, else the one of its own id.
    pub(super) fn vendor_of(&self, chain: &Chain<'a>) -> Option<(&'a Document, &'a Entry)> {
        let document = self.documents.vendors.as_ref()?;
        let named = chain.peek("vendor").and_then(Value::text);
        // A name that is no vendor's was said; the id then is no second guess.
        let id = if chain.has("vendor") { named? } else { chain.id()?.as_str() };
        let entry = document.many("vendor").find(|entry| entry.id.as_ref().is_some_and(|own| own == id))?;
        Some((document, entry))
    }

    fn recipient_chains(&mut self) -> Vec<Chain<'a>> {
        let chains = self.chains("recipient");
        chains
            .into_iter()
            .map(|chain| {
                let vendor = self.vendor_of(&chain);
                chain.and(Origin::Vendor, vendor, FROM_VENDOR, &[])
            })
            .collect()
    }

    /// `[recipient.ID]`.
    pub(super) fn all_recipients(&mut self, grounds: &[Name]) -> Vec<Recipient> {
        let chains = self.recipient_chains();
        chains.iter().filter_map(|chain| self.recipient(chain, grounds)).collect()
    }

    fn recipient(&mut self, chain: &Chain<'a>, grounds: &[Name]) -> Option<Recipient> {
        let part = self.must(chain, "as").and_then(Value::word::<Part>).unwrap_or(Part::Entrustee);
        let binds = !matches!(part, Part::ThirdParty | Part::Authority);
        let agreement_required = self.text(chain, "agreement").map_or(binds, |agreement| agreement == "required");
        let review_every = self.get(chain, "review-every").and_then(Value::period);
        let under = if chain.has("under") {
            self.all(chain, "under")
        } else {
            self.get(chain, "under");
            if part == Part::Authority { grounds.to_vec() } else { Vec::new() }
        };
        // Without purposes nothing would read these.
        for key in ["items", "ground", "when", "links-to-person"] {
            if chain.entry.field(key).is_some() && !chain.has("purposes") {
                self.missing(chain, "purposes");
                break;
            }
        }
        let vendor = self.vendor_of(chain).and_then(|(_, entry)| entry.id.clone());
        self.get(chain, "vendor");
        Some(Recipient {
            id: chain.id()?.clone(),
            part,
            name: self.must_words(chain, "name"),
            is_class: self.text(chain, "members").is_some_and(|members| members == "register"),
            vendor,
            country: self.text(chain, "country").unwrap_or_else(|| "JP".to_owned()),
            route: self.word(chain, "route"),
            agreement_required,
            review_every: review_every.or_else(|| agreement_required.then_some(Period::years(1))),
            under,
            policy: self.text(chain, "policy"),
            formerly: self.name(chain, "formerly"),
        })
    }

    /// Provisions, joint uses and recipients with purposes of their own, in source order.
    pub(super) fn all_flows(&mut self, recipients: &[Recipient], purposes: &[Purpose], items: &[Item]) -> Vec<Flow> {
        let parts = recipients.iter().map(|recipient| (&recipient.id, recipient.part)).collect();
        let purposes = purposes.iter().map(|purpose| (&purpose.id, purpose)).collect();
        let held = items.iter().filter(|item| !item.held_by.is_empty()).map(|item| (&item.id, item)).collect();
        let known = Known { parts, purposes, held };
        let mut flows = Vec::new();
        for (family, chain) in self.flow_chains() {
            let flow = self.flow(family, &chain, &known);
            flows.extend(flow.map(|flow| (chain.entry.at.start, flow)));
        }
        flows.sort_by_key(|(start, _)| *start);
        flows.into_iter().map(|(_, flow)| flow).collect()
    }

    fn flow_chains(&mut self) -> Vec<(Family, Chain<'a>)> {
        let short = self.recipient_chains().into_iter().filter(|chain| chain.has("purposes"));
        let mut chains: Vec<_> = short.map(|chain| (Family::Recipient, chain)).collect();
        chains.extend(self.chains("provision").into_iter().map(|chain| (Family::Provision, chain)));
        chains.extend(self.chains("joint-use").into_iter().map(|chain| (Family::JointUse, chain)));
        chains
    }

    fn flow(&mut self, family: Family, chain: &Chain<'a>, known: &Known<'_>) -> Option<Flow> {
        let id = chain.id()?.clone();
        let to: Vec<Name> = if family == Family::Recipient {
            vec![id.clone()]
        } else {
            self.must(chain, "to").map(Value::all).unwrap_or_default()
        };
        self.must(chain, "purposes");
        let purposes = self.purposes(chain, "purposes").unwrap_or_default();
        let parts: Vec<Part> = to.iter().filter_map(|id| known.parts.get(id).copied()).collect();
        let is_joint = family == Family::JointUse;
        if parts.contains(&Part::ThirdParty) && !is_joint && !chain.has("items") {
            self.missing(chain, "items");
        }
        let items = self.items(chain, "items");
        let items = items.unwrap_or_else(|| if chain.has("items") { Vec::new() } else { known.items(&purposes, &to) });
        let ground = if is_joint { Some(Ground::JointUse) } else { self.word(chain, "ground").or(ground_of(&parts)) };
        let joint = if is_joint { Some(self.joint(chain, &purposes, known)) } else { None };
        Some(Flow {
            id,
            family,
            to,
            purposes,
            items,
            ground,
            when: self.all(chain, "when"),
            links_to_person: self.bool(chain, "links-to-person").unwrap_or(false),
            joint,
            formerly: self.name(chain, "formerly"),
        })
    }

    fn joint(&mut self, chain: &Chain<'a>, purposes: &[Name], known: &Known<'_>) -> Joint {
        let ours = purposes.iter().filter(|id| known.purposes.get(id).is_some_and(|purpose| purpose.by == By::Us));
        for id in ours {
            let (en, ja) = ("a purpose with by = \"recipient\"", "by = \"recipient\" の利用目的");
            self.refuse(chain.place("purposes"), &format!("`{id}`"), en, ja);
        }
        let responsible = self.must(chain, "responsible").and_then(Value::text);
        let responsible = responsible.filter(|text| *text != "operator").and_then(|text| text.parse().ok());
        Joint {
            scope: self.must_words(chain, "scope"),
            responsible: responsible.map_or(Responsible::Operator, Responsible::Recipient),
            since: self.get(chain, "since").and_then(Value::date),
        }
    }

    /// `[exception.ID]`.
    pub(super) fn all_exceptions(&mut self) -> Vec<Exception> {
        let chains = self.chains("exception");
        chains.iter().filter_map(|chain| self.exception(chain)).collect()
    }

    fn exception(&mut self, chain: &Chain<'a>) -> Option<Exception> {
        let under = self.must(chain, "under").and_then(Value::word).unwrap_or(LegalException::Law);
        let own = self.all(chain, "needs");
        let all: BTreeSet<_> = needs(under).iter().copied().chain(own).collect();
        Some(Exception {
            id: chain.id()?.clone(),
            under,
            label: self.must_words(chain, "label"),
            needs: all.into_iter().collect(),
        })
    }
}

/// What flows look up.
struct Known<'k> {
    parts: BTreeMap<&'k Name, Part>,
    purposes: BTreeMap<&'k Name, &'k Purpose>,
    held: BTreeMap<&'k Name, &'k Item>,
}

impl Known<'_> {
    /// The items of the purposes, without what another holds.
    fn items(&self, purposes: &[Name], to: &[Name]) -> Vec<Name> {
        let mut seen = BTreeSet::new();
        let all = purposes.iter().filter_map(|id| self.purposes.get(id)).flat_map(|purpose| &purpose.items);
        let is_held_here =
            |id: &&Name| self.held.get(*id).is_none_or(|item| to.iter().all(|to| item.held_by.contains(to)));
        all.filter(is_held_here).filter(|id| seen.insert((*id).clone())).cloned().collect()
    }
}

/// The ground that the part of all receivers gives by itself.
fn ground_of(parts: &[Part]) -> Option<Ground> {
    let first = parts.first()?;
    if parts.iter().any(|part| part != first) {
        return None;
    }
    match first {
        Part::Entrustee => Some(Ground::Entrustment),
        Part::Successor => Some(Ground::Succession),
        Part::ThirdParty | Part::JointUser | Part::Authority => None,
    }
}
