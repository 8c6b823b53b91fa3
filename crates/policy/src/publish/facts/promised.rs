//! Facts about measures, rights, statistics and tags.

use super::{Scope, both, head};
use crate::{
    declared::{Keeper, Papers, Right, Sent, Tag},
    link::Link,
    publish::{
        Edition,
        phrase::{self, pick},
        table::{Cell, Fact, Table},
    },
    vocabulary::Family,
};
use azukari_model::{Language, Name};

pub(super) fn measures(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let rows = edition
        .policy
        .measures
        .iter()
        .map(|measure| {
            let heading = phrase::measure_heading(edition.language, measure.kind).to_owned();
            let every = phrase::each(edition.language, measure.every);
            vec![edition.words(&measure.label).into(), heading.into(), every.into()]
        })
        .collect();
    let labels = edition.policy.measures.iter().map(|measure| edition.words(&measure.label));
    let columns = &[("措置", "Measure"), ("区分", "Kind"), ("実施の確認", "Confirmed")];
    both(phrase::list(edition.language, labels), Table { head: head(edition, columns), rows })
}

pub(super) fn rights(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let language = edition.language;
    // Rights that are asked for in the same way share a row.
    let mut rows: Vec<(Vec<Cell>, [String; 3])> = Vec::new();
    for right in &edition.policy.rights {
        let how = ["by", "identity", "answer-within"].map(|key| right_value(edition, right, key));
        let what = Cell::from(phrase::right(language, right.gives));
        match rows.iter_mut().find(|(_, known)| *known == how) {
            Some((names, _)) => names.push(what),
            None => rows.push((vec![what], how)),
        }
    }
    let rows = rows
        .into_iter()
        .map(|(names, how)| std::iter::once(Cell::Lines(names)).chain(how.map(Cell::Text)).collect())
        .collect();
    let names = edition.policy.rights.iter().map(|right| phrase::right(language, right.gives));
    let columns = &[
        ("できること", "What you may ask"),
        ("方法", "How"),
        ("ご本人の確認", "How we know it is you"),
        ("回答までの期間", "Answer within"),
    ];
    both(phrase::list(language, names), Table { head: head(edition, columns), rows })
}

/// `{{right.disclosure.answer-within}}`.
pub(super) fn right(edition: &Edition<'_>, scope: &Scope<'_>) -> Fact {
    let (id, key) = scope.argument.split_once('.').unwrap_or((scope.argument, ""));
    let right = edition.policy.right(id);
    Fact::phrase(&right.map(|right| right_value(edition, right, key)).unwrap_or_default())
}

fn right_value(edition: &Edition<'_>, right: &Right, key: &str) -> String {
    let language = edition.language;
    match key {
        "answer-within" => phrase::period(language, right.answer_within),
        "by" => phrase::list(language, right.by.iter().map(|way| phrase::way(language, *way))),
        "identity" => {
            phrase::list(language, right.identity.iter().map(|identity| phrase::identity(language, *identity)))
        }
        "agents" => phrase::list(language, right.agents.iter().map(|agent| phrase::agent(language, *agent))),
        "items" => right
            .items
            .as_ref()
            .map_or_else(|| edition.say("すべての情報", "everything"), |items| edition.item_list(items)),
        "documents" => papers(edition, &right.documents),
        "may-decline" => {
            let grounds: Vec<&str> = right.may_decline.iter().map(|ground| decline(edition, ground)).collect();
            if grounds.is_empty() { edition.say("なし", "none") } else { phrase::list(language, grounds) }
        }
        "fee" if right.fee == 0 => edition.say("無料", "free"),
        "fee" => match language {
            Language::JA => format!("{}円", right.fee),
            _ => format!("{} yen", right.fee),
        },
        _ => phrase::right(language, right.gives).to_owned(),
    }
}

