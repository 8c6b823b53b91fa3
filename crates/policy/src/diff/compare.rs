//! The comparison, family by family.

use super::{Change, ChangeCode as Code, Needs};
use crate::{
    declared::{After, Flow, Item, Keeper, Measure, Policy, Purpose, Recipient, Right, Source, Statistic, Tag},
    vocabulary::{Choice, Family, Ground, Load, Part, Route},
};
use azukari_model::{Name, Period};

/// Every change from one version to the next, in the order of the tables.
pub fn diff(old: &Policy, new: &Policy) -> Vec<Change> {
    let mut found = Found { old, new, changes: Vec::new() };
    found.facts();
    found.items();
    found.sources();
    found.purposes();
    found.recipients();
    found.flows();
    found.tags();
    found.statistics();
    found.rights();
    found.measures();
    found.clauses();
    found.changes
}

struct Found<'a> {
    old: &'a Policy,
    new: &'a Policy,
    changes: Vec<Change>,
}

/// A declaration with an id that may have had another.
trait Declared {
    fn id(&self) -> &Name;
    fn formerly(&self) -> Option<&Name> {
        None
    }
}

macro_rules! declared {
    ($($type:ident $($formerly:ident)?;)*) => {$(
        impl Declared for $type {
            fn id(&self) -> &Name {
                &self.id
            }
            $(fn formerly(&self) -> Option<&Name> {
                self.$formerly.as_ref()
            })?
        }
    )*};
}
declared! {
    Item formerly; Source formerly; Purpose formerly; Recipient formerly; Flow formerly; Tag; Statistic; Right; Measure;
}

/// Pairs of old and new by id, then what is new, then what is gone.
struct Paired<'a, T> {
    both: Vec<(&'a T, &'a T)>,
    new: Vec<&'a T>,
    gone: Vec<&'a T>,
}

fn pair<'a, T: Declared>(old: &'a [T], new: &'a [T]) -> Paired<'a, T> {
    let was = |one: &T| old.iter().find(|before| before.id() == one.id() || Some(before.id()) == one.formerly());
    let mut paired = Paired { both: Vec::new(), new: Vec::new(), gone: Vec::new() };
    for one in new {
        match was(one) {
            Some(before) => paired.both.push((before, one)),
            None => paired.new.push(one),
        }
    }
    paired.gone = old.iter().filter(|before| !paired.both.iter().any(|(known, _)| known.id() == before.id())).collect();
    paired
}

fn join<'a>(names: impl IntoIterator<Item = &'a Name>) -> String {
    names.into_iter().map(Name::as_str).collect::<Vec<_>>().join(", ")
}

/// What the new list has and the old has not; and the reverse.
fn differ<'a, T: PartialEq>(old: &'a [T], new: &'a [T]) -> (Vec<&'a T>, Vec<&'a T>) {
    (new.iter().filter(|one| !old.contains(one)).collect(), old.iter().filter(|one| !new.contains(one)).collect())
}

