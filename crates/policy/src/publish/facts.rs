//! Placeholders: which fact each name stands for. One row of [`FACTS`] for each.

use super::{
    Edition,
    phrase::{self, pick},
    table::{Cell, Fact, Table},
};
use crate::{
    declared::{Contact, Flow, Keeper, Papers, Purpose, Recipient, Responsible, Right, Sent, Source, Statistic, Tag},
    link::Link,
    vocabulary::{By, Family, Part},
};
use azukari_model::{Date, Language, Name, Words};

type Make = fn(&Edition<'_>, &Scope<'_>) -> Fact;

/// Where a placeholder stands, and what it was given.
pub(super) struct Scope<'a> {
    /// `contact office`, `right.disclosure.answer-within`: what follows the name.
    pub argument: &'a str,
    /// The clause it stands in; empty at the top.
    pub clause: &'a str,
}

#[rustfmt::skip]
const FACTS: &[(&str, Make)] = &[
    ("contact", contact), ("effective", effective), ("established", established), ("grounds", grounds), ("history", history),
    ("items", items), ("joint-use", joint_use), ("keep", keep), ("matrix", matrix), ("measures", measures),
    ("operator", operator), ("provisions", provisions), ("purposes", purposes), ("recipients", recipients), ("right", right),
    ("rights", rights), ("sources", sources), ("statistics", statistics), ("tags", tags), ("versions", versions),
];

/// The fact a placeholder stands for; nothing for a name that is none.
pub(super) fn fact(edition: &Edition<'_>, inner: &str, clause: &str) -> Fact {
    let (name, argument) = inner.split_once([' ', '.']).unwrap_or((inner, ""));
    let scope = Scope { argument: argument.trim(), clause };
    FACTS.iter().find(|(known, _)| *known == name).map(|(_, make)| make(edition, &scope)).unwrap_or_default()
}

impl Edition<'_> {
    fn words<'w>(&self, words: &'w Words) -> &'w str {
        words.in_language(self.language)
    }

    fn say(&self, ja: &'static str, en: &'static str) -> String {
        pick(self.language, ja, en).to_owned()
    }

    fn item(&self, id: &str) -> String {
        self.policy.item(id).map(|item| self.words(&item.label).to_owned()).unwrap_or_default()
    }

    fn item_list(&self, items: &[Name]) -> String {
        phrase::run(self.language, items.iter().map(|item| self.item(item)))
    }

    fn purpose(&self, id: &str) -> String {
        self.policy.purpose(id).map(|purpose| self.words(&purpose.label).to_owned()).unwrap_or_default()
    }

    /// Purposes as people read them: a group whose purposes are all there is named once.
    fn purpose_list(&self, purposes: &[Name]) -> String {
        let mut named: Vec<String> = Vec::new();
        for id in purposes {
            let whole_group = self.policy.purpose(id).and_then(|purpose| purpose.group.as_ref()).and_then(|group| {
                let group = self.policy.group(group)?;
                (!group.label.is_empty() && group.purposes.iter().all(|one| purposes.contains(one))).then_some(group)
            });
            let label = whole_group.map_or_else(|| self.purpose(id), |group| self.words(&group.label).to_owned());
            if !named.contains(&label) {
                named.push(label);
            }
        }
        phrase::run(self.language, named)
    }

    fn recipient(&self, id: &str) -> String {
        self.policy.recipient(id).map(|recipient| self.words(&recipient.name).to_owned()).unwrap_or_default()
    }
}

fn both(phrase: impl AsRef<str>, table: Table) -> Fact {
    Fact { table: (!table.rows.is_empty()).then_some(table), ..Fact::phrase(phrase.as_ref()) }
}

fn head(edition: &Edition<'_>, columns: &[(&'static str, &'static str)]) -> Vec<String> {
    columns.iter().map(|(ja, en)| edition.say(ja, en)).collect()
}

fn operator(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let operator = &edition.policy.operator;
    let mut table = Table { head: head(edition, &[("項目", "Item"), ("内容", "Details")]), rows: Vec::new() };
    for (label, words) in [
        (edition.say("事業者", "Company"), &operator.name),
        (edition.say("所在地", "Address"), &operator.address),
        (edition.say("代表者", "Representative"), &operator.representative),
    ] {
        table.rows.push(vec![label.into(), edition.words(words).into()]);
    }
    both(edition.words(&operator.name), table)
}

fn effective(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let day = edition.effective.or(edition.policy.service.effective);
    let day = day.map_or_else(|| edition.say("未定", "not yet settled"), |day| phrase::date(edition.language, day));
    Fact::phrase(&day)
}

