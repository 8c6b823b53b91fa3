//! The world of a case, set up over HTTP: companies, agreements, evidence, a person and what they said.

use super::Reason;
use crate::support::{Answer, House, folder, officer, root};
use azukari_model::{Date, Name, Period};
use azukari_policy::{
    declared::{Operation, Policy, Role},
    kinds::ItemKind,
    source::Today,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Everything set up so far.
pub(super) struct World<'h> {
    pub(super) house: &'h House,
    head: &'h Value,
    services: BTreeMap<String, (Policy, Operation)>,
    /// The company of a service a case calls so.
    companies: BTreeMap<(String, String), String>,
    /// The person of a service who holds and said this; or why there is none.
    people: BTreeMap<String, Result<String, Reason>>,
    born: usize,
    /// What came already, and on which day.
    arrived: BTreeSet<(String, String)>,
    /// The number of the person of a case: in their e-mail address and in each system's reference.
    numbers: BTreeMap<String, usize>,
}

/// What came by one source on one day.
type Arrivals = BTreeMap<(String, String), Vec<String>>;

impl<'h> World<'h> {
    pub(super) fn new(house: &'h House, head: &'h Value) -> Self {
        let today = Today("2027-01-15".parse().expect("a date"));
        let folders = folder::load_all(&root().join("policies")).expect("policies").into_iter();
        let services = folders.map(|folder| {
            let done = azukari_policy::compile(&folder.sources, today);
            let policy = done.policy.expect("it compiles");
            (policy.service.id.to_string(), (policy, done.operation.expect("it runs")))
        });
        let services = services.collect();
        Self {
            house,
            head,
            services,
            companies: BTreeMap::new(),
            people: BTreeMap::new(),
            born: 0,
            numbers: BTreeMap::new(),
            arrived: BTreeSet::new(),
        }
    }

    pub(super) fn service(&self, case: &Value) -> (&str, &Policy, &Operation) {
        let (name, (policy, operation)) =
            self.services.get_key_value(case["policy"].as_str().expect("a policy")).expect("it is one of the five");
        (name, policy, operation)
    }

    /// A company as the server calls it.
    pub(super) fn party(&self, service: &str, word: &str) -> String {
        self.companies.get(&(service.to_owned(), word.to_owned())).cloned().unwrap_or_else(|| word.to_owned())
    }

    /// The companies, evidence and pledges on file in every case.
    pub(super) async fn enter_registers(&mut self) {
        let head = self.head;
        for (service, said) in head["registers"].as_object().expect("registers") {
            if said["staff"].is_object() {
                let roles: Vec<String> =
                    self.services[service].1.roles.iter().map(|role| role.id.to_string()).collect();
                for role in roles {
                    self.house.pledge(service, &role).await;
                }
            }
            for (word, company) in said["members"].as_object().expect("members") {
                let body = json!({"class": company["class"], "name": word, "country": company["country"], "address": "1-1",
                    "representative": "代表取締役"});
                let entered = self.office(service, "members", body).await;
                let party = entered.body["member"].as_str().expect("member").to_owned();
                self.file(service, &party, company).await;
                self.companies.insert((service.clone(), word.clone()), party);
            }
            for (party, company) in said["parties"].as_object().into_iter().flatten() {
                self.file(service, party, company).await;
            }
            for (measure, _) in said["attested"].as_object().into_iter().flatten() {
                self.attest(service, measure, None, "2026-12-20").await;
            }
        }
    }

    async fn office(&self, service: &str, path: &str, body: Value) -> Answer {
        self.house.post(service, officer(service), path, body).await.done()
    }

