//! Coverage of the prose: what a clause is kept by, and whether what is declared can be read.

use super::{
    Rule,
    look::{Look, list},
    wording,
};
use crate::{
    codes::Code,
    declared::Keeper,
    diagnostic::Diagnostic,
    placeholder::{self, Asked, Fact},
    prose::{Around, Clause},
    source::Place,
    vocabulary::{Family, Way},
};
use azukari_model::{Language, Name, Words};
use std::collections::BTreeMap;

pub(super) const RULES: &[Rule] = &[
    clause_not_yet,
    guarantee_idle,
    statement_bound,
    declaration_unpublished,
    literal_fact,
    label_missing,
    label_twice,
    way_unreachable,
];

/// A clause with clauses inside needs nothing of its own.
fn clause_not_yet(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for clause in look.policy.prose.clauses.iter().filter(|clause| !clause.statement) {
        let inside = format!("{}.", clause.id);
        let has_clauses = look.policy.prose.clauses.iter().any(|other| other.id.starts_with(&inside));
        if !has_clauses && keepers(look, clause).is_empty() {
            found.push(at_clause(look, Code::ClauseNotYet, clause).with("id", &clause.id));
        }
    }
}

fn keepers<'a>(look: &Look<'a>, clause: &Clause) -> &'a [Keeper] {
    look.policy.bonds.kept_by.iter().find(|(id, _)| *id == clause.id).map_or(&[], |(_, keepers)| keepers)
}

/// At the clause in the governing prose; else where `[clause]` names it.
fn at_clause(look: &Look<'_>, code: Code, clause: &Clause) -> Diagnostic {
    look.at(code, &format!("clause.{}", clause.id))
}

fn guarantee_idle(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for clause in &look.policy.prose.clauses {
        let guarantees: Option<Vec<_>> = keepers(look, clause)
            .iter()
            .map(|keeper| if let Keeper::Guarantee(guarantee) = keeper { Some(*guarantee) } else { None })
            .collect();
        let Some(first) = guarantees.as_ref().and_then(|all| all.first()) else { continue };
        let is_idle = guarantees.iter().flatten().all(|one| !one.guards_something(look.policy, look.operation));
        if is_idle {
            found.push(
                at_clause(look, Code::GuaranteeIdle, clause)
                    .with("id", &clause.id)
                    .with("by", format!("guarantee:{first}")),
            );
        }
    }
}

fn statement_bound(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for clause in look.policy.prose.clauses.iter().filter(|clause| clause.statement) {
        if let Some(keeper) = keepers(look, clause).first() {
            found.push(
                at_clause(look, Code::StatementBound, clause).with("id", &clause.id).with("by", keeper_name(keeper)),
            );
        }
    }
}

/// A keeper as `[clause]` writes it.
fn keeper_name(keeper: &Keeper) -> String {
    match keeper {
        Keeper::Declared(family, id) => format!("{family}.{id}"),
        Keeper::Grounds => "service.grounds".to_owned(),
        Keeper::Incident => "incident".to_owned(),
        Keeper::Revision => "revision".to_owned(),
        Keeper::Transmissions => "service.transmissions".to_owned(),
        Keeper::Guarantee(guarantee) => format!("guarantee:{guarantee}"),
    }
}

/// What shows a family in the prose.
#[derive(Clone, Copy, Debug)]
struct Shown {
    family: Family,
    /// The placeholders that show it; the first is the one to add.
    by: &'static [Fact],
    /// A clause of its own with a title is enough: the title is the declaration's name.
    title_is_enough: bool,
}

const SHOWN: &[Shown] = &[
    Shown { family: Family::Purpose, by: &[Fact::Purposes, Fact::Matrix], title_is_enough: true },
    Shown { family: Family::Source, by: &[Fact::Sources], title_is_enough: false },
    Shown { family: Family::Recipient, by: &[Fact::Recipients, Fact::Provisions], title_is_enough: false },
    Shown { family: Family::Provision, by: &[Fact::Recipients, Fact::Provisions], title_is_enough: false },
    Shown { family: Family::JointUse, by: &[Fact::JointUse], title_is_enough: false },
    Shown { family: Family::Keep, by: &[Fact::Keep], title_is_enough: false },
    Shown { family: Family::Tag, by: &[Fact::Tags], title_is_enough: false },
    Shown { family: Family::Statistic, by: &[Fact::Statistics], title_is_enough: false },
    Shown { family: Family::Right, by: &[Fact::Rights], title_is_enough: false },
    Shown { family: Family::Measure, by: &[Fact::Measures], title_is_enough: false },
    Shown { family: Family::Contact, by: &[Fact::Contact], title_is_enough: false },
];