fn established(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let day = edition.policy.service.established;
    Fact::phrase(&day.map(|day| phrase::date(edition.language, day)).unwrap_or_default())
}

fn history(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let days = edition.policy.service.history.iter().map(|day| phrase::date(edition.language, *day));
    let list = phrase::list(edition.language, days);
    Fact::phrase(&if list.is_empty() { edition.say("なし", "none") } else { list })
}

/// Other versions, each leading to where it can be read; where none is kept here, the days the policy itself tells.
fn versions(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let mut earlier: Vec<(Date, Option<Link>)> = edition
        .versions
        .iter()
        .filter(|version| Some(version.day) != edition.effective)
        .map(|version| (version.day, Link::parse(&version.href)))
        .collect();
    if edition.versions.is_empty() {
        earlier.extend(edition.policy.service.history.iter().rev().map(|day| (*day, None)));
    }
    let cells: Vec<Cell> =
        earlier.into_iter().map(|(day, link)| Cell::leading(phrase::date(edition.language, day), link)).collect();
    let list = phrase::list(edition.language, cells.iter().map(Cell::markdown));
    let rows: Vec<Vec<Cell>> = cells.into_iter().map(|cell| vec![cell]).collect();
    let table = Table { head: head(edition, &[("版", "Version")]), rows };
    let phrase = if list.is_empty() { edition.say("なし", "none") } else { list };
    Fact { phrase, table: (!table.rows.is_empty()).then_some(table) }
}

fn contact(edition: &Edition<'_>, scope: &Scope<'_>) -> Fact {
    let chosen: Vec<&Contact> = edition
        .policy
        .contacts
        .iter()
        .filter(|contact| scope.argument.is_empty() || *contact.id == *scope.argument)
        .collect();
    let mut table =
        Table { head: head(edition, &[("窓口", "Contact"), ("連絡先", "How to reach it")]), rows: Vec::new() };
    for contact in &chosen {
        let name = if contact.name.is_empty() { &edition.policy.operator.name } else { &contact.name };
        let mut lines: Vec<Cell> = Vec::new();
        lines.extend(contact.address.as_ref().map(|address| edition.words(address).into()));
        lines.extend(
            contact.email.as_ref().map(|email| Cell::leading(email.clone(), Link::parse(&format!("mailto:{email}")))),
        );
        lines.extend(contact.phone.as_ref().map(|phone| Cell::leading(phone.clone(), dialled(phone))));
        lines.extend(contact.url.as_ref().map(|url| Cell::leading(url.clone(), Link::elsewhere(url))));
        lines.extend(contact.hours.as_ref().map(|hours| edition.words(hours).into()));
        let serves = contact.serves.iter().map(|serves| phrase::contact_for(edition.language, *serves));
        let serves = phrase::list(edition.language, serves);
        table.rows.push(vec![Cell::Under(Box::new(edition.words(name).into()), serves), Cell::Lines(lines)]);
    }
    let phrase = chosen.iter().filter_map(|contact| contact.email.as_deref().or(contact.phone.as_deref()));
    both(phrase::list(edition.language, phrase), table)
}

/// A telephone number as it is dialled.
fn dialled(phone: &str) -> Option<Link> {
    Link::parse(&format!("tel:{}", phone.replace(' ', "")))
}

fn grounds(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
    let cases: Vec<String> = edition
        .policy
        .service
        .grounds
        .iter()
        .map(|ground| match edition.policy.exception(ground) {
            Some(own) => edition.words(&own.label).to_owned(),
            None => {
                ground.parse().map(|legal| phrase::exception(edition.language, legal).to_owned()).unwrap_or_default()
            }
        })
        .collect();
    let rows = cases.iter().map(|case| vec![case.clone().into()]).collect();
    both(
        cases.join(pick(edition.language, "、", "; ")),
        Table { head: head(edition, &[("同意がなくても提供する場合", "When, without consent")]), rows },
    )
}

fn items(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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

fn keep(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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

fn purposes(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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

fn matrix(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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

fn sources(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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

fn recipients(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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

fn provisions(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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

fn joint_use(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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

fn measures(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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

fn rights(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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
fn right(edition: &Edition<'_>, scope: &Scope<'_>) -> Fact {
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

fn statistics(edition: &Edition<'_>, _: &Scope<'_>) -> Fact {
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
fn tags(edition: &Edition<'_>, scope: &Scope<'_>) -> Fact {
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