impl Found<'_> {
    #[expect(clippy::needless_pass_by_value, reason = "texts, numbers and words alike, most of them made on the spot")]
    fn say(&mut self, code: Code, keeper: Option<(Family, &Name)>, key: &str, old: impl ToString, new: impl ToString) {
        let (widens, needs) = code.weight();
        let at = match keeper {
            Some((family, id)) if key.is_empty() => format!("{family}.{id}"),
            Some((family, id)) => format!("{family}.{id}.{key}"),
            None => key.to_owned(),
        };
        let clause = keeper.and_then(|(family, id)| {
            let keeper = Keeper::Declared(family, id.clone());
            self.new.clause_of(&keeper).or_else(|| self.old.clause_of(&keeper)).map(str::to_owned)
        });
        self.changes.push(Change { code, at, old: old.to_string(), new: new.to_string(), widens, needs, clause });
    }

    fn last_needs(&mut self, needs: Needs, widens: bool) {
        if let Some(change) = self.changes.last_mut() {
            change.needs = needs;
            change.widens = widens;
        }
    }

    fn facts(&mut self) {
        let (old, new) = (self.old, self.new);
        for (key, before, after) in [
            ("operator.name", &old.operator.name, &new.operator.name),
            ("operator.address", &old.operator.address, &new.operator.address),
            ("operator.representative", &old.operator.representative, &new.operator.representative),
            ("service.name", &old.service.name, &new.service.name),
        ] {
            if before != after {
                let language = new.service.governing;
                self.say(Code::FactsChanged, None, key, before.in_language(language), after.in_language(language));
            }
        }
        let reach = |policy: &Policy| policy.service.grounds.clone();
        let (more, _) = differ(&old.service.grounds, &new.service.grounds);
        if !more.is_empty() {
            self.say(Code::ExceptionReachesMore, None, "service.grounds", join(&reach(old)), join(&reach(new)));
        }
    }

    fn items(&mut self) {
        let paired = pair(&self.old.items, &self.new.items);
        for (before, after) in paired.both {
            let keeper = Some((Family::Item, &after.id));
            if after.class < before.class {
                self.say(Code::ClassLowered, keeper, "class", before.class, after.class);
            }
            match compare_keeps(self.old, before, self.new, after) {
                std::cmp::Ordering::Greater => {
                    self.say(Code::KeepLonger, keeper, "keep", keep_text(self.old, before), keep_text(self.new, after));
                }
                std::cmp::Ordering::Less => {
                    self.say(
                        Code::KeepShorter,
                        keeper,
                        "keep",
                        keep_text(self.old, before),
                        keep_text(self.new, after),
                    );
                }
                std::cmp::Ordering::Equal => {}
            }
        }
        paired.new.iter().for_each(|one| self.say(Code::ItemNew, Some((Family::Item, &one.id)), "", "", &one.id));
        paired.gone.iter().for_each(|one| self.say(Code::ItemGone, Some((Family::Item, &one.id)), "", &one.id, ""));
    }

    fn sources(&mut self) {
        let paired = pair(&self.old.sources, &self.new.sources);
        for (before, after) in paired.both {
            let keeper = Some((Family::Source, &after.id));
            for (key, was, is) in
                [("takes", &before.takes, &after.takes), ("required", &before.required, &after.required)]
            {
                if !differ(was, is).0.is_empty() {
                    self.say(Code::SourceWidened, keeper, key, join(was), join(is));
                    // It reaches only what comes from now on.
                    self.last_needs(Needs::Publication, false);
                }
            }
            if after.shown > before.shown {
                self.say(Code::SourceWidened, keeper, "shown", word(before.shown), word(after.shown));
            }
        }
        paired.new.iter().for_each(|one| self.say(Code::SourceNew, Some((Family::Source, &one.id)), "", "", &one.id));
        paired.gone.iter().for_each(|one| self.say(Code::SourceGone, Some((Family::Source, &one.id)), "", &one.id, ""));
    }

    fn purposes(&mut self) {
        let paired = pair(&self.old.purposes, &self.new.purposes);
        for (before, after) in paired.both {
            self.purpose(before, after);
        }
        for one in paired.new {
            // A new purpose reaches earlier information only where somebody decided that it is related.
            let related = self
                .new
                .revision
                .as_ref()
                .is_some_and(|revision| revision.related.iter().any(|line| line.to == one.id));
            let code = if related { Code::PurposeWidened } else { Code::PurposeNew };
            self.say(code, Some((Family::Purpose, &one.id)), "", "", &one.id);
            if related {
                self.last_needs(Needs::Notice, true);
            }
        }
        paired
            .gone
            .iter()
            .for_each(|one| self.say(Code::PurposeGone, Some((Family::Purpose, &one.id)), "", &one.id, ""));
    }

    fn purpose(&mut self, before: &Purpose, after: &Purpose) {
        let keeper = Some((Family::Purpose, &after.id));
        let raised = after.meaning > before.meaning;
        let (more, fewer) = differ(&before.items, &after.items);
        let mut changed =
            before.label != after.label || !more.is_empty() || !fewer.is_empty() || before.choice != after.choice;
        changed |= parties(self.old, before) != parties(self.new, after);
        if changed && !raised && after.same_meaning.is_none() {
            self.say(Code::MeaningNotRaised, keeper, "meaning", before.meaning, after.meaning);
        }
        if raised {
            self.say(Code::MeaningRaised, keeper, "meaning", before.meaning, after.meaning);
        }
        if !more.is_empty() {
            self.say(Code::ItemsWidened, keeper, "items", join(&before.items), join(&after.items));
        }
        if !fewer.is_empty() {
            self.say(Code::ItemsNarrowed, keeper, "items", join(&before.items), join(&after.items));
        }
        match after.choice.cmp(&before.choice) {
            std::cmp::Ordering::Less => self.say(Code::ChoiceWeaker, keeper, "choice", choice(before), choice(after)),
            std::cmp::Ordering::Greater => {
                self.say(Code::ChoiceStronger, keeper, "choice", choice(before), choice(after));
            }
            std::cmp::Ordering::Equal => {}
        }
        self.conditions(keeper, &before.when, &after.when);
    }

    fn conditions(&mut self, keeper: Option<(Family, &Name)>, before: &[Name], after: &[Name]) {
        let (more, fewer) = differ(before, after);
        if !fewer.is_empty() {
            self.say(Code::ConditionDropped, keeper, "when", join(before), join(after));
        }
        if !more.is_empty() {
            self.say(Code::ConditionAdded, keeper, "when", join(before), join(after));
        }
    }

    fn recipients(&mut self) {
        let paired = pair(&self.old.recipients, &self.new.recipients);
        for (before, after) in paired.both {
            let keeper = Some((Family::Recipient, &after.id));
            if before.country != after.country && after.country != "JP" {
                self.say(Code::CountryNew, keeper, "country", &before.country, &after.country);
            }
            if route_rank(after.route) < route_rank(before.route) {
                self.say(Code::RouteWeaker, keeper, "route", word(before.route), word(after.route));
            }
            if before.agreement_required && !after.agreement_required {
                self.say(Code::AgreementDropped, keeper, "agreement", "required", "none");
            }
            if !differ(&before.under, &after.under).0.is_empty() {
                self.say(Code::ExceptionReachesMore, keeper, "under", join(&before.under), join(&after.under));
            }
        }
        for one in paired.new {
            let keeper = Some((Family::Recipient, &one.id));
            if one.part == Part::JointUser {
                self.say(Code::JointUserNew, keeper, "", "", &one.id);
                continue;
            }
            self.say(Code::RecipientNew, keeper, "", "", &one.id);
            match one.part {
                // Entrustment and succession follow their purpose (Art. 27(5)).
                Part::Entrustee | Part::Successor => self.last_needs(Needs::Publication, one.country != "JP"),
                Part::Authority => self.last_needs(Needs::Publication, false),
                Part::ThirdParty | Part::JointUser => {}
            }
        }
        paired
            .gone
            .iter()
            .for_each(|one| self.say(Code::RecipientGone, Some((Family::Recipient, &one.id)), "", &one.id, ""));
    }

    fn flows(&mut self) {
        let paired = pair(&self.old.flows, &self.new.flows);
        for (before, after) in paired.both {
            let keeper = Some((after.family, &after.id));
            for (key, was, is) in [
                ("to", &before.to, &after.to),
                ("purposes", &before.purposes, &after.purposes),
                ("items", &before.items, &after.items),
            ] {
                let (more, fewer) = differ(was, is);
                if !more.is_empty() {
                    let code =
                        if key == "to" && after.joint.is_some() { Code::JointUserNew } else { Code::FlowWidened };
                    self.say(code, keeper, key, join(was), join(is));
                    self.soften_entrustment(after);
                }
                if !fewer.is_empty() {
                    self.say(Code::FlowNarrowed, keeper, key, join(was), join(is));
                }
            }
            if before.ground != after.ground && before.ground == Some(Ground::Consent) {
                self.say(Code::GroundWeaker, keeper, "ground", word(before.ground), word(after.ground));
            }
            self.conditions(keeper, &before.when, &after.when);
        }
        for one in paired.new {
            self.say(Code::FlowWidened, Some((one.family, &one.id)), "", "", &one.id);
            self.soften_entrustment(one);
        }
        paired.gone.iter().for_each(|one| self.say(Code::FlowNarrowed, Some((one.family, &one.id)), "", &one.id, ""));
    }

    /// What goes to who works for us follows its purpose: publication will do.
    fn soften_entrustment(&mut self, flow: &Flow) {
        if matches!(flow.ground, Some(Ground::Entrustment | Ground::Succession)) {
            self.last_needs(Needs::Publication, false);
        }
    }

    fn tags(&mut self) {
        let paired = pair(&self.old.tags, &self.new.tags);
        for (before, after) in paired.both {
            let keeper = Some((Family::Tag, &after.id));
            if !differ(&before.sends, &after.sends).0.is_empty() {
                self.say(Code::TagSendsMore, keeper, "sends", before.sends.len(), after.sends.len());
            }
            if load_rank(after.load) < load_rank(before.load) {
                self.say(Code::TagLoadsSooner, keeper, "load", before.load, after.load);
            }
        }
        paired.new.iter().for_each(|one| self.say(Code::TagNew, Some((Family::Tag, &one.id)), "", "", &one.id));
        paired.gone.iter().for_each(|one| self.say(Code::TagGone, Some((Family::Tag, &one.id)), "", &one.id, ""));
    }

    fn statistics(&mut self) {
        let paired = pair(&self.old.statistics, &self.new.statistics);
        for (before, after) in paired.both {
            let keeper = Some((Family::Statistic, &after.id));
            if after.min_group < before.min_group {
                self.say(Code::GroupsSmaller, keeper, "min-group", before.min_group, after.min_group);
            }
            if !differ(&before.to, &after.to).0.is_empty() {
                self.say(Code::RecipientNew, keeper, "to", join(&before.to), join(&after.to));
                self.last_needs(Needs::Publication, true);
            }
        }
        paired
            .new
            .iter()
            .for_each(|one| self.say(Code::StatisticNew, Some((Family::Statistic, &one.id)), "", "", &one.id));
    }

    fn rights(&mut self) {
        let paired = pair(&self.old.rights, &self.new.rights);
        for (before, after) in paired.both {
            let keeper = Some((Family::Right, &after.id));
            let fewer_ways = !differ(&before.by, &after.by).1.is_empty();
            let later = after.answer_within.days_about() > before.answer_within.days_about();
            let more_declines = !differ(&before.may_decline, &after.may_decline).0.is_empty();
            let harder_proof = !differ(&before.identity, &after.identity).1.is_empty();
            for (is_weaker, key) in [
                (fewer_ways, "by"),
                (harder_proof, "identity"),
                (later, "answer-within"),
                (more_declines, "may-decline"),
                (after.fee > before.fee, "fee"),
            ] {
                if is_weaker {
                    self.say(Code::RightWeaker, keeper, key, right_text(before, key), right_text(after, key));
                }
            }
        }
        paired.new.iter().for_each(|one| self.say(Code::RightNew, Some((Family::Right, &one.id)), "", "", &one.id));
        paired.gone.iter().for_each(|one| self.say(Code::RightLost, Some((Family::Right, &one.id)), "", &one.id, ""));
    }

    fn measures(&mut self) {
        let paired = pair(&self.old.measures, &self.new.measures);
        paired.new.iter().for_each(|one| self.say(Code::MeasureNew, Some((Family::Measure, &one.id)), "", "", &one.id));
        paired
            .gone
            .iter()
            .for_each(|one| self.say(Code::MeasureLost, Some((Family::Measure, &one.id)), "", &one.id, ""));
    }

    fn clauses(&mut self) {
        let language = self.new.service.governing;
        let (old, new) = (self.old, self.new);
        for clause in &new.prose.clauses {
            match old.prose.clause(&clause.id) {
                None => self.clause(Code::ClauseNew, &clause.id, "", clause.title.in_language(language)),
                // Facts that changed have changes of their own.
                Some(before) if before.wording.get(language) != clause.wording.get(language) => {
                    self.clause(
                        Code::WordingChanged,
                        &clause.id,
                        before.own.in_language(language),
                        clause.own.in_language(language),
                    );
                }
                Some(_) => {}
            }
        }
        for clause in &old.prose.clauses {
            if new.prose.clause(&clause.id).is_none() {
                self.clause(Code::ClauseLost, &clause.id, clause.title.in_language(language), "");
            }
        }
    }

    fn clause(&mut self, code: Code, id: &str, old: &str, new: &str) {
        self.say(code, None, &format!("clause.{id}"), old, new);
        if let Some(change) = self.changes.last_mut() {
            change.clause = Some(id.to_owned());
        }
    }
}