/// The placeholders of the governing prose, each with the clause it stands in.
fn asked(look: &Look<'_>) -> Option<Vec<(Asked, String)>> {
    let prose = look.policy.prose.texts.get(&look.policy.service.governing)?;
    let mut around = Around::default();
    let mut asked = Vec::new();
    for line in prose.lines() {
        let clause = around.enter(line);
        asked.extend(placeholder::scan(line).into_iter().map(|one| (one.asks, clause.to_owned())));
    }
    Some(asked)
}

/// Whether the prose shows a declaration: contacts and rights may be shown one by one, tags are where their clause is.
fn is_shown(shown: &Shown, id: &Name, clause: Option<&str>, asked: &[(Asked, String)]) -> bool {
    asked.iter().any(|(asks, stands_in)| match asks {
        Asked::Fact(Fact::Tags) if shown.family == Family::Tag => {
            clause.is_none_or(|own| stands_in.is_empty() || is_inside(own, stands_in))
        }
        Asked::Fact(fact) => shown.by.contains(fact),
        Asked::Contact(one) => shown.family == Family::Contact && one == id,
        Asked::Right(one, _) => shown.family == Family::Right && one == id,
        Asked::Unknown(_) => false,
    })
}

/// Whether a clause is another, or stands in it.
fn is_inside(clause: &str, outer: &str) -> bool {
    clause.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn ids_of(look: &Look<'_>, family: Family) -> Vec<Name> {
    let policy = look.policy;
    let flows =
        |family| policy.flows.iter().filter(move |flow| flow.family == family).map(|flow| flow.id.clone()).collect();
    match family {
        Family::Purpose => policy.purposes.iter().map(|one| one.id.clone()).collect(),
        Family::Source => policy.sources.iter().map(|one| one.id.clone()).collect(),
        Family::Recipient => policy.recipients.iter().map(|one| one.id.clone()).collect(),
        Family::Keep => policy.keeps.iter().map(|one| one.id.clone()).collect(),
        Family::Tag => policy.tags.iter().map(|one| one.id.clone()).collect(),
        Family::Statistic => policy.statistics.iter().map(|one| one.id.clone()).collect(),
        Family::Right => policy.rights.iter().map(|one| one.id.clone()).collect(),
        Family::Measure => policy.measures.iter().map(|one| one.id.clone()).collect(),
        Family::Contact => policy.contacts.iter().map(|one| one.id.clone()).collect(),
        Family::Provision | Family::JointUse => flows(family),
        _ => Vec::new(),
    }
}

/// Where neither clause nor placeholder shows it: an error. Where a clause may say it in its own words: one advice for all.
fn declaration_unpublished(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let Some(asked) = asked(look) else { return };
    for shown in SHOWN {
        let add = shown.by.first().map_or("", |fact| fact.word());
        let mut own_words = Vec::new();
        for id in ids_of(look, shown.family) {
            let clause = look.policy.clause_of_declared(shown.family, &id);
            let path = format!("{}.{id}", shown.family);
            if is_shown(shown, &id, clause, &asked) || (shown.title_is_enough && clause.is_some()) {
                continue;
            }
            if clause.is_some() {
                own_words.push(path);
            } else {
                let near = if shown.family == Family::Contact { format!("{add} {id}") } else { add.to_owned() };
                found.push(look.at(Code::DeclarationUnpublished, &path).with("id", &path).with("near", near));
            }
        }
        if let Some(first) = own_words.first() {
            let said = look.at(Code::DeclarationUnpublished, first).as_advice();
            let id = if own_words.len() > 1 { shown.family.word() } else { first.as_str() };
            found.push(said.with("id", id).with("near", add));
        }
    }
    let shows_grounds = asked.iter().any(|(asks, _)| *asks == Asked::Fact(Fact::Grounds));
    if !look.policy.service.grounds.is_empty() && !shows_grounds {
        let said = look.at(Code::DeclarationUnpublished, "service.grounds");
        let said = said.with("id", "service.grounds").with("near", Fact::Grounds);
        found.push(if look.policy.clause_of(&Keeper::Grounds).is_some() { said.as_advice() } else { said });
    }
}

fn literal_fact(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for (language, text) in &look.policy.prose.texts {
        for fact in wording::facts(text) {
            let mut said = look.at(Code::LiteralFact, &format!("prose.{language}"));
            if let Some(place) = &mut said.place {
                *place = Place { range: fact.start..fact.start + fact.text.len(), ..place.clone() };
            }
            found.push(said.with("text", fact.text));
        }
    }
}

/// Names that come from a clause's title, or from a kind that has none.
fn label_missing(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let policy = look.policy;
    let purposes = policy.purposes.iter().map(|one| (Family::Purpose, &one.id, &one.label));
    let groups = policy.groups.iter().map(|one| (Family::Group, &one.id, &one.label));
    let items = policy.items.iter().map(|one| (Family::Item, &one.id, &one.label));
    let categories = policy.categories.iter().map(|one| (Family::Category, &one.id, &one.label));
    let measures = policy.measures.iter().map(|one| (Family::Measure, &one.id, &one.label));
    for (family, id, label) in purposes.chain(groups).chain(items).chain(categories).chain(measures) {
        let path = format!("{family}.{id}");
        // A language without prose is said to lack it; its titles are not asked for besides.
        let mut languages =
            policy.service.languages.iter().filter(|language| policy.prose.texts.contains_key(language));
        let lacks = languages.any(|language| label.get(*language).is_none_or(|text| text.trim().is_empty()));
        if lacks && !look.is_written(&format!("{path}.label")) {
            found.push(look.at(Code::LabelMissing, &path).with("id", &**id));
        }
    }
}

fn label_twice(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let governing = look.policy.service.governing;
    let purposes: Vec<_> = look.policy.purposes.iter().map(|one| (&one.id, &one.label)).collect();
    let items: Vec<_> = look.policy.items.iter().map(|one| (&one.id, &one.label)).collect();
    for (family, labels) in [(Family::Purpose, purposes), (Family::Item, items)] {
        twice(look, family, &labels, governing, found);
    }
}

fn twice(look: &Look<'_>, family: Family, labels: &[(&Name, &Words)], language: Language, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Name> = BTreeMap::new();
    for (id, label) in labels {
        let Some(text) = label.get(language).map(str::trim).filter(|text| !text.is_empty()) else { continue };
        if let Some(first) = seen.get(text) {
            found.push(look.at(Code::LabelTwice, &format!("{family}.{id}")).with("a", &***first).with("b", &***id));
        } else {
            seen.insert(text, id);
        }
    }
}

/// Said once for a way, with all the rights that are asked for by it.
fn way_unreachable(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    use crate::vocabulary::ContactFor::Requests;
    let contacts: Vec<_> = look.policy.contacts.iter().filter(|contact| contact.serves.contains(&Requests)).collect();
    if contacts.is_empty() {
        return;
    }
    let has_email = contacts.iter().any(|contact| contact.email.is_some());
    let has_address = contacts.iter().any(|contact| contact.address.is_some());
    for (way, lack, is_there) in
        [(Way::Email, "email", has_email), (Way::Post, "address", has_address), (Way::Counter, "address", has_address)]
    {
        let rights: Vec<&Name> =
            look.policy.rights.iter().filter(|right| right.by.contains(&way)).map(|right| &right.id).collect();
        if let Some(first) = rights.first().filter(|_| !is_there) {
            let said = look.at(Code::WayUnreachable, &format!("right.{first}.by")).with("id", list(&rights));
            found.push(said.with("way", way).with_both("lack", format!("an `{lack}`"), format!("`{lack}`")));
        }
    }
}
