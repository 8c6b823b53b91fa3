//! Coverage: items without purpose, source or period; purposes that touch nothing; what goes out though it may not.

use super::{
    Rule,
    look::{Look, class_words, flow_path, is_from_outside, is_never_here, list, stored},
};
use crate::{
    codes::Code,
    declared::{After, Policy, Purpose, Sent, Source},
    diagnostic::Diagnostic,
    kinds::ItemKind,
    vocabulary::{By, Class, Ground},
};
use azukari_model::Name;

pub(super) const RULES: &[Rule] = &[
    item_without_purpose,
    item_without_source,
    item_without_keep,
    class_weaker,
    purpose_without_item,
    purpose_unreached,
    source_purposes_open,
    purpose_never_shown,
    purpose_shown_idle,
    recipient_unreached,
    outside_purpose,
    tag_outside_purpose,
    held_by_another,
    personal_without_ground,
    breakdown_identifies,
    event_unused,
    set_unused,
];

fn item_without_purpose(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let policy = look.policy;
    for item in policy.items.iter().filter(|item| item.kind != ItemKind::Password) {
        let is_used = policy.purposes.iter().any(|purpose| purpose.items.contains(&item.id))
            || policy.statistics.iter().any(|one| one.items.contains(&item.id) || one.by.contains(&item.id))
            // What a right names is kept to be shown to the person.
            || policy.rights.iter().any(|right| right.items.iter().flatten().any(|id| *id == item.id));
        let gives_rise = policy.items.iter().any(|other| other.derived_from.as_ref() == Some(&item.id));
        if !is_used && !gives_rise {
            found.push(look.at(Code::ItemWithoutPurpose, &format!("item.{}", item.id)).with("id", &*item.id));
        }
    }
}

fn item_without_source(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for item in look.policy.items.iter().filter(|item| item.derived_from.is_none() && !is_never_here(item)) {
        if !look.policy.sources.iter().any(|source| source.takes.contains(&item.id)) {
            found.push(look.at(Code::ItemWithoutSource, &format!("item.{}", item.id)).with("id", &*item.id));
        }
    }
}

fn item_without_keep(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for item in look.policy.items.iter().filter(|item| item.derived_from.is_none() && !is_never_here(item)) {
        if item.keep.is_none() {
            found.push(look.at(Code::ItemWithoutKeep, &format!("item.{}", item.id)).with("id", &*item.id));
        }
    }
}

fn class_weaker(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for item in &look.policy.items {
        let kind = item.kind.class();
        if item.class < kind {
            let said = look.at(Code::ClassWeaker, &format!("item.{}.class", item.id)).with("id", &*item.id);
            let ((is_en, is_ja), (said_en, said_ja)) = (class_words(kind), class_words(item.class));
            found.push(said.with_both("is_", is_en, is_ja).with_both("said", said_en, said_ja));
        }
    }
}

/// What a tag or a statistic serves may do without items of its own.
fn serves_without_items(policy: &Policy, purpose: &Purpose) -> bool {
    policy.tags.iter().any(|tag| tag.our_purpose.contains(&purpose.id))
        || policy.statistics.iter().any(|statistic| statistic.purposes.contains(&purpose.id))
}

fn purpose_without_item(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for purpose in look.policy.purposes.iter().filter(|purpose| purpose.items.is_empty()) {
        let is_said_to_be_unreached = purpose.by == By::Recipient && !is_reached(look.policy, purpose);
        if !serves_without_items(look.policy, purpose) && !is_said_to_be_unreached {
            found.push(look.at(Code::PurposeWithoutItem, &format!("purpose.{}", purpose.id)).with("id", &*purpose.id));
        }
    }
}

fn is_reached(policy: &Policy, purpose: &Purpose) -> bool {
    policy.flows.iter().any(|flow| flow.purposes.contains(&purpose.id))
        || policy.statistics.iter().any(|statistic| statistic.purposes.contains(&purpose.id))
}

fn purpose_unreached(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for purpose in look.policy.purposes.iter().filter(|purpose| purpose.by == By::Recipient) {
        if !is_reached(look.policy, purpose) {
            found.push(look.at(Code::PurposeUnreached, &format!("purpose.{}", purpose.id)).with("id", &*purpose.id));
        }
    }
}

fn source_purposes_open(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for source in look.policy.sources.iter().filter(|source| source.purposes_open) {
        let said = look.at(Code::SourcePurposesOpen, &format!("source.{}", source.id)).with("id", &*source.id);
        found.push(if is_from_outside(source.from) { said } else { said.as_advice() });
    }
}

/// Said once for a purpose, with all the items it is never shown for.
fn purpose_never_shown(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for purpose in look.our_purposes() {
        let unseen: Vec<&Name> = look
            .items(&purpose.items)
            .filter(|item| {
                let stored = stored(item);
                let mut sources = look.policy.sources.iter().filter(|source| source.takes.contains(stored)).peekable();
                sources.peek().is_some() && !sources.any(|source| source.purposes.contains(&purpose.id))
            })
            .map(|item| &item.id)
            .collect();
        if !unseen.is_empty() {
            let said = look.at(Code::PurposeNeverShown, &format!("purpose.{}.items", purpose.id));
            found.push(said.with("id", &*purpose.id).with("item", list(unseen)));
        }
    }
}

