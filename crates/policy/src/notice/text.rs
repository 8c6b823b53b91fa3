//! The words of a notice, per language: what is taken or answered to, why, who else gets it, how long it is kept.

use crate::{
    declared::{After, Category, Flow, Keeper, Policy, Purpose, Recipient, Sent, Source, Tag},
    vocabulary::Family,
};
use azukari_model::{Lang, Language, Name, Period, Words};
use std::fmt::Write as _;

/// One language of one notice, while it is written.
struct Writer<'a> {
    policy: &'a Policy,
    /// The language of the policy's own words.
    language: Language,
    /// The language of ours: Japanese for Japanese, English for any other.
    lang: Lang,
    text: String,
}

fn in_each(policy: &Policy, write: impl Fn(&mut Writer<'_>)) -> Words {
    let mut words = Words::new();
    for language in &policy.service.languages {
        let lang = if *language == Language::JA { Lang::Ja } else { Lang::En };
        let mut writer = Writer { policy, language: *language, lang, text: String::new() };
        write(&mut writer);
        words.insert(*language, writer.text.trim_end().to_owned());
    }
    words
}

pub(super) fn of_source(policy: &Policy, source: &Source, flows: &[&Flow]) -> Words {
    in_each(policy, |writer| {
        let operator = policy.operator.name.in_language(writer.language);
        let service = policy.service.name.in_language(writer.language);
        let opening = match writer.lang {
            Lang::Ja => format!("{operator}（{service}）は、次のとおり情報を取得し、取り扱います。"),
            Lang::En => format!("{operator} ({service}) gathers and handles information as follows."),
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
            Sent::Signal(signal) => signal.word().to_owned(),
            Sent::Item(item) => writer.item(item),
        });
        let sent = sent.collect::<Vec<_>>().join(writer.lang.pick("、", ", "));
        writer.entry("送信される情報", "What is sent", &sent);
        writer.entry(
            "送信先での目的",
            "What its provider does with it",
            tag.their_purpose.in_language(writer.language),
        );
        if let Some(country) = &tag.country {
            writer.entry("送信先の国", "Country", country_name(country, writer.lang));
        }
        writer.purposes(&tag.our_purpose);
    })
}

