//! Which edits of a policy ask visitors again, and which do not.

use crate::five_policies::{SERVICES, compiled};
use azukari_model::{Language, Name, Words};
use azukari_policy::{
    declared::{Policy, Sent, Tag},
    material::{Material, MaterialHash, What, changes},
    vocabulary::{Platform, Signal},
};
use proptest::{prelude::*, sample::Index};
use std::sync::LazyLock;

/// The policies that have tags of a website.
static POLICIES: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    let all = SERVICES.into_iter().map(|service| compiled(service).0);
    all.filter(has_site).collect()
});

fn has_site(policy: &Policy) -> bool {
    policy.tags.iter().any(|tag| tag.on.contains(&Platform::Web))
}

fn named(text: &str) -> Name {
    text.parse().unwrap()
}

fn hash(policy: &Policy) -> MaterialHash {
    Material::of(policy).hash()
}

/// What the change of a policy says, one word for each difference.
fn said(old: &Policy, new: &Policy) -> Vec<What> {
    changes(&Material::of(old), &Material::of(new)).into_iter().map(|change| change.what).collect()
}

/// Edits that change nothing a visitor answered about.
const UNRELATED: &[fn(&mut Policy, usize)] = &[
    |policy, at| on_site(policy, at).name = Words::both("名前", "Another spelling"),
    |policy, at| on_site(policy, at).their_purpose = Words::both("ほかの言い方", "said otherwise"),
    |policy, at| on_site(policy, at).hosts.push("more.example".to_owned()),
    |policy, at| on_site(policy, at).cookies.push("_more P1D".parse().unwrap()),
    |policy, at| on_site(policy, at).opt_out.push("https://out.example/".to_owned()),
    |policy, at| on_site(policy, at).policy = Some("https://policy.example/".to_owned()),
    |policy, at| on_site(policy, at).country = Some("FR".to_owned()),
    |policy, at| on_site(policy, at).pages = vec!["checkout".to_owned()],
    |policy, at| on_site(policy, at).our_purpose.reverse(),
    |policy, at| on_site(policy, at).sends.reverse(),
    |policy, at| {
        let again = on_site(policy, at).sends.first().cloned();
        on_site(policy, at).sends.extend(again);
    },
    |policy, _| policy.tags.reverse(),
    |policy, _| policy.categories.reverse(),
    |policy, _| policy.purposes.reverse(),
    |policy, _| policy.purposes.iter_mut().for_each(|one| one.label = Words::both("目的", "A purpose")),
    |policy, _| policy.categories.iter_mut().for_each(|one| one.label = Words::both("分類", "A category")),
    |policy, _| policy.items.iter_mut().for_each(|one| one.label = Words::both("項目", "An item")),
    |policy, _| policy.recipients.clear(),
    |policy, _| {
        let app =
            policy.tags.first().cloned().map(|tag| Tag { id: named("app-alone"), on: vec![Platform::Ios], ..tag });
        policy.tags.extend(app);
    },
];

/// Edits after which a visitor's answer is one about something else, and the word of the change.
const MATERIAL: &[fn(&mut Policy, usize)] = &[
    |policy, at| on_site(policy, at).category = named("another-category"),
    |policy, at| on_site(policy, at).recipient = Some(named("another-recipient")),
    |policy, at| on_site(policy, at).vendor = Some(named("another-vendor")),
    |policy, at| {
        let tag = on_site(policy, at);
        tag.is_operators = !tag.is_operators;
    },
    |policy, at| on_site(policy, at).our_purpose.push(named("another-purpose")),
    |policy, at| {
        let purposes = &mut on_site(policy, at).our_purpose;
        // A tag without a purpose is given one.
        if purposes.pop().is_none() {
            purposes.push(named("another-purpose"));
        }
    },
    |policy, at| {
        let served = on_site(policy, at).our_purpose.first().unwrap().clone();
        policy.purposes.iter_mut().find(|one| one.id == served).unwrap().meaning += 1;
    },
    |policy, at| on_site(policy, at).sends.push(Sent::Item(named("another-item"))),
    |policy, at| {
        let sends = &mut on_site(policy, at).sends;
        if sends.pop().is_none() {
            sends.push(Sent::Signal(Signal::Keystroke));
        }
    },
    |policy, at| on_site(policy, at).id = named("another-tag"),
    |policy, at| {
        let id = on_site(policy, at).id.clone();
        policy.tags.retain(|tag| tag.id != id);
    },
    |policy, at| {
        let tag = Tag { id: named("one-more"), ..on_site(policy, at).clone() };
        policy.tags.push(tag);
    },
    |policy, at| on_site(policy, at).on = vec![Platform::Android],
];

