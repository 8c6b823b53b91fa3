//! Every diagnostic is reached by one mistake in a small clean policy, says nothing else, and looks as it was drawn.

use crate::support::{Case, cases, check, edited, shop};
use azukari_model::Lang;
use azukari_policy::{
    codes::{Code, Severity},
    diagnostic::Diagnostic,
    render,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// Every mistake with what it says; worked out once.
static SAID: LazyLock<Vec<(Case, Vec<Diagnostic>)>> = LazyLock::new(|| {
    cases()
        .into_iter()
        .map(|case| {
            let found = check(&edited(&case));
            (case, found)
        })
        .collect()
});

/// What people see.
fn picture(found: &[Diagnostic], lang: Lang) -> String {
    render::human(found, lang, false)
}

#[test]
fn the_shop_checks_clean() {
    let found = check(&shop());
    assert!(found.is_empty(), "{}", picture(&found, Lang::En));
}

#[test]
fn every_code_is_reached_by_a_mistake() {
    let reached: BTreeSet<Code> = cases().iter().map(|case| case.code).collect();
    let missing: Vec<&Code> = Code::ALL.iter().filter(|code| !reached.contains(code)).collect();
    assert!(missing.is_empty(), "no mistake reaches {missing:?}");
}

#[test]
fn a_mistake_says_its_own_code_and_nothing_else() {
    let mut wrong = Vec::new();
    for (case, found) in &*SAID {
        let said: BTreeSet<Code> = found.iter().map(|one| one.code).collect();
        if said != BTreeSet::from([case.code]) {
            wrong.push(format!("{} says:\n{}", case.code, picture(found, Lang::En)));
        }
    }
    assert!(wrong.is_empty(), "{} mistakes say something else:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn a_mistake_weighs_what_the_language_says() {
    for (case, found) in &*SAID {
        let is_lowered = case.note.as_deref().is_some_and(|note| note.starts_with("advice"));
        let wanted = if is_lowered { Severity::Advice } else { case.code.sentence().severity };
        assert!(found.iter().any(|one| one.code == case.code && one.severity == wanted), "{}", case.code);
    }
}

#[test]
fn no_sentence_keeps_an_empty_brace_in_either_language() {
    for (_, found) in &*SAID {
        for one in found {
            for lang in Lang::ALL {
                let (message, help) = (one.message(lang), one.help(lang));
                assert!(!message.is_empty(), "{} {lang}", one.code);
                assert!(!message.contains('…') && !help.contains("`…`"), "{} {lang}: {message} / {help}", one.code);
            }
        }
    }
}

#[test]
fn a_mistake_looks_as_it_was_drawn_in_both_languages() {
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    for (case, found) in &*SAID {
        let count = seen.entry(case.code).and_modify(|count| *count += 1).or_insert(1);
        let name = if *count == 1 { case.code.to_string() } else { format!("{}-{count}", case.code) };
        let both = Lang::ALL.map(|lang| picture(found, lang)).concat();
        insta::with_settings!({ snapshot_path => "../corpus/pictures", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, both);
        });
    }
}
