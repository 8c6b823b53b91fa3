//! The words of a notice, per language: what is taken or answered to, why, who else gets it, how long it is kept.

use crate::{
    declared::{Category, Flow, Keeper, Policy, Purpose, Recipient, Sent, Source, Tag},
    publish::phrase,
    vocabulary::Family,
};
use azukari_model::{Language, Name, Words};

/// One language of one notice, while it is written.
struct Writer<'a> {
    policy: &'a Policy,
    language: Language,
    text: String,
}

fn in_each(policy: &Policy, write: impl Fn(&mut Writer<'_>)) -> Words {
    let mut words = Words::new();
    for language in &policy.service.languages {
        let mut writer = Writer { policy, language: *language, text: String::new() };
        write(&mut writer);
        words.insert(*language, writer.text.trim_end().to_owned());
    }
    words
}

pub(super) fn of_source(policy: &Policy, source: &Source, flows: &[&Flow]) -> Words {
    in_each(policy, |writer| {
        let operator = policy.operator.name.in_language(writer.language);
        let service = policy.service.name.in_language(writer.language);
        let opening = if writer.language == Language::JA {
            format!("{operator}（{service}）は、次のとおり情報を取得し、取り扱います。")
        } else {
            format!("{operator} ({service}) gathers and handles information as follows.")
        };
        writer.line(&opening);
        writer.items("取得する項目", "What is gathered", &source.takes);
        writer.purposes(&source.purposes);
        writer.flows(flows);
        writer.keeps(&source.takes);
    })
}

pub(super) fn of_purpose(policy: &Policy, purpose: &Purpose, flows: &[&Flow]) -> Words {
    in_each(policy, |writer| {
        writer.line(purpose.label.in_language(writer.language));
        writer.clause(Family::Purpose, &purpose.id);
        writer.items("利用する項目", "What is used", &purpose.items);
        writer.flows(flows);
        writer.keeps(&purpose.items);
    })
}

pub(super) fn of_flow(policy: &Policy, flow: &Flow) -> Words {
    in_each(policy, |writer| {
        writer.clause(flow.family, &flow.id);
        writer.flows(&[flow]);
        writer.items("提供する項目", "What is passed on", &flow.items);
        writer.purposes(&flow.purposes);
    })
}

pub(super) fn of_tag(policy: &Policy, tag: &Tag) -> Words {
    in_each(policy, |writer| {
        writer.line(tag.name.in_language(writer.language));
        writer.clause(Family::Tag, &tag.id);
        let sent = tag.sends.iter().map(|sent| match sent {
            Sent::Signal(signal) => phrase::signal(writer.language, *signal).to_owned(),
            Sent::Item(item) => writer.item(item),
        });
        let sent = phrase::list(writer.language, sent.collect::<Vec<_>>());
        writer.entry("送信される情報", "What is sent", &sent);
        writer.entry(
            "送信先での目的",
            "What its provider does with it",
            tag.their_purpose.in_language(writer.language),
        );
        if let Some(country) = &tag.country {
            writer.entry("送信先の国", "Country", &phrase::country(writer.language, country));
        }
        writer.purposes(&tag.our_purpose);
    })
}

pub(super) fn of_category(policy: &Policy, category: &Category) -> Words {
    in_each(policy, |writer| {
        writer.line(category.label.in_language(writer.language));
        writer.clause(Family::Category, &category.id);
        let tags = policy.tags.iter().filter(|tag| tag.category == category.id);
        let names = phrase::list(writer.language, tags.map(|tag| tag.name.in_language(writer.language)));
        writer.entry("含まれるもの", "What is in it", &names);
        writer.purposes(&category.our_purpose);
    })
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.text.push('\n');
        }
    }

    fn pick(&self, ja: &'static str, en: &'static str) -> &'static str {
        phrase::pick(self.language, ja, en)
    }

    fn entry(&mut self, ja: &'static str, en: &'static str, text: &str) {
        if !text.is_empty() {
            let (heading, colon) = (self.pick(ja, en), self.pick("：", ": "));
            self.line(&format!("{heading}{colon}{text}"));
        }
    }

    /// The passage of the published prose that a declaration stands in.
    fn clause(&mut self, family: Family, id: &Name) {
        let text = self.clause_text(&Keeper::Declared(family, id.clone()));
        self.line(&text);
    }

    fn clause_text(&self, keeper: &Keeper) -> String {
        let clause = self.policy.clause_of(keeper).and_then(|id| self.policy.prose.clause(id));
        clause.map_or_else(String::new, |clause| clause.text.in_language(self.language).trim().to_owned())
    }

    fn item(&self, id: &Name) -> String {
        let label = self.policy.item(id).map(|item| item.label.in_language(self.language));
        label.filter(|label| !label.is_empty()).unwrap_or(id).to_owned()
    }

    fn list(&self, items: &[Name]) -> String {
        phrase::list(self.language, items.iter().map(|id| self.item(id)))
    }

    fn items(&mut self, ja: &'static str, en: &'static str, items: &[Name]) {
        let list = self.list(items);
        self.entry(ja, en, &list);
    }

    fn purposes(&mut self, purposes: &[Name]) {
        let known: Vec<_> = purposes.iter().filter_map(|id| self.policy.purpose(id)).collect();
        if known.is_empty() {
            return;
        }
        self.line(self.pick("利用目的：", "Purposes:"));
        for purpose in known {
            let label = purpose.label.in_language(self.language);
            let text = self.clause_text(&Keeper::Declared(Family::Purpose, purpose.id.clone()));
            let colon = self.pick("：", ": ");
            let says_more = !text.is_empty() && text != label;
            self.line(&if says_more { format!("- {label}{colon}{text}") } else { format!("- {label}") });
        }
    }

    fn flows(&mut self, flows: &[&Flow]) {
        if flows.is_empty() {
            return;
        }
        self.line(self.pick("提供先：", "Who else gets it:"));
        for flow in flows {
            let to = flow.to.iter().filter_map(|id| self.policy.recipient(id)).map(|one| self.recipient(one));
            let to = phrase::list(self.language, to);
            let (items, colon) = (self.list(&flow.items), self.pick("：", ": "));
            self.line(&format!("- {to}{colon}{items}"));
        }
    }

    fn recipient(&self, recipient: &Recipient) -> String {
        let name = recipient.name.in_language(self.language);
        if recipient.country == "JP" {
            return name.to_owned();
        }
        let country = phrase::country(self.language, &recipient.country);
        if self.language == Language::JA { format!("{name}（{country}）") } else { format!("{name} ({country})") }
    }

    fn keeps(&mut self, items: &[Name]) {
        let mut lines: Vec<(String, Vec<Name>)> = Vec::new();
        for id in items {
            let keep = self.policy.item(id).and_then(|item| self.policy.keep(item.keep.as_ref()?));
            let Some(keep) = keep else { continue };
            let how_long = phrase::keep(self.policy, self.language, keep);
            match lines.iter_mut().find(|(known, _)| *known == how_long) {
                Some((_, items)) => items.push(id.clone()),
                None => lines.push((how_long, vec![id.clone()])),
            }
        }
        if !lines.is_empty() {
            self.line(self.pick("保存期間：", "How long it is kept:"));
        }
        for (how_long, items) in lines {
            let (list, colon) = (self.list(&items), self.pick("：", ": "));
            self.line(&format!("- {list}{colon}{how_long}"));
        }
    }
}
