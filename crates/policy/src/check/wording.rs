//! Words that say too little, as data: vague purposes, open scopes, facts written out in prose.
//!
//! The lists are short on purpose: a finding must be sure. What only a person can judge is left to the officer.

/// Purposes that tell nobody what happens (general guideline 3-1-1 names the first three), without what frames them.
const VAGUE: &[&str] = &[
    "事業活動",
    "マーケティング活動",
    "お客様のサービスの向上",
    "サービスの向上",
    "サービス向上",
    "お客様サービスの向上",
    "当社の事業",
    "当社の業務",
    "業務",
    "事業",
    "マーケティング",
    "利便性の向上",
    "サービスの改善",
    "その他の目的",
    "上記に付随する目的",
    "上記に附随する目的",
    "business",
    "business activities",
    "business purposes",
    "our business",
    "marketing",
    "marketing activities",
    "marketing purposes",
    "improving our services",
    "improving the service",
    "improving our service",
    "service improvement",
    "better service",
    "other purposes",
    "any other purpose",
    "purposes associated with the above",
];

/// What frames a purpose and adds nothing to it.
const FRAMES_BEFORE: &[&str] = &["for ", "the purpose of ", "当社の", "弊社の"];
const FRAMES_AFTER: &[&str] =
    &["のため", "に用いるため", "に利用するため", "に使うため", "を行うため", "の目的", "等", "など", " etc"];

/// Whether a purpose's name says nothing; without its frame it stands in the list.
pub(super) fn is_vague(label: &str) -> bool {
    let mut text = label.trim().trim_end_matches(['。', '.', '、', ',']).trim().to_lowercase();
    if VAGUE.contains(&text.as_str()) {
        return true;
    }
    loop {
        let bare = FRAMES_BEFORE
            .iter()
            .find_map(|frame| text.strip_prefix(frame))
            .or_else(|| FRAMES_AFTER.iter().find_map(|frame| text.strip_suffix(frame)));
        let Some(bare) = bare.map(|bare| bare.trim().to_owned()) else { return false };
        text = bare;
        if VAGUE.contains(&text.as_str()) {
            return true;
        }
    }
}

/// Words that leave open who is meant.
const OPEN: &[&str] = &[
    "その他",
    "など",
    "ほか",
    "適宜",
    "et al",
    "etc.",
    "and others",
    "and so on",
    "as needed",
    "our partners",
    "third parties",
];
/// Words in which 等 does not mean "and others".
const CLOSED_WITH_TOU: &[&str] = &[
    "平等",
    "同等",
    "均等",
    "対等",
    "高等",
    "等級",
    "等価",
    "等分",
    "等しい",
    "等しく",
    "優等",
    "上等",
    "初等",
    "中等",
];

/// The open word of a scope, if it has one.
pub(super) fn open_word(scope: &str) -> Option<&'static str> {
    let lower = scope.to_lowercase();
    let closed = CLOSED_WITH_TOU.iter().fold(lower, |text, word| text.replace(word, ""));
    OPEN.iter().copied().find(|word| closed.contains(word)).or_else(|| closed.contains('等').then_some("等"))
}

/// Units that make a number a period or a price.
const UNITS_JA: &[&str] =
    &["日以内", "日間", "週間", "か月", "ヶ月", "カ月", "ヵ月", "箇月", "年間", "年以内", "円", "営業日"];
const UNITS_EN: &[&str] = &["days", "day", "weeks", "week", "months", "month", "years", "year", "yen", "business days"];

/// A fact that stands in prose: where (bytes) and what.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Fact {
    pub(super) start: usize,
    pub(super) text: String,
}