    /// What is on file of a company.
    async fn file(&self, service: &str, party: &str, company: &Value) {
        if let Some(until) = company["agreement"].as_str() {
            let mut body = json!({"party": party, "from": "2026-01-01", "until": until});
            if company["items"].is_array() {
                body["items"] = company["items"].clone();
            }
            self.office(service, "agreements", body).await;
        }
        if company["chosen"] == true {
            self.office(service, "members/choice", json!({"party": party, "because": "audited"})).await;
        }
        if let Some(on) = company["reviewed"].as_str() {
            self.office(service, "reviews", json!({"party": party, "on": on})).await;
        }
        if let Some(on) = company["checked"].as_str() {
            let (policy, _) = &self.services[service];
            let route = policy.recipient(party).and_then(|recipient| recipient.route).expect("a route");
            self.office(service, "routes", json!({"party": party, "route": route.word(), "checked": on})).await;
        }
        for (measure, until) in company["measures"].as_object().into_iter().flatten() {
            let until: Date = until.as_str().and_then(|day| day.parse().ok()).expect("a date");
            let on = until.minus(Period::new(1, 0, 0).expect("a year")).to_string();
            self.attest(service, measure, Some(party), on.as_str().min("2026-12-20")).await;
        }
    }

    async fn attest(&self, service: &str, measure: &str, of: Option<&str>, on: &str) {
        let role = self.role(service, |role| has(&role.attest, measure)).expect("a role that attests");
        let mut body = json!({"measure": measure, "evidence": "file 1", "on": on});
        if let Some(of) = of {
            body["of"] = of.into();
        }
        self.house.post(service, &role, "attestations", body).await.done();
    }

    pub(super) fn role(&self, service: &str, may: impl Fn(&Role) -> bool) -> Result<String, Reason> {
        let role = self.services[service].1.roles.iter().find(|role| may(role));
        role.map(|role| role.id.to_string()).ok_or_else(|| "no role may enter what the person did".to_owned())
    }

    /// The person of a case.
    pub(super) fn person(&self, case: &Value) -> Result<String, Reason> {
        self.people.get(&key(case)).cloned().unwrap_or_else(|| Err("nobody is held by this day".to_owned()))
    }

    /// What the person of a case is found by: their address, or a system's own reference.
    pub(super) fn found_by(&self, case: &Value) -> Value {
        let number = self.numbers.get(&key(case)).copied().unwrap_or_default();
        let is_item = case["act"]["item"].is_string();
        if is_item { json!(format!("P{number}@mail.example")) } else { json!(format!("r-{number}")) }
    }

    /// Announces the sources that the cases count as announced.
    pub(super) async fn announce(&self, cases: &[&Value]) {
        for case in cases {
            for source in case["world"]["announced"].as_array().into_iter().flatten() {
                let body = json!({"source": source, "place": "https://news.example/1"});
                self.office(self.service(case).0, "announcements", body).await;
            }
        }
    }

    /// People enough in every service that a statistic has large groups.
    pub(super) async fn people_nobody_asks_about(&mut self) {
        let services: Vec<String> = self.services.keys().cloned().collect();
        for service in services {
            for number in 1..=12 {
                let case =
                    json!({"policy": service, "person": {}, "act": {"act": "erase"}, "n": format!("more {number}")});
                self.know(&case, "2026-12-20").await;
            }
        }
    }

    /// Makes the person of the case hold what came on this day.
    pub(super) async fn know(&mut self, case: &Value, day: &str) {
        let key = key(case);
        let arrivals = self.arrivals(case);
        let of_day: Vec<_> = arrivals.into_iter().filter(|((on, _), _)| on == day).collect();
        if of_day.is_empty() || !self.arrived.insert((key.clone(), day.to_owned())) {
            return;
        }
        self.born += 1;
        self.numbers.entry(key.clone()).or_insert(self.born);
        // The first source of the policy comes last: what two take stays as the first brought it.
        for ((_, source), items) in of_day.into_iter().rev() {
            let known = self.people.get(&key).cloned().and_then(Result::ok);
            let arrived = self.arrive(case, &source, &items, known.as_deref()).await;
            let failed = arrived.is_err();
            self.people.insert(key.clone(), arrived);
            if failed {
                return;
            }
        }
    }

    /// The items of the person of a case, by day and source, sources in the order of the policy.
    fn arrivals(&self, case: &Value) -> Arrivals {
        let (service, policy, _) = self.service(case);
        let own = &case["person"]["holdings"];
        let holdings = if own.is_object() { own } else { &self.head["people"][service]["holdings"] };
        let place = |source: &str| policy.sources.iter().position(|one| one.id.as_str() == source).unwrap_or_default();
        let mut arrivals = Arrivals::new();
        for (item, held) in holdings.as_object().into_iter().flatten() {
            let source = held["source"].as_str().expect("a source");
            let place = format!("{:02} {source}", place(source));
            arrivals.entry((held["on"].as_str().expect("a day").to_owned(), place)).or_default().push(item.clone());
        }
        if arrivals.is_empty() {
            // Nobody is known by nothing: what the first source needs, and no more.
            let first = policy.sources.first().expect("a source");
            arrivals.insert(("2026-12-20".to_owned(), format!("00 {}", first.id)), Vec::new());
        }
        arrivals
    }