fn word<T: ToString>(word: Option<T>) -> String {
    word.map(|word| word.to_string()).unwrap_or_default()
}

fn choice(purpose: &Purpose) -> Choice {
    purpose.choice
}

/// The third parties and joint users that a purpose reaches: part of what it means.
fn parties(policy: &Policy, purpose: &Purpose) -> Vec<Name> {
    let mut reached: Vec<Name> = policy
        .flows
        .iter()
        .filter(|flow| flow.purposes.contains(&purpose.id))
        .flat_map(|flow| &flow.to)
        .filter(|to| policy.recipient(to).is_some_and(|to| matches!(to.part, Part::ThirdParty | Part::JointUser)))
        .cloned()
        .collect();
    reached.sort();
    reached.dedup();
    reached
}

const fn route_rank(route: Option<Route>) -> u8 {
    match route {
        None => 0,
        Some(Route::Consent) => 3,
        Some(Route::EquivalentSystem) => 1,
        Some(Route::EquivalentCountry) => 2,
    }
}

const fn load_rank(load: Load) -> u8 {
    match load {
        Load::Always => 0,
        Load::UntilRefused => 1,
        Load::AfterConsent => 2,
    }
}

fn keep_text(policy: &Policy, item: &Item) -> String {
    item.keep
        .as_ref()
        .and_then(|keep| policy.keep(keep))
        .map(|keep| format!("{} {}", keep.id, keep.period))
        .unwrap_or_default()
}

fn compare_keeps(old: &Policy, before: &Item, new: &Policy, after: &Item) -> std::cmp::Ordering {
    let length = |policy: &Policy, item: &Item| {
        let keep = item.keep.as_ref().and_then(|keep| policy.keep(keep))?;
        let days = |period: Option<Period>| period.map_or(0.0, Period::days_about);
        // Counting from an event or from a visit ends later than counting from the day it came.
        let later = f64::from(u8::from(!matches!(keep.after, After::Acquired)));
        Some((days(Some(keep.period)).max(days(keep.at_least)), later))
    };
    match (length(old, before), length(new, after)) {
        (Some(was), Some(is)) => is.partial_cmp(&was).unwrap_or(std::cmp::Ordering::Equal),
        _ => std::cmp::Ordering::Equal,
    }
}

fn right_text(right: &Right, key: &str) -> String {
    let words = |list: Vec<String>| list.join(", ");
    match key {
        "by" => words(right.by.iter().map(ToString::to_string).collect()),
        "identity" => words(right.identity.iter().map(ToString::to_string).collect()),
        "answer-within" => right.answer_within.to_string(),
        "may-decline" => join(&right.may_decline),
        _ => right.fee.to_string(),
    }
}
