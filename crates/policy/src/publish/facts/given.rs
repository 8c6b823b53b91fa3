//! Facts about who gets what.

use super::{Scope, both, head};
use crate::{
    declared::{Flow, Recipient, Responsible, Statistic},
    link::Link,
    publish::{
        Edition, phrase,
        table::{Cell, Fact, Table},
    },
    vocabulary::{By, Family, Part},
};
use azukari_model::{Language, Name};

pub(super) fn recipients(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let rows = edition.policy.recipients.iter().map(|recipient| recipient_row(edition, recipient)).collect();
    let columns = &[("提供先", "Who"), ("立場・国", "As what, where"), ("情報", "What"), ("目的", "What for")];
    let names = edition.policy.recipients.iter().map(|recipient| edition.words(&recipient.name));
    both(phrase::list(edition.language, names), Table { head: head(edition, columns), rows })
}

fn recipient_row(edition: &Edition<'_>, recipient: &Recipient) -> Vec<Cell> {
    let flows: Vec<&Flow> = edition.policy.flows.iter().filter(|flow| flow.to.contains(&recipient.id)).collect();
    let mut items: Vec<Name> = Vec::new();
    let mut purposes: Vec<Name> = Vec::new();
    for flow in &flows {
        items.extend(flow.items.iter().filter(|item| !items.contains(item)).cloned().collect::<Vec<_>>());
        purposes
            .extend(flow.purposes.iter().filter(|purpose| !purposes.contains(purpose)).cloned().collect::<Vec<_>>());
    }
    let mut as_what: Vec<Cell> = vec![phrase::part(edition.language, recipient.part).into()];
    if recipient.country != "JP" {
        let route = recipient.route.map_or("", |route| phrase::route(edition.language, route));
        let country = phrase::country(edition.language, &recipient.country);
        as_what.push(match (edition.language, route.is_empty()) {
            (_, true) => country.into(),
            (Language::JA, _) => format!("{country}（{route}）").into(),
            _ => format!("{country} ({route})").into(),
        });
    }
    let name = edition.words(&recipient.name);
    let name = Cell::leading(name.to_owned(), recipient.policy.as_deref().and_then(Link::elsewhere));
    let (what, what_for) = if flows.is_empty() {
        without_flow(edition, recipient)
    } else {
        (edition.item_list(&items), edition.purpose_list(&purposes))
    };
    vec![name, Cell::Lines(as_what), what.into(), what_for.into()]
}

/// What somebody gets to whom no provision goes, and what for.
fn without_flow(edition: &Edition<'_>, recipient: &Recipient) -> (String, String) {
    let policy = edition.policy;
    let statistics: Vec<&Statistic> =
        policy.statistics.iter().filter(|statistic| statistic.to.contains(&recipient.id)).collect();
    let tags: Vec<Name> = policy
        .tags
        .iter()
        .filter(|tag| tag.recipient.as_ref() == Some(&recipient.id))
        .flat_map(|tag| tag.our_purpose.iter().cloned())
        .collect();
    if recipient.part == Part::Authority || !recipient.under.is_empty() {
        return (
            edition.say("その場合に必要な情報", "what the case needs"),
            edition.say("同意がなくても提供する場合に当たるとき", "the cases in which no consent is asked"),
        );
    }
    if !statistics.is_empty() {
        let labels = statistics.iter().map(|statistic| edition.words(&statistic.label));
        let theirs: Vec<Name> = statistics
            .iter()
            .flat_map(|statistic| &statistic.purposes)
            .filter(|id| policy.purpose(id).is_some_and(|purpose| purpose.by == By::Recipient))
            .cloned()
            .collect();
        return (phrase::list(edition.language, labels), edition.purpose_list(&theirs));
    }
    if !tags.is_empty() {
        let what = edition.say("サイトに組み込んだプログラムが送る情報", "what its code on this site sends");
        return (what, edition.purpose_list(&tags));
    }
    (edition.say("提供しません", "nothing"), edition.say("情報を受け取るだけです", "information comes from them"))
}

pub(super) fn provisions(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let flows: Vec<&Flow> = edition.policy.flows.iter().filter(|flow| flow.family != Family::JointUse).collect();
    let rows = flows
        .iter()
        .map(|flow| {
            let to = flow.to.iter().map(|recipient| edition.recipient(recipient));
            vec![
                phrase::list(edition.language, to).into(),
                edition.item_list(&flow.items).into(),
                edition.purpose_list(&flow.purposes).into(),
                flow.ground.map_or("", |ground| phrase::ground(edition.language, ground)).into(),
            ]
        })
        .collect();
    let columns = &[("提供先", "To whom"), ("情報", "What"), ("目的", "What for"), ("根拠", "On what ground")];
    let phrase = flows.iter().flat_map(|flow| &flow.to).map(|recipient| edition.recipient(recipient));
    both(phrase::list(edition.language, phrase), Table { head: head(edition, columns), rows })
}

pub(super) fn joint_use(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let mut table = Table { head: head(edition, &[("項目", "Item"), ("内容", "Details")]), rows: Vec::new() };
    for flow in &edition.policy.flows {
        let Some(joint) = &flow.joint else { continue };
        let operator = &edition.policy.operator;
        let responsible: Vec<Cell> = match &joint.responsible {
            Responsible::Operator => [&operator.name, &operator.address, &operator.representative]
                .map(|words| edition.words(words).into())
                .to_vec(),
            Responsible::Recipient(id) => vec![edition.recipient(id).into()],
        };
        // The law asks for the purposes themselves (Art. 27(5)(iii)): the name of their group would not do.
        let each_purpose = flow.purposes.iter().map(|id| edition.purpose(id).into()).collect();
        table.rows.extend([
            vec![
                edition.say("共同利用する情報", "What is used together").into(),
                edition.item_list(&flow.items).into(),
            ],
            vec![edition.say("共同利用者の範囲", "Who uses it").into(), edition.words(&joint.scope).into()],
            vec![edition.say("利用目的", "What for").into(), Cell::Lines(each_purpose)],
            vec![edition.say("管理の責任者", "Who is responsible").into(), Cell::Lines(responsible)],
        ]);
        if let Some(since) = joint.since {
            let day = phrase::date(edition.language, since);
            table.rows.push(vec![edition.say("開始日", "Begins on").into(), day.into()]);
        }
    }
    let scopes =
        edition.policy.flows.iter().filter_map(|flow| flow.joint.as_ref()).map(|joint| edition.words(&joint.scope));
    both(phrase::list(edition.language, scopes), table)
}