    async fn arrive(
        &self,
        case: &Value,
        source: &str,
        items: &[String],
        known: Option<&str>,
    ) -> Result<String, Reason> {
        let source = source.split(' ').nth(1).expect("a source");
        let (service, policy, _) = self.service(case);
        let declared = policy.source(source).expect("a source");
        let mut all: Vec<&str> = items.iter().map(String::as_str).collect();
        all.extend(declared.required.iter().map(Name::as_str));
        let mut body = self.acquisition(case, source, &all, known.is_none());
        body["notice"] = self.house.notice(service, source).await.into();
        body["receipt-confirmed"] = true.into();
        let head = &self.head["registers"][service]["members"];
        let brings = |company: &Value| declared.provider.iter().any(|class| company["class"] == class.as_str());
        if let Some((word, _)) = head.as_object().into_iter().flatten().find(|(_, company)| brings(company)) {
            body["member"] = self.party(service, word).into();
        }
        let role = self.role(service, |role| has(&role.acquire, source))?;
        let path = known.map_or_else(|| "people".to_owned(), |known| format!("people/{known}/items"));
        let answer = self.house.post(service, &role, &path, body).await;
        match answer.status {
            200 | 201 => {
                Ok(known.map_or_else(|| answer.body["person"].as_str().expect("person").to_owned(), str::to_owned))
            }
            _ => Err(format!("`{source}` of {service} does not bring it: {}", answer.code())),
        }
    }

    /// The body of an acquisition, all confirmed and granted, without its notice if that was not shown.
    pub(super) fn acquisition(&self, case: &Value, source: &str, items: &[&str], is_new: bool) -> Value {
        let (service, policy, _) = self.service(case);
        let values: Map<String, Value> =
            items.iter().map(|item| ((*item).to_owned(), self.value(service, item))).collect();
        let mut body = json!({"source": source, "items": values});
        if let Some(declared) = policy.source(source) {
            body["confirms"] = declared.confirms.iter().map(ToString::to_string).collect::<Vec<_>>().into();
        }
        if is_new {
            for system in &self.services[service].1.systems {
                body["refs"][system.id.as_str()] = format!("r-{}", self.born).into();
            }
        }
        body
    }

    /// A value of the item's kind, this person's own where people are found by it.
    pub(super) fn value(&self, service: &str, item: &str) -> Value {
        let (policy, operation) = &self.services[service];
        let Some(declared) = policy.item(item) else { return json!("26") };
        if operation.holder_of(&declared.id).is_some() {
            return Value::Null;
        }
        match declared.kind {
            ItemKind::Email => json!(format!("p{}@mail.example", self.born)),
            ItemKind::Telephone => json!(format!("090-0000-{:04}", self.born)),
            ItemKind::BirthDate => json!("1990-04-01"),
            ItemKind::BirthYear => json!(1990),
            ItemKind::Imei => json!("356938035643809"),
            ItemKind::IpAddress => json!("192.0.2.7"),
            ItemKind::Choice => declared.values.first().map_or(json!("yes"), |value| json!(value)),
            ItemKind::PaymentCard => json!("4242424242424242"),
            _ => json!("something of hers"),
        }
    }
}

/// Two cases share a person unless the person of one is its own.
fn key(case: &Value) -> String {
    let own = &case["person"];
    let changes =
        ["answer", "correct", "erase", "report", "acquire"].contains(&case["act"]["act"].as_str().expect("an act"));
    let number = if changes { case["n"].to_string() } else { String::new() };
    format!("{} {own} {number}", case["policy"])
}

pub(super) fn has(names: &[Name], one: &str) -> bool {
    names.iter().any(|name| name.as_str() == one)
}