/// The papers that prove who asks, line by line.
fn papers(edition: &Edition<'_>, lines: &[Papers]) -> String {
    let language = edition.language;
    let line = |line: &Papers| {
        let (accepted, how_many) = match line {
            Papers::OneOf(accepted) => (accepted, edition.say("のいずれか1点", "one of: ")),
            Papers::TwoOf(accepted) => (accepted, edition.say("のうち2点", "two of: ")),
        };
        let names = phrase::list(language, accepted.iter().map(|paper| phrase::paper(language, *paper)));
        if language == Language::JA { names + &how_many } else { how_many + &names }
    };
    let lines: Vec<String> = lines.iter().map(line).collect();
    lines.join(pick(language, "、または", "; or "))
}

/// A ground to decline, in the company's own words if it has some.
fn decline<'w>(edition: &Edition<'w>, ground: &Name) -> &'w str {
    match edition.policy.decline(ground) {
        Some(own) => own.label.in_language(edition.language),
        None => ground.parse().map(|legal| phrase::decline(edition.language, legal)).unwrap_or_default(),
    }
}

pub(super) fn statistics(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let rows = edition
        .policy
        .statistics
        .iter()
        .map(|statistic| {
            let to = phrase::list(edition.language, statistic.to.iter().map(|recipient| edition.recipient(recipient)));
            let group = match edition.language {
                Language::JA => format!("{}人未満の集計は出しません", statistic.min_group),
                _ => format!("no group smaller than {}", statistic.min_group),
            };
            let to = if to.is_empty() { edition.say("社内のみ", "used inside only") } else { to };
            vec![edition.words(&statistic.label).into(), to.into(), group.into()]
        })
        .collect();
    let labels = edition.policy.statistics.iter().map(|statistic| edition.words(&statistic.label));
    let columns = &[("統計", "Statistic"), ("提供先", "For whom"), ("少人数の扱い", "Small groups")];
    both(phrase::list(edition.language, labels), Table { head: head(edition, columns), rows })
}

/// Only tags whose clause is the one it stands in, or inside it; at top level, all.
pub(super) fn tags(edition: &Edition<'_>, scope: &Scope<'_>) -> Fact {
    let inside = |tag: &&Tag| {
        let clause = edition.policy.clause_of(&Keeper::Declared(Family::Tag, tag.id.clone())).unwrap_or_default();
        let is_all = scope.clause.is_empty() || clause.is_empty();
        is_all || clause == scope.clause || clause.strip_prefix(scope.clause).is_some_and(|rest| rest.starts_with('.'))
    };
    let chosen: Vec<&Tag> = edition.policy.tags.iter().filter(inside).collect();
    let rows = chosen.iter().map(|tag| tag_row(edition, tag)).collect();
    let columns = &[
        ("送信先", "Who gets it"),
        ("送られる情報", "What is sent"),
        ("当社の目的", "Our purpose"),
        ("送信先の目的", "Their purpose"),
        ("送信の時期と停止の方法", "When, and how to stop it"),
    ];
    both(
        phrase::list(edition.language, chosen.iter().map(|tag| edition.words(&tag.name))),
        Table { head: head(edition, columns), rows },
    )
}

fn tag_row(edition: &Edition<'_>, tag: &Tag) -> Vec<Cell> {
    let language = edition.language;
    let name = if tag.is_operators {
        edition.say("当社のクッキー", "Our own cookies")
    } else {
        edition.words(&tag.name).to_owned()
    };
    let name = Cell::leading(name, tag.policy.as_deref().and_then(Link::elsewhere));
    let country = tag.country.as_ref().map(|code| phrase::country(language, code)).unwrap_or_default();
    let mut way_out: Vec<Cell> = vec![phrase::load(language, tag.load).into()];
    way_out.extend(tag.opt_out.iter().map(|url| Cell::leading(phrase::way_out(language, url), Link::elsewhere(url))));
    let sent = phrase::list(
        language,
        tag.sends.iter().map(|sent| match sent {
            Sent::Signal(signal) => phrase::signal(language, *signal).to_owned(),
            Sent::Item(item) => edition.item(item),
        }),
    );
    vec![
        Cell::Under(Box::new(name), country),
        sent.into(),
        edition.purpose_list(&tag.our_purpose).into(),
        edition.words(&tag.their_purpose).into(),
        Cell::Lines(way_out),
    ]
}