fn purpose_shown_idle(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for source in look.policy.sources.iter().filter(|source| !source.purposes_open) {
        for purpose in look.purposes(&source.purposes).filter(|purpose| !purpose.items.is_empty()) {
            if !uses_of(look, purpose, source) && !is_shown_by_group(look, purpose, source) {
                let said = look.at_name(Code::PurposeShownIdle, &format!("source.{}.purposes", source.id), &purpose.id);
                found.push(said.with("source", &*source.id).with("id", &*purpose.id));
            }
        }
    }
}

/// Whether a purpose uses anything that a source takes.
fn uses_of(look: &Look<'_>, purpose: &Purpose, source: &Source) -> bool {
    look.items(&purpose.items).any(|item| source.takes.contains(stored(item)))
}

/// A group named as a whole is shown for what any of its purposes uses.
fn is_shown_by_group(look: &Look<'_>, purpose: &Purpose, source: &Source) -> bool {
    let Some(group) = purpose.group.as_ref().and_then(|id| look.policy.group(id)) else { return false };
    group.purposes.iter().all(|id| source.purposes.contains(id))
        && look.purposes(&group.purposes).any(|other| uses_of(look, other, source))
}

fn recipient_unreached(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let policy = look.policy;
    for recipient in &policy.recipients {
        let id = &recipient.id;
        let is_reached = !recipient.under.is_empty()
            || policy.flows.iter().any(|flow| flow.to.contains(id))
            || policy.statistics.iter().any(|statistic| statistic.to.contains(id))
            || policy.tags.iter().any(|tag| tag.recipient.as_ref() == Some(id))
            || policy.items.iter().any(|item| item.held_by.contains(id))
            || policy.sources.iter().any(|source| source.provider.contains(id));
        if !is_reached {
            found.push(look.at(Code::RecipientUnreached, &format!("recipient.{id}")).with("id", &**id));
        }
    }
}

fn outside_purpose(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for flow in &look.policy.flows {
        let path = flow_path(flow, "items");
        let outside = flow.items.iter().filter(|item| !is_in_purposes(look, item, &flow.purposes));
        found.extend(
            outside.map(|item| {
                look.at_name(Code::OutsidePurpose, &path, item).with("item", &**item).with("id", &*flow.id)
            }),
        );
    }
}

/// What a tag sends of our items is bound to its purposes too.
fn tag_outside_purpose(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for tag in &look.policy.tags {
        for sent in &tag.sends {
            if let Sent::Item(item) = sent
                && !is_in_purposes(look, item, &tag.our_purpose)
                && !tag.our_purpose.is_empty()
            {
                let said = look.at(Code::OutsidePurpose, &format!("tag.{}", tag.id));
                found.push(said.with("item", &**item).with("id", &*tag.id));
            }
        }
    }
}

fn is_in_purposes(look: &Look<'_>, item: &Name, purposes: &[Name]) -> bool {
    look.purposes(purposes).any(|purpose| purpose.items.contains(item))
}

fn held_by_another(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for flow in &look.policy.flows {
        for item in look.items(&flow.items).filter(|item| !item.held_by.is_empty()) {
            if !flow.to.iter().all(|to| item.held_by.contains(to)) && look.names_its_items(flow) {
                let said =
                    look.at_name(Code::HeldByAnother, &flow_path(flow, "items"), &item.id).with("item", &*item.id);
                found.push(said.with("holder", list_plain(&item.held_by)).with("id", &*flow.id));
            }
        }
    }
}

fn list_plain(ids: &[Name]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

fn personal_without_ground(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for flow in look.policy.flows.iter().filter(|flow| flow.ground == Some(Ground::NotPersonal)) {
        for item in look.items(&flow.items).filter(|item| item.class >= Class::Personal) {
            let said =
                look.at_name(Code::PersonalWithoutGround, &flow_path(flow, "items"), &item.id).with("item", &*item.id);
            let (en, ja) = class_words(item.class);
            found.push(said.with_both("is_", en, ja).with("id", &*flow.id));
        }
    }
}

fn breakdown_identifies(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for statistic in &look.policy.statistics {
        for item in look.items(&statistic.by).filter(|item| !item.kind.groups()) {
            let near = ItemKind::ALL.iter().filter(|kind| kind.groups()).map(|kind| format!("`{kind}`"));
            let said = look.at_name(Code::BreakdownIdentifies, &format!("statistic.{}.by", statistic.id), &item.id);
            found.push(said.with("item", &*item.id).with("near", near.collect::<Vec<_>>().join(", ")));
        }
    }
}

/// Whether a condition or a period of keeping rests on an event.
pub(super) fn is_event_used(policy: &Policy, event: &Name) -> bool {
    policy.purposes.iter().any(|purpose| purpose.when.contains(event))
        || policy.flows.iter().any(|flow| flow.when.contains(event))
        || policy.keeps.iter().any(|keep| keep.after == After::Event(event.clone()))
}

fn event_unused(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for event in look.policy.events.iter().filter(|event| !is_event_used(look.policy, &event.id)) {
        found.push(look.at(Code::EventUnused, &format!("event.{}", event.id)).with("id", &*event.id));
    }
}

/// A set is written out wherever it is named; the places of its name remain.
fn set_unused(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    for set in &look.policy.sets {
        let own = format!("set.{}", set.id);
        let is_named = look.origins.iter().any(|(path, ..)| {
            path.rsplit_once('.')
                .is_some_and(|(key, name)| *name == *set.id && key.contains('.') && !path.starts_with(&own))
        });
        if !is_named {
            found.push(look.at(Code::SetUnused, &own).with("id", &*set.id));
        }
    }
}
