//! How the company runs it: systems and roles.

use super::maker::{Chain, Maker, written_out};
use crate::{
    codes::Code,
    declared::{Item, Operation, Role, System},
    diagnostic::Diagnostic,
    read::entry::{Document, Value, field},
    vocabulary::{Gating, How},
};
use azukari_model::{Name, Period};
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Maker<'a> {
    /// operation.toml. `system_names` and `exceptions` part the lists that hold several families.
    pub(super) fn operation(&mut self, document: &'a Document, items: &[Item], hash: [u8; 32]) -> Operation {
        let chains = |maker: &mut Self, table: &str| -> Vec<Chain<'a>> {
            document.many(table).filter(|entry| entry.id.is_some()).map(|entry| maker.chain(document, entry)).collect()
        };
        let systems = chains(self, "system");
        let systems: Vec<System> = systems.iter().filter_map(|chain| self.system(chain)).collect();
        self.one_place(&systems, document);
        let items: BTreeSet<&Name> = items.iter().map(|item| &item.id).collect();
        let roles = chains(self, "role");
        let roles = roles.iter().filter_map(|chain| self.role(chain, &items)).collect();
        let tags = chains(self, "tag");
        let is_observed = |chain: &&Chain<'a>| self.word(chain, "gate") == Some(Gating::Observe);
        let observed = tags.iter().filter(is_observed).filter_map(|chain| chain.id().cloned()).collect();
        Operation { systems, roles, observed, accepts: self.accepts(document), hash }
    }

    fn system(&mut self, chain: &Chain<'a>) -> Option<System> {
        Some(System {
            id: chain.id()?.clone(),
            name: self.must_words(chain, "name"),
            holds: self.items(chain, "holds").unwrap_or_default(),
            within: self.must(chain, "within").and_then(Value::period).unwrap_or(Period::days(0)),
            how: self.must(chain, "how").and_then(Value::word).unwrap_or(How::ByHand),
        })
    }

    /// An item has one place.
    fn one_place(&mut self, systems: &[System], document: &Document) {
        let mut places: BTreeMap<&Name, &Name> = BTreeMap::new();
        for system in systems {
            for item in &system.holds {
                if let Some(first) = places.get(item) {
                    let path = format!("system.{}.holds", system.id);
                    let place = self.origins.place(&format!("{path}.{item}"));
                    let place = place.map(|place| crate::source::Place { path, ..place });
                    let said =
                        Diagnostic::new(Code::ItemInTwoSystems, place.or_else(|| Some(document.place(&(0..0), ""))));
                    self.found.push(said.with("id", item).with("a", first).with("b", &system.id));
                } else {
                    places.insert(item, &system.id);
                }
            }
        }
    }

    fn role(&mut self, chain: &Chain<'a>, items: &BTreeSet<&Name>) -> Option<Role> {
        let id = chain.id()?.clone();
        let uses = self.purposes(chain, "use").unwrap_or_default();
        let find: Vec<Name> = self.all(chain, "find");
        let (find_items, find_systems) = find.into_iter().partition(|name| items.contains(name));
        let provide: Vec<Name> = self.all(chain, "provide");
        let exceptions = provide.iter().any(|name| name == "exceptions");
        let provide: Vec<Name> = provide.into_iter().filter(|name| name != "exceptions").collect();
        let bulk = self.bulk(chain, &id, &uses, &provide);
        let limit = self.get(chain, "limit").map(Value::table).unwrap_or_default();
        Some(Role {
            uses,
            items: self.items(chain, "items"),
            find_items,
            find_systems,
            acquire: self.all(chain, "acquire"),
            provide,
            exceptions,
            bulk,
            report: self.all(chain, "report"),
            count: self.all(chain, "count"),
            consent: self.bool(chain, "consent").unwrap_or(false),
            import: self.bool(chain, "import").unwrap_or(false),
            handle: self.all(chain, "handle"),
            approve: self.all(chain, "approve"),
            attest: self.all(chain, "attest"),
            people_per_day: field(limit, "people-per-day").and_then(|field| field.value.count()),
            id,
        })
    }

    /// What may be done for everybody may be done for one.
    fn bulk(&mut self, chain: &Chain<'a>, role: &Name, uses: &[Name], provide: &[Name]) -> Vec<Name> {
        let written: Vec<Name> = self.all(chain, "bulk");
        for name in &written {
            // A name that was no good in `use` or `provide` was said there.
            let others_are_good = ["use", "provide"].iter().all(|key| !chain.has(key) || chain.peek(key).is_some());
            let outside = written_out(std::slice::from_ref(name), &self.groups);
            let is_outside = outside.iter().any(|one| !uses.contains(one) && !provide.contains(one));
            if is_outside && others_are_good {
                let place = self.origins.place(&format!("{}.{name}", chain.path_of("bulk")));
                let place = place.map(|place| crate::source::Place { path: chain.path_of("bulk"), ..place });
                let said = Diagnostic::new(Code::BulkOutsideRole, place).with("role", role);
                self.found.push(said.with("id", name));
            }
        }
        written_out(&written, &self.groups)
    }
}
