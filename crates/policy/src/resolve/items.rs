//! Events, periods of keeping, items and sets.

use super::maker::{Chain, Maker};
use crate::{
    declared::{After, Event, Item, Keep, Set},
    kinds::ItemKind,
    read::entry::Value,
    vocabulary::{About, Class},
};
use azukari_model::{Name, Period};

impl<'a> Maker<'a> {
    /// `[event.ID]`.
    pub(super) fn events(&mut self) -> Vec<Event> {
        let chains = self.chains("event");
        chains.iter().filter_map(|chain| self.event(chain)).collect()
    }

    fn event(&mut self, chain: &Chain<'a>) -> Option<Event> {
        Some(Event {
            id: chain.id()?.clone(),
            label: self.must_words(chain, "label"),
            holds: self.get(chain, "holds").and_then(Value::period),
            about: self.word(chain, "about").unwrap_or(About::Person),
            reference: self.bool(chain, "reference").unwrap_or(true),
        })
    }

    /// `[keep.ID]`.
    pub(super) fn keeps(&mut self) -> Vec<Keep> {
        let chains = self.chains("keep");
        chains.iter().filter_map(|chain| self.keep(chain)).collect()
    }

    fn keep(&mut self, chain: &Chain<'a>) -> Option<Keep> {
        let period = self.must(chain, "for").and_then(Value::period);
        let after = self.must(chain, "after").and_then(Value::text);
        let after = match after {
            Some("last-seen") => After::LastSeen,
            Some("last-use") => {
                self.must(chain, "of");
                After::LastUse(self.purposes(chain, "of").unwrap_or_default())
            }
            Some(text) => {
                let event = text.strip_prefix("event:").and_then(|event| event.parse().ok());
                event.map_or(After::Acquired, After::Event)
            }
            None => After::Acquired,
        };
        if !matches!(after, After::LastUse(_)) && chain.peek("of").is_some() {
            let (en, ja) = ("left out, unless after = \"last-use\"", "after = \"last-use\" のときだけ");
            self.refuse(chain.place("of"), "`of`", en, ja);
        }
        if chain.has("at-least") {
            self.must(chain, "because");
        }
        Some(Keep {
            id: chain.id()?.clone(),
            period: period.unwrap_or(Period::days(0)),
            after,
            at_least: self.get(chain, "at-least").and_then(Value::period),
            because: self.word(chain, "because"),
        })
    }

    /// `[set] ID = […]`: read first, because lists of items may name them.
    pub(super) fn sets(&mut self) -> Vec<Set> {
        let chains = self.chains("set");
        let sets: Vec<Set> = chains
            .iter()
            .filter_map(|chain| {
                Some(Set { id: chain.id()?.clone(), items: self.items(chain, "items").unwrap_or_default() })
            })
            .collect();
        self.sets = sets.iter().map(|set| (set.id.clone(), set.items.clone())).collect();
        sets
    }

    /// `[item.ID]`.
    pub(super) fn all_items(&mut self) -> Vec<Item> {
        let chains = self.chains("item");
        chains.iter().filter_map(|chain| self.item(chain)).collect()
    }

    fn item(&mut self, chain: &Chain<'a>) -> Option<Item> {
        let kind = self.must(chain, "kind").and_then(Value::word::<ItemKind>).unwrap_or(ItemKind::Record);
        let label = self.words(chain, "label").or_else(|| {
            let label = kind.label()?;
            self.by_kind(chain, "label");
            Some(label)
        });
        let class = self.word::<Class>(chain, "class").unwrap_or_else(|| {
            self.by_kind(chain, "class");
            kind.class()
        });
        if kind == ItemKind::Choice {
            self.must(chain, "values");
        }
        let held_by: Vec<Name> = self.all(chain, "held-by");
        let derived_from = self.name(chain, "from");
        // What is never stored here has no period of its own, unless it says so itself.
        let is_stored = !chain.has("from") && !chain.has("held-by");
        let says_so = chain.entry.field("keep").is_some();
        Some(Item {
            id: chain.id()?.clone(),
            kind,
            label: label.unwrap_or_default(),
            keep: if is_stored || says_so { self.name(chain, "keep") } else { None },
            class,
            lookup: self.bool(chain, "lookup").unwrap_or(false),
            held_by,
            derived_from,
            values: self.all(chain, "values"),
            formerly: self.name(chain, "formerly"),
        })
    }
}