pub(super) fn of_category(policy: &Policy, category: &Category) -> Words {
    in_each(policy, |writer| {
        writer.line(category.label.in_language(writer.language));
        writer.clause(Family::Category, &category.id);
        let tags = policy.tags.iter().filter(|tag| tag.category == category.id);
        let names = tags.map(|tag| tag.name.in_language(writer.language)).collect::<Vec<_>>();
        let names = names.join(writer.lang.pick("、", ", "));
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

    fn entry(&mut self, ja: &str, en: &str, text: &str) {
        if !text.is_empty() {
            let (heading, colon) = (self.lang.pick(ja, en), self.lang.pick("：", ": "));
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
        let labels: Vec<_> = items.iter().map(|id| self.item(id)).collect();
        labels.join(self.lang.pick("、", ", "))
    }

    fn items(&mut self, ja: &str, en: &str, items: &[Name]) {
        let list = self.list(items);
        self.entry(ja, en, &list);
    }

    fn purposes(&mut self, purposes: &[Name]) {
        let known: Vec<_> = purposes.iter().filter_map(|id| self.policy.purpose(id)).collect();
        if known.is_empty() {
            return;
        }
        self.line(self.lang.pick("利用目的：", "Purposes:"));
        for purpose in known {
            let label = purpose.label.in_language(self.language);
            let text = self.clause_text(&Keeper::Declared(Family::Purpose, purpose.id.clone()));
            let colon = self.lang.pick("：", ": ");
            let says_more = !text.is_empty() && text != label;
            self.line(&if says_more { format!("- {label}{colon}{text}") } else { format!("- {label}") });
        }
    }

    fn flows(&mut self, flows: &[&Flow]) {
        if flows.is_empty() {
            return;
        }
        self.line(self.lang.pick("提供先：", "Who else gets it:"));
        for flow in flows {
            let to = flow.to.iter().filter_map(|id| self.policy.recipient(id)).map(|one| self.recipient(one));
            let to = to.collect::<Vec<_>>().join(self.lang.pick("、", ", "));
            let (items, colon) = (self.list(&flow.items), self.lang.pick("：", ": "));
            self.line(&format!("- {to}{colon}{items}"));
        }
    }

    fn recipient(&self, recipient: &Recipient) -> String {
        let name = recipient.name.in_language(self.language);
        if recipient.country == "JP" {
            return name.to_owned();
        }
        let country = country_name(&recipient.country, self.lang);
        match self.lang {
            Lang::Ja => format!("{name}（{country}）"),
            Lang::En => format!("{name} ({country})"),
        }
    }

    fn keeps(&mut self, items: &[Name]) {
        let mut lines: Vec<(String, Vec<Name>)> = Vec::new();
        for id in items {
            let keep = self.policy.item(id).and_then(|item| self.policy.keep(item.keep.as_ref()?));
            let Some(keep) = keep else { continue };
            let how_long = self.how_long(keep.period, &keep.after);
            match lines.iter_mut().find(|(known, _)| *known == how_long) {
                Some((_, items)) => items.push(id.clone()),
                None => lines.push((how_long, vec![id.clone()])),
            }
        }
        if !lines.is_empty() {
            self.line(self.lang.pick("保存期間：", "How long it is kept:"));
        }
        for (how_long, items) in lines {
            let (list, colon) = (self.list(&items), self.lang.pick("：", ": "));
            self.line(&format!("- {list}{colon}{how_long}"));
        }
    }

    fn how_long(&self, period: Period, after: &After) -> String {
        let length = length(period, self.lang);
        match (after, self.lang) {
            (After::Acquired, Lang::Ja) => format!("取得から{length}"),
            (After::Acquired, Lang::En) => format!("{length} after it was acquired"),
            (After::LastSeen, Lang::Ja) => format!("最後のご利用から{length}"),
            (After::LastSeen, Lang::En) => format!("{length} after your last visit"),
            (After::Event(event), lang) => {
                let label = self.policy.event(event).map_or("", |event| event.label.in_language(self.language));
                match lang {
                    Lang::Ja => format!("「{label}」の状態が終わってから{length}"),
                    Lang::En => format!("{length} after “{label}” last held"),
                }
            }
            (After::LastUse(purposes), lang) => {
                let labels = purposes.iter().filter_map(|id| self.policy.purpose(id));
                let labels: Vec<_> = labels.map(|purpose| purpose.label.in_language(self.language)).collect();
                let labels = labels.join(lang.pick("、", ", "));
                match lang {
                    Lang::Ja => format!("最後の利用（{labels}）から{length}"),
                    Lang::En => format!("{length} after the last use ({labels})"),
                }
            }
        }
    }
}

/// A period in words: `1年6か月`, `1 year 6 months`.
fn length(period: Period, lang: Lang) -> String {
    let (years, months, days) = period.parts();
    let mut text = String::new();
    for (count, ja, one, many) in
        [(years, "年", "year", "years"), (months, "か月", "month", "months"), (days, "日", "day", "days")]
    {
        if count == 0 && !(ja == "日" && period.is_zero()) {
            continue;
        }
        let written = match lang {
            Lang::Ja => write!(text, "{count}{ja}"),
            Lang::En => {
                let gap = if text.is_empty() { "" } else { " " };
                write!(text, "{gap}{count} {}", if count == 1 { one } else { many })
            }
        };
        debug_assert!(written.is_ok(), "writing to a string does not fail");
    }
    text
}

/// The countries services are usually in, by name; any other by its code.
fn country_name(code: &str, lang: Lang) -> &str {
    let names = match code {
        "JP" => ("日本", "Japan"),
        "US" => ("アメリカ合衆国", "United States"),
        "GB" => ("イギリス", "United Kingdom"),
        "FR" => ("フランス", "France"),
        "DE" => ("ドイツ", "Germany"),
        "IE" => ("アイルランド", "Ireland"),
        "NL" => ("オランダ", "Netherlands"),
        "SE" => ("スウェーデン", "Sweden"),
        "ES" => ("スペイン", "Spain"),
        "IT" => ("イタリア", "Italy"),
        "CH" => ("スイス", "Switzerland"),
        "CA" => ("カナダ", "Canada"),
        "AU" => ("オーストラリア", "Australia"),
        "NZ" => ("ニュージーランド", "New Zealand"),
        "SG" => ("シンガポール", "Singapore"),
        "KR" => ("韓国", "South Korea"),
        "TW" => ("台湾", "Taiwan"),
        "HK" => ("香港", "Hong Kong"),
        "CN" => ("中国", "China"),
        "IN" => ("インド", "India"),
        "VN" => ("ベトナム", "Vietnam"),
        "TH" => ("タイ", "Thailand"),
        "PH" => ("フィリピン", "Philippines"),
        "IL" => ("イスラエル", "Israel"),
        "BR" => ("ブラジル", "Brazil"),
        _ => return code,
    };
    lang.pick(names.0, names.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_written_as_people_write_it() {
        let period: Period = "P1Y6M14D".parse().unwrap();
        assert_eq!(length(period, Lang::Ja), "1年6か月14日");
        assert_eq!(length(period, Lang::En), "1 year 6 months 14 days");
        assert_eq!(length(Period::default(), Lang::Ja), "0日");
    }
}
