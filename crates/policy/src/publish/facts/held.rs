//! Facts about what is held: items, their periods, purposes and sources.

use super::{Scope, both, head};
use crate::{
    declared::{Purpose, Source},
    link::Link,
    publish::{
        Edition,
        phrase::{self, pick},
        table::{Cell, Fact, Table},
    },
    vocabulary::By,
};
use azukari_model::{Language, Name};

pub(super) fn items(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let policy = edition.policy;
    let mut table = Table {
        head: head(edition, &[("項目", "What"), ("取得元", "Where it comes from"), ("保存期間", "How long")]),
        rows: Vec::new(),
    };
    for item in &policy.items {
        let from = policy.sources.iter().filter(|source| source.takes.contains(&item.id));
        let mut whence: Vec<&str> = from.map(|source| phrase::source(edition.language, source)).collect();
        whence.dedup();
        table.rows.push(vec![
            edition.words(&item.label).into(),
            phrase::list(edition.language, whence).into(),
            kept_how_long(edition, &item.id).into(),
        ]);
    }
    let phrase = phrase::list(edition.language, policy.items.iter().map(|item| edition.words(&item.label)));
    both(phrase, table)
}

fn kept_how_long(edition: &Edition<'_>, item: &str) -> String {
    let policy = edition.policy;
    let Some(item) = policy.item(item) else { return String::new() };
    if !item.held_by.is_empty() {
        let holders = phrase::list(edition.language, item.held_by.iter().map(|holder| edition.recipient(holder)));
        return match edition.language {
            Language::JA => format!("当社では保有しません（{holders}が保有）"),
            _ => format!("never held by us ({holders} has it)"),
        };
    }
    if let Some(origin) = &item.derived_from {
        let origin = edition.item(origin);
        return match edition.language {
            Language::JA => format!("保存しません（{origin}から計算）"),
            _ => format!("not stored: worked out from {origin}"),
        };
    }
    item.keep
        .as_ref()
        .and_then(|keep| policy.keep(keep))
        .map(|keep| phrase::keep(policy, edition.language, keep))
        .unwrap_or_default()
}

pub(super) fn keep(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let policy = edition.policy;
    let mut table =
        Table { head: head(edition, &[("保存期間", "How long"), ("情報", "What")]), rows: Vec::new() };
    let colon = pick(edition.language, "：", ": ");
    let mut said: Vec<String> = Vec::new();
    for keep in &policy.keeps {
        let kept: Vec<Name> = policy
            .items
            .iter()
            .filter(|item| {
                item.keep.as_ref() == Some(&keep.id) && item.held_by.is_empty() && item.derived_from.is_none()
            })
            .map(|item| item.id.clone())
            .collect();
        if !kept.is_empty() {
            let (items, how_long) = (edition.item_list(&kept), phrase::keep(policy, edition.language, keep));
            said.push(format!("{items}{colon}{how_long}"));
            table.rows.push(vec![how_long.into(), items.into()]);
        }
    }
    let phrase = said.join(pick(edition.language, "／", "; "));
    both(phrase, table)
}

pub(super) fn purposes(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let ours: Vec<&Purpose> = edition.policy.purposes.iter().filter(|purpose| purpose.by == By::Us).collect();
    let rows = ours
        .iter()
        .map(|purpose| {
            vec![
                edition.words(&purpose.label).into(),
                edition.item_list(&purpose.items).into(),
                phrase::choice(edition.language, purpose.choice).into(),
            ]
        })
        .collect();
    let table = Table {
        head: head(
            edition,
            &[("利用目的", "Purpose"), ("使う情報", "What it uses"), ("お選びいただけること", "Your choice")],
        ),
        rows,
    };
    both(phrase::list(edition.language, ours.iter().map(|purpose| edition.words(&purpose.label))), table)
}

pub(super) fn matrix(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let policy = edition.policy;
    let mut columns: Vec<String> = vec![edition.say("情報", "What")];
    let used: Vec<&Name> = policy.items.iter().map(|item| &item.id).collect();
    let groups: Vec<(String, Vec<&Purpose>)> = policy
        .groups
        .iter()
        .map(|group| {
            (
                edition.words(&group.label).to_owned(),
                policy.purposes.iter().filter(|purpose| purpose.group.as_ref() == Some(&group.id)).collect(),
            )
        })
        .collect();
    columns.extend(groups.iter().map(|(label, _)| label.clone()));
    let rows = used
        .into_iter()
        .map(|item| {
            let mut row: Vec<Cell> = vec![edition.item(item).into()];
            row.extend(groups.iter().map(|(_, purposes)| {
                let is_used = purposes.iter().any(|purpose| purpose.items.contains(item));
                Cell::Mark(is_used)
            }));
            row
        })
        .collect();
    both(phrase::list(edition.language, groups.iter().map(|(label, _)| label)), Table { head: columns, rows })
}

pub(super) fn sources(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let policy = edition.policy;
    let rows = policy
        .sources
        .iter()
        .map(|source| {
            vec![
                source_cell(edition, source),
                edition.item_list(&source.takes).into(),
                edition.purpose_list(&source.purposes).into(),
            ]
        })
        .collect();
    let table = Table {
        head: head(edition, &[("取得のしかた", "How it comes"), ("情報", "What"), ("利用目的", "What for")]),
        rows,
    };
    let mut whence: Vec<&str> = policy.sources.iter().map(|source| phrase::source(edition.language, source)).collect();
    whence.dedup();
    both(phrase::list(edition.language, whence), table)
}

/// How a source brings it; where it comes through one other business, it leads to the policy of that one.
fn source_cell(edition: &Edition<'_>, source: &Source) -> Cell {
    let label = phrase::source(edition.language, source).to_owned();
    Cell::leading(label, source.provider_policy.as_deref().and_then(Link::elsewhere))
}