/// Dates, periods, prices and e-mail addresses that a text states itself. What stands in a placeholder or a mark is not text.
pub(super) fn facts(text: &str) -> Vec<Fact> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut offset = 0;
    while let Some(at) = rest.find(is_digit) {
        let (before, number) = rest.split_at(at);
        let digits: String = number.chars().take_while(|letter| is_digit(*letter)).collect();
        let after = number.get(digits.len()..).unwrap_or_default();
        let is_own = !before.ends_with(|letter: char| letter.is_ascii_alphanumeric() || "-_./#:".contains(letter));
        if let Some(unit) = unit_after(after).filter(|_| is_own) {
            found.push(Fact { start: offset + at, text: format!("{digits}{unit}") });
        }
        offset += at + digits.len();
        rest = after;
    }
    found.extend(addresses(text));
    found.retain(|fact| !is_in_braces(text, fact.start));
    found.sort_by_key(|fact| fact.start);
    found
}

/// The unit that follows a number, with the blank before it; a date's rest likewise.
fn unit_after(after: &str) -> Option<String> {
    if let Some(unit) = UNITS_JA.iter().find(|unit| after.starts_with(*unit)) {
        return Some((*unit).to_owned());
    }
    if let Some(rest) = after.strip_prefix('年') {
        let month: String = rest.chars().take_while(|letter| is_digit(*letter)).collect();
        return rest
            .get(month.len()..)
            .filter(|rest| !month.is_empty() && rest.starts_with('月'))
            .map(|_| format!("年{month}月"));
    }
    let word = after.strip_prefix(' ')?;
    let end = word.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(word.len());
    let word = word.get(..end)?;
    UNITS_EN.contains(&word.to_lowercase().as_str()).then(|| format!(" {word}"))
}

/// E-mail addresses written out.
fn addresses(text: &str) -> Vec<Fact> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "._%+-".contains(letter);
    text.match_indices('@')
        .filter_map(|(at, _)| {
            let (before, after) = text.split_at_checked(at)?;
            let local = before.chars().rev().take_while(|letter| is_part(*letter)).count();
            let host: String = after.chars().skip(1).take_while(|letter| is_part(*letter)).collect();
            let host = host.trim_end_matches('.');
            let start = at - local;
            (local > 0 && host.contains('.'))
                .then(|| Fact { start, text: format!("{}@{host}", text.get(start..at).unwrap_or_default()) })
        })
        .collect()
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || ('０'..='９').contains(&letter)
}

/// Whether a place stands inside `{…}`: a placeholder or a clause's mark.
fn is_in_braces(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.rfind('{') > before.rfind('}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_that_only_names_business_is_vague_and_a_told_one_is_not() {
        for vague in [
            "マーケティング活動に用いるため",
            "事業活動に用いるため",
            "お客様のサービスの向上のため",
            "For marketing purposes.",
            "当社の事業のため",
        ] {
            assert!(is_vague(vague), "{vague}");
        }
        for told in [
            "商品の発送",
            "Marketing of our own services",
            "Making it better for those who use it",
            "当社サービスに関するお知らせの送付",
        ] {
            assert!(!is_vague(told), "{told}");
        }
    }

    #[test]
    fn a_scope_with_an_open_end_is_found_and_a_level_playing_field_is_not() {
        assert_eq!(open_word("当社の関連会社等"), Some("等"));
        assert_eq!(open_word("A and B, etc."), Some("etc."));
        assert_eq!(open_word("当社と同等の措置を講じる親会社"), None);
        assert_eq!(open_word("株式会社甲およびその関係会社"), None);
    }

    #[test]
    fn periods_dates_prices_and_addresses_are_facts_and_headings_and_placeholders_are_not() {
        let texts = |text: &str| facts(text).into_iter().map(|fact| fact.text).collect::<Vec<_>>();
        assert_eq!(texts("We answer within 14 days."), ["14 days"]);
        assert_eq!(texts("請求から14日以内に回答し、３年間保管します。"), ["14日以内", "３年間"]);
        assert_eq!(texts("2020年4月24日改定、手数料は1000円です。"), ["2020年4月", "1000円"]);
        assert_eq!(texts("Write to privacy@example.jp."), ["privacy@example.jp"]);
        assert!(texts("## 3. What for {#p14 .statement}\n\n{{right.a.answer-within 14 days}}").is_empty());
        assert!(texts("第3条 1. 利用目的").is_empty());
    }
}
