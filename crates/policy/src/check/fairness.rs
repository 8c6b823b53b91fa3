//! Fairness: the way out is as easy as the way in, one question at a time, no more than is needed.

use super::{
    Rule,
    look::{Look, list, stored},
};
use crate::{
    codes::Code,
    declared::{After, Right},
    diagnostic::Diagnostic,
    vocabulary::{Choice, Family, Gives, Identity, Load, Mark, Way, Whence},
};
use azukari_model::Name;
use std::collections::BTreeMap;

pub(super) const RULES: &[Rule] =
    &[out_harder_than_in, bundled_consent, keep_self_renewing, asks_too_much, loads_before_choice];

/// What is given on a page must not take paper, or a copy of a paper, to be taken back.
fn out_harder_than_in(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    if !look.policy.sources.iter().any(|source| matches!(source.from, Whence::Person | Whence::OutsideLogin)) {
        return;
    }
    let stops = |right: &&Right| matches!(right.gives, Gives::CeaseUse | Gives::CeaseProvision);
    for right in look.policy.rights.iter().filter(stops) {
        let is_easy_way = |way: &Way| matches!(way, Way::MyPage | Way::Form | Way::Email);
        let is_light_proof = |proof: &Identity| matches!(proof, Identity::Login | Identity::EmailCode);
        let heavy = if right.by.iter().any(is_easy_way) {
            (!right.identity.iter().any(is_light_proof))
                .then(|| ("identity", plain(right.identity.iter().map(|one| one.word()))))
        } else {
            Some(("by", plain(right.by.iter().map(|one| one.word()))))
        };
        if let Some((key, out)) = heavy {
            let said = look.at(Code::OutHarderThanIn, &format!("right.{}.{key}", right.id)).with("id", &*right.id);
            found.push(said.with("out", out).with_both("in_", "a form on a page", "画面のフォーム"));
        }
    }
}

fn plain<'a>(words: impl Iterator<Item = &'a str>) -> String {
    format!("`{}`", list(words))
}

fn bundled_consent(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let mut asked: BTreeMap<&str, Vec<&Name>> = BTreeMap::new();
    for purpose in look.our_purposes().filter(|purpose| purpose.choice == Choice::AsksFirst) {
        if let Some(clause) = look.policy.clause_of_declared(Family::Purpose, &purpose.id) {
            asked.entry(clause).or_default().push(&purpose.id);
        }
    }
    for (clause, ids) in asked.into_iter().filter(|(_, ids)| ids.len() > 1) {
        found.push(look.at(Code::BundledConsent, &format!("clause.{clause}")).with("ids", format!("`{}`", list(ids))));
    }
}

fn keep_self_renewing(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for keep in &look.policy.keeps {
        let After::LastUse(of) = &keep.after else { continue };
        if look.purposes(of).any(|purpose| purpose.marks.contains(&Mark::Advertising)) {
            found.push(look.at(Code::KeepSelfRenewing, &format!("keep.{}", keep.id)).with("id", &*keep.id));
        }
    }
}

/// What a form demands must be needed by something the person asks for there, or by a statute.
fn asks_too_much(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for source in look.policy.sources.iter().filter(|one| matches!(one.from, Whence::Person | Whence::OutsideLogin)) {
        let needs = |item: &&Name| {
            look.purposes(&source.purposes)
                .filter(|purpose| purpose.needed || purpose.because.is_some())
                .any(|purpose| look.items(&purpose.items).any(|used| stored(used) == *item))
        };
        for item in source.required.iter().filter(|item| !needs(item)) {
            let said = look.at_name(Code::AsksTooMuch, &format!("source.{}.required", source.id), item);
            found.push(said.with("source", &*source.id).with("item", &**item));
        }
    }
}

fn loads_before_choice(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for tag in look.policy.tags.iter().filter(|tag| tag.load == Load::Always && tag.category != "necessary") {
        let said = look.at(Code::LoadsBeforeChoice, &format!("tag.{}", tag.id)).with("id", &*tag.id);
        found.push(said.with("category", &*tag.category));
    }
}
