//! What was sent beyond what a tag declares.

use super::{Declared, Found, place};
use crate::{
    finding::FindingCode,
    observed::{Carried, Transmission, Visit, What},
};
use azukari_model::Lang;
use azukari_policy::{
    declared::{Sent, Tag},
    kinds::ItemKind,
    vocabulary::Signal,
};

pub(super) fn compare(
    declared: &Declared<'_>,
    tags: &[&Tag],
    sent: &Transmission,
    visit: &Visit,
    found: &mut Found<'_>,
) {
    for carried in &sent.carries {
        if tags.iter().any(|tag| tag.sends.iter().any(|one| covers(declared, one, carried.what))) {
            continue;
        }
        let here = Some(place(visit, &sent.address, Some(sent.witness)));
        let [ja, en] = Lang::ALL.map(|lang| said(carried, lang));
        match tags {
            // Of a host that no tag names the host itself is the finding; somebody's address is one more.
            [] if matches!(carried.what, What::Signal(_)) => {}
            [] => found.note(FindingCode::PersonalValue, &sent.host, None, [&ja, &en], here),
            [tag, ..] => found.note(FindingCode::ItemUndeclared, &sent.host, Some(&tag.id), [&ja, &en], here),
        }
    }
}

/// Whether a declared item or signal covers what was seen.
fn covers(declared: &Declared<'_>, sent: &Sent, seen: What) -> bool {
    let kind = match sent {
        Sent::Signal(signal) => return seen == What::Signal(*signal),
        Sent::Item(id) => declared.policy.item(id).map(|item| item.kind),
    };
    match seen {
        What::Email | What::HashedEmail => kind == Some(ItemKind::Email),
        What::Telephone => kind == Some(ItemKind::Telephone),
        What::Signal(Signal::CookieId) => kind == Some(ItemKind::CookieId),
        What::Signal(Signal::Location) => kind == Some(ItemKind::Location),
        What::Signal(_) => false,
    }
}

fn said(carried: &Carried, lang: Lang) -> String {
    let what = match carried.what {
        What::Email => lang.pick("メールアドレス", "an e-mail address"),
        What::HashedEmail => lang.pick("ハッシュ化したメールアドレス", "a hashed e-mail address"),
        What::Telephone => lang.pick("電話番号", "a telephone number"),
        What::Signal(Signal::PageUrl) => lang.pick("閲覧したページのURL", "the page's address"),
        What::Signal(Signal::ScreenSize) => lang.pick("画面サイズ", "the size of the screen"),
        What::Signal(Signal::BrowserLanguage) => lang.pick("ブラウザの言語", "the browser's language"),
        What::Signal(Signal::TimeZone) => lang.pick("タイムゾーン", "the time zone"),
        What::Signal(Signal::CookieId) => lang.pick("クッキーの識別子", "the id in a cookie"),
        What::Signal(other) => other.word(),
    };
    match (carried.parameter.as_str(), lang) {
        ("", _) => what.to_owned(),
        (parameter, Lang::Ja) => format!("{what}、{parameter}"),
        (parameter, Lang::En) => format!("{what} in `{parameter}`"),
    }
}