/// One of the tags of the website.
fn on_site(policy: &mut Policy, at: usize) -> &mut Tag {
    let mut on_site: Vec<&mut Tag> = policy.tags.iter_mut().filter(|tag| tag.on.contains(&Platform::Web)).collect();
    let place = at % on_site.len();
    on_site.swap_remove(place)
}

proptest! {
    #[test]
    fn edits_of_anything_else_ask_nobody_again(
        of in any::<Index>(),
        edits in proptest::collection::vec((any::<Index>(), any::<usize>()), 1..12),
    ) {
        let old = of.get(&POLICIES);
        let mut new = old.clone();
        for (edit, at) in &edits {
            edit.get(UNRELATED)(&mut new, *at);
        }
        prop_assert_eq!(hash(old), hash(&new));
        prop_assert_eq!(said(old, &new), vec![]);
    }

    #[test]
    fn each_material_edit_asks_again_and_says_what_it_is(
        of in any::<Index>(),
        edit in any::<Index>(),
        at in any::<usize>(),
        around in proptest::collection::vec((any::<Index>(), any::<usize>()), 0..4),
    ) {
        let old = of.get(&POLICIES);
        let mut new = old.clone();
        edit.get(MATERIAL)(&mut new, at);
        for (edit, at) in &around {
            // The material edit may have left no tag to spell otherwise.
            if has_site(&new) {
                edit.get(UNRELATED)(&mut new, *at);
            }
        }
        prop_assert_ne!(hash(old), hash(&new));
        prop_assert!(!said(old, &new).is_empty());
        prop_assert_eq!(said(&new, old).is_empty(), false);
    }
}

#[test]
fn every_material_edit_of_every_tag_of_every_policy_changes_the_hash() {
    for old in POLICIES.iter() {
        let count = old.tags.iter().filter(|tag| tag.on.contains(&Platform::Web)).count();
        for (number, edit) in MATERIAL.iter().enumerate() {
            for place in 0..count {
                let mut new = old.clone();
                edit(&mut new, place);
                assert_ne!(hash(old), hash(&new), "{}: edit {number}, tag {place}", old.service.id);
            }
        }
    }
}

#[test]
fn the_banner_says_what_changed_in_both_languages() {
    let old = &POLICIES[0];
    let mut new = old.clone();
    let tag = new.tags.iter_mut().find(|tag| tag.id == *"google-analytics").unwrap();
    tag.sends.push(Sent::Signal(Signal::Keystroke));
    tag.our_purpose.push(named("advertising"));
    let found = changes(&Material::of(old), &Material::of(&new));
    let say = |language| found.iter().map(|change| change.said(old, &new, language)).collect::<Vec<_>>();
    let (ja, en) = (say(Language::JA), say(Language::EN));
    assert_eq!(ja.len(), 2);
    assert!(ja[0].contains("の利用目的に「") && ja[1].contains("で送信される情報に「"), "{ja:?}");
    assert!(en[0].contains("now also serves: ") && en[1].contains("now also sends: "), "{en:?}");
}

#[test]
fn a_hash_reads_back_in_its_one_form_and_in_no_other() {
    let hash = hash(&POLICIES[0]);
    let text = hash.to_string();
    assert_eq!(text.parse(), Ok(hash));
    for wrong in
        [text.to_uppercase(), text.chars().skip(1).collect(), format!("{text}0"), text.replacen(|_| true, "g", 1)]
    {
        assert_eq!(wrong.parse::<MaterialHash>(), Err(()), "{wrong}");
    }
}
