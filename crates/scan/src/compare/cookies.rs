//! Cookies: declared or not, let by the choice or not, and how long they stay.

use super::{Declared, Found, place};
use crate::{
    address::plain,
    finding::FindingCode,
    observed::{Choice, SeenCookie, Visit},
};
use azukari_policy::declared::{Cookie, Lifetime, Tag};

/// The record of the visitor's own choice, which the consent script keeps: it needs no choice, and no tag.
const OWN: &[&str] = &["cc_cookie"];

/// What a browser adds when it rounds an age, in days.
const SLACK_DAYS: u32 = 1;

pub(super) fn compare(declared: &Declared<'_>, visit: &Visit, found: &mut Found<'_>) {
    for seen in visit.cookies.iter().filter(|seen| !OWN.contains(&seen.name.as_str())) {
        let (name, here) = (plain(&seen.name), Some(place(visit, "", None)));
        let of: Vec<(&Tag, &Cookie)> = declared
            .tags
            .iter()
            .flat_map(|tag| tag.cookies.iter().map(|cookie| (*tag, cookie)))
            .filter(|(_, cookie)| is_named(&cookie.name, &seen.name))
            .collect();
        if of.is_empty() {
            let domain = plain(&seen.domain);
            found.note(FindingCode::UndeclaredCookie, &name, None, [&domain, &domain], here);
            continue;
        }
        if !of.iter().any(|(tag, _)| declared.permits(tag, &seen.choice)) {
            for (tag, _) in &of {
                found.note(too_early(&seen.choice), &name, Some(&tag.id), ["", ""], here.clone());
            }
        }
        lifetime(&name, seen, &of, visit, found);
    }
}

/// Whether a declared name means a cookie; a last `*` stands for any ending.
pub(super) fn is_named(declared: &str, seen: &str) -> bool {
    declared.strip_suffix('*').map_or(declared == seen, |start| seen.starts_with(start))
}

fn lifetime(name: &str, seen: &SeenCookie, of: &[(&Tag, &Cookie)], visit: &Visit, found: &mut Found<'_>) {
    let Some(days) = seen.days else { return };
    let longest = of.iter().filter_map(|(tag, cookie)| Some((*tag, days_of(cookie.lifetime?)))).max_by_key(|one| one.1);
    // One that does not say how long leaves it open.
    let says = of.iter().all(|(_, cookie)| cookie.lifetime.is_some());
    if let Some((tag, most)) = longest.filter(|(_, most)| says && days > most.saturating_add(SLACK_DAYS)) {
        let ja = format!("宣言 {most}日、実際 {days}日");
        let en = format!("{most} days declared, {days} seen");
        found.note(FindingCode::CookieLifetime, name, Some(&tag.id), [&ja, &en], Some(place(visit, "", None)));
    }
}

/// The longest a declared lifetime may be in days: a year may have 366, a month 31.
fn days_of(lifetime: Lifetime) -> u32 {
    match lifetime {
        Lifetime::Session => 0,
        Lifetime::For(period) => {
            let (years, months, days) = period.parts();
            u32::from(years) * 366 + u32::from(months) * 31 + u32::from(days)
        }
    }
}

const fn too_early(choice: &Choice) -> FindingCode {
    match choice {
        Choice::None | Choice::Accepted => FindingCode::CookieBeforeConsent,
        Choice::Refused | Choice::Only(_) => FindingCode::CookieAfterRefusal,
        Choice::Withdrawn => FindingCode::CookieAfterWithdrawal,
        Choice::Gpc => FindingCode::CookieDespiteGpc,
    }
}
